"""Incidents, their steps, what was found at the network meanwhile, and whom an office calls."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.incidents.states import IncidentState, StepState
from sanglap.offices.models import Office
from sanglap.outbox.models import Stop
from sanglap.people.models import User


class Incident(models.Model):
    """That an account may be in other hands, or that one rehearses it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="incidents")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="incidents")
    drill = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=IncidentState, default=IncidentState.OPEN)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    suspected_from = models.DateTimeField()
    """From when on what was published is looked through."""
    seen = models.TextField(blank=True)
    """What made somebody report it."""
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    """When the network was last asked what the account shows."""
    happened = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "drill"], condition=Q(state=IncidentState.OPEN), name="one_open_incident"
            )
        ]
        indexes = [
            models.Index(fields=["office"], condition=Q(state=IncidentState.OPEN), name="incidents_open"),
            models.Index(fields=["account", "-ended_at"], name="incidents_of_account"),
        ]
        triggers = guards.fields_stay("id", "account", "office", "drill", "reported_by", "reported_at", "seen")

    def __str__(self) -> str:
        return str(self.account)


class StepName(models.TextChoices):
    """What is done, in this order."""

    FREEZE = "freeze", _("freeze: nothing more goes out")
    REVOKE = "revoke", _("end Sanglap's access")
    TELL = "tell", _("tell those who must know")
    SECURE = "secure", _("change the password and secure the sign-in")
    LOOK = "look", _("look through what was published")
    RECORD = "record", _("write down what happened")


class Step(models.Model):
    """One step of an incident: whether it is done, by whom, when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=8, choices=StepName)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=StepState, default=StepState.DUE)
    due_at = models.DateTimeField(null=True, blank=True)
    """By when the rulebook wants it done."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)
    """What came of it, by the names that the history knows: `fault`, `told`, `called`, `remark`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="each_step_once")]
        ordering = ["number"]
        triggers = guards.rows_stay()

    @property
    def late(self) -> bool:
        """Whether it was done after its time."""
        return self.at is not None and self.due_at is not None and self.at > self.due_at


class Verdict(models.TextChoices):
    """Whose a post at the network is."""

    OPEN = "", _("not settled")
    OURS = "ours", _("ours")
    FOREIGN = "foreign", _("not ours; removed at the network")


class Found(models.Model):
    """Something that the account showed at its network and that no delivery of ours put there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="found")
    remote_id = models.CharField(max_length=128)
    url = models.URLField(max_length=500)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.OPEN, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "remote_id"], name="found_once")]
        ordering = ["at"]
        triggers = guards.fields_stay("id", "incident", "remote_id", "url", "text", "at")


class Contact(models.Model):
    """Whom an office calls in an emergency: the network's support, the police unit, the provider."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="emergency_contacts")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office"], condition=Q(removed_at=None), name="contacts_of_office")]

    def __str__(self) -> str:
        return self.name
