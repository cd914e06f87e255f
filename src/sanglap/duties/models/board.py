"""What whoever coordinates keeps of the board: views of his own, files made of it, reminders sent from it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.duties.models.duties import DutyKind
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.people.models import User


class BoardPage(models.TextChoices):
    """The pages of the board."""

    BOARD = "board", _("At one look")
    MAP = "board-map", _("Map")
    OFFICES = "board-offices", _("Office by office")
    YEAR = "board-year", _("The year")
    ROWS = "board-rows", _("List")


class BoardView(models.Model):
    """A page of the board with what was picked on it, under a name of the reader's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="board_views")
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=16, choices=BoardPage)
    picked = models.JSONField(default=dict)
    """As `Pick.plain` gives it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_view_per_name")]


class Sheet(models.TextChoices):
    """What a spreadsheet holds."""

    ROWS = "rows", _("The rows")
    OFFICES = "offices", _("Office by office")


class Export(models.Model):
    """A spreadsheet that takes a while: made by a worker, kept for some days for whoever asked for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    sheet = models.CharField(max_length=8, choices=Sheet)
    picked = models.JSONField()
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    """How many rows are written."""
    whole = models.PositiveIntegerField(default=0)
    """Of how many; 0 where that is not known yet."""
    failed = models.BooleanField(default=False)
    file = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="exports_by_age")]


class Reminding(models.Model):
    """One act by which those who answer for many accounts are reminded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    """From there on down."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    picked = models.JSONField()
    only = ArrayField(models.UUIDField(), null=True)
    """The duties that were chosen one by one; None: all that were picked."""
    said = models.CharField(max_length=500, blank=True)
    """A sentence of the sender's own."""
    act_id = models.UUIDField()
    """All its lines in the history are one act."""
    at = models.DateTimeField()
    accounts = models.PositiveIntegerField(default=0)
    """To how many accounts it was meant to go."""
    reached = models.UUIDField(null=True)
    """The last account that was seen to."""
    done = models.PositiveIntegerField(default=0)
    """How many accounts were seen to."""
    told = models.PositiveIntegerField(default=0)
    """Of how many somebody was told."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        triggers = guards.fields_stay("id", "office", "by", "picked", "only", "said", "act_id", "at")


class Reminder(models.Model):
    """That those who answer for an account were reminded on a day: once a day at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reminding = models.ForeignKey(Reminding, on_delete=models.PROTECT, related_name="reminders")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    day = models.DateField()
    kinds = ArrayField(models.CharField(max_length=32, choices=DutyKind))
    at = models.DateTimeField()

    class Meta:
        # Its index finds the last one of an account, too.
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="one_reminder_a_day")]
        triggers = guards.append_only()
