"""Where each account stands on each duty: reckoned from the records, kept so that it can be shown at any size."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.models import Clause, Rule
from sanglap.offices.models import Office


class DutyKind(models.TextChoices):
    """What is owed, by the id of its rule in the rulebook."""

    UPDATES = "updates-per-week", _("updates")
    ANSWERS = "first-answer", _("first answers")
    PANEL = "panel-size", _("panel")


class Standing(models.TextChoices):
    KEPT = "kept", _("kept")
    RUNNING = "running", _("under way")
    AT_RISK = "at_risk", _("at risk")
    BROKEN = "broken", _("broken")


class EvidenceKind(StrEnum):
    """What a duty's standing is reckoned from: something published, a message, a term on a panel."""

    DELIVERY = "delivery"
    MESSAGE = "message"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Reference:
    """A piece of evidence: what it is and its key."""

    kind: EvidenceKind
    id: UUID


class Duty(models.Model):
    """One rule, one account, one week: how it stands, since when, until when, and on what evidence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="duties")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=32, choices=DutyKind)
    rule = models.CharField(max_length=64)
    """Citation, as `bd-2016:7.a`."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day that counts, in the office's calendar."""
    standing = models.CharField(max_length=8, choices=Standing)
    since = models.DateTimeField()
    """As the records tell it for what is kept or broken; else when it was noticed."""
    due_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField()
    """Updates made, messages answered in time, panel members serving."""
    owed = models.PositiveIntegerField()
    """Updates owed, messages whose answer falls due, the members that a panel of about that size wants."""
    evidence = models.JSONField(default=list)
    """What it is reckoned from, as `{kind, id}`, what matters most first; at most ten."""
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "starts_on"], name="one_duty_per_period")]
        indexes = [
            models.Index(fields=["office", "kind", "-starts_on"], name="duties_of_office"),
            models.Index(fields=["starts_on", "kind"], name="duties_of_period"),
            models.Index(fields=["since"], condition=Q(standing__in=["at_risk", "broken"]), name="duties_turned_worse"),
        ]

    @property
    def dots(self) -> list[bool]:
        """One for each update owed: whether it has been made."""
        return [number < self.done for number in range(self.owed)]

    @property
    def references(self) -> list[Reference]:
        """The evidence."""
        return [Reference(EvidenceKind(one["kind"]), UUID(one["id"])) for one in self.evidence]

    @property
    def demand(self) -> Rule:
        """The rule as it stood when the week began."""
        return loader.current().rule(self.kind, on=self.starts_on)

    @property
    def clause(self) -> Clause:
        """The clause that the rule stands for."""
        return loader.current().clause(self.demand.clause)

    @property
    def remedy(self) -> LocalizedText:
        """What to do where it is not kept."""
        return self.demand.remedy
