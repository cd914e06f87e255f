"""How duties came to stand as they do, and how many stand so at each office and below it."""

from __future__ import annotations

from django.db import models

from sanglap.core import guards
from sanglap.duties.models.duties import Duty, DutyKind, Standing
from sanglap.offices.models import Kind, Office


class Turn(models.Model):
    """That a duty that is not weekly came to stand otherwise. Written by the database itself while it reckons, so its
    key is a plain counter.
    """

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="turns")
    at = models.DateTimeField()
    """When it was noticed."""
    was = models.CharField(max_length=8, blank=True)
    """How it stood before; "" at the beginning, or when the account comes back to work."""
    standing = models.CharField(max_length=8, choices=Standing, blank=True)
    """"": the account is not at work any more."""
    evidence = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["duty", "-at"], name="turns_of_duty")]
        triggers = guards.append_only()


class Reckoned(models.Model):
    """Until when duties are reckoned. One row, from the first pass on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField()
    """Whatever was done until then has been reckoned."""
    whole_at = models.DateTimeField()
    """When all accounts were last gone through, for what time alone changes."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_reckoned")]


class Tally(models.Model):
    """How many accounts at an office and at all offices below it stand how on one duty, in one week; by the kind of the
    accounts' own office. Only offices that have others below them have tallies; of the others the duties themselves
    tell. Kept in step by every reckoning; `services.recount` makes it anew from the duties.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tallies")
    office_kind = models.CharField(max_length=16, choices=Kind)
    kind = models.CharField(max_length=32, choices=DutyKind)
    starts_on = models.DateField()
    """The first day of the week."""
    kept = models.IntegerField(default=0)
    running = models.IntegerField(default=0)
    at_risk = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)
    exempt = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "starts_on", "kind", "office_kind"], name="one_tally_each")
        ]
