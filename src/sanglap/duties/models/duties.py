"""Where each account stands on each duty: reckoned from the records, kept so that it can be shown at any size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.models import Clause, Rule
from sanglap.offices.models import Office


class DutyKind(models.TextChoices):
    """What is owed, by the id of its rule in the rulebook; in the order of the clauses."""

    PLATFORM = "platform-choice", _("choice of platform")
    PURPOSES = "purposes-served", _("purposes served")
    NAME = "office-name", _("the office's name")
    PROFILE = "profile-text", _("description on the profile")
    PANEL = "panel-size", _("panel")
    PICTURES = "pictures", _("banner and picture")
    SECURITY = "account-security", _("security")
    SETTINGS = "settings-chosen", _("settings")
    TERMS = "terms-confirmed", _("terms of the platform")
    WEBSITE = "website-tie", _("tie with the website")
    GRIEVANCE = "grievance-link", _("grievance link")
    LETTERHEAD = "letterhead", _("letterhead")
    UPDATES = "updates-per-week", _("updates")
    ANSWERS = "first-answer", _("first answers")

    @property
    def weekly(self) -> bool:
        """Whether it is owed anew each week. Any other stands until something happens, and its turns are kept."""
        return self in WEEKLY


WEEKLY = (DutyKind.PANEL, DutyKind.UPDATES, DutyKind.ANSWERS)
LASTING = tuple(kind for kind in DutyKind if kind not in WEEKLY)


class Standing(models.TextChoices):
    KEPT = "kept", _("kept")
    RUNNING = "running", _("under way")
    AT_RISK = "at_risk", _("at risk")
    BROKEN = "broken", _("broken")
    EXEMPT = "exempt", _("exempt for now")


class EvidenceKind(StrEnum):
    """What a duty's standing is reckoned from."""

    DELIVERY = "delivery"
    MESSAGE = "message"
    SEAT = "seat"
    DECISION = "decision"
    ATTESTATION = "attestation"
    INCIDENT = "incident"
    FINDING = "finding"
    PICTURE = "picture"
    """Of the live profile, where it is not the one confirmed."""
    WATCH = "watch"
    """The settings read of the live profile, where they are not those chosen."""


DIFFERING = (EvidenceKind.PICTURE, EvidenceKind.WATCH)
"""What proves that something else is seen than what was confirmed. It stands first."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A piece of evidence: what it is and its key."""

    kind: EvidenceKind
    id: UUID


class Duty(models.Model):
    """One rule and one account: how it stands, since when, until when, and on what evidence.

    Of a weekly kind there is a row for each week; of any other one row for good, whose turns are its history.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="duties")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="duties")
    """The account's; of a week that is over the one whose it was then."""
    kind = models.CharField(max_length=32, choices=DutyKind)
    rule = models.CharField(max_length=64)
    """Citation, as `bd-2016:7.a`."""
    starts_on = models.DateField()
    """The week's first day; of a kind that is not weekly the day on which it was first reckoned."""
    ends_on = models.DateField(null=True)
    """The last day that counts, in the office's calendar; None: it stands until something happens."""
    current = models.BooleanField(default=True)
    """It is of the running week or, where it is not weekly, of an account at work."""
    standing = models.CharField(max_length=8, choices=Standing)
    since = models.DateTimeField()
    """As the records tell it for what is kept or broken; else when it was noticed."""
    due_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField()
    """Updates made, messages answered in time, panel members serving, parts of the demand that are met."""
    owed = models.PositiveIntegerField()
    """Updates owed, messages whose answer falls due, the members that a panel of about that size wants, parts."""
    evidence = models.JSONField(default=list)
    """What it is reckoned from, as `{kind, id}`, what matters most first; at most ten."""
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "starts_on"], name="one_duty_per_period"),
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(ends_on__isnull=True), name="one_lasting_duty"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "kind", "-starts_on"], name="duties_of_office"),
            models.Index(fields=["starts_on", "kind"], condition=Q(ends_on__isnull=False), name="duties_of_period"),
            models.Index(fields=["kind", "id"], condition=Q(current=True), name="duties_current"),
            models.Index(fields=["office", "kind"], condition=Q(current=True), name="duties_current_of_office"),
            # What the board lists: broken before at risk, the longest first; of one clause, and of all.
            models.Index(
                fields=["kind", "-standing", "since", "id"],
                condition=Q(current=True, standing__in=["at_risk", "broken", "exempt"]),
                name="duties_wanting",
            ),
            models.Index(
                fields=["ends_on"], condition=Q(current=True, ends_on__isnull=False), name="duties_running_weeks"
            ),
            models.Index(
                fields=["account"], condition=Q(current=False, ends_on__isnull=True), name="duties_laid_aside"
            ),
            models.Index(
                fields=["-standing", "since", "id"],
                condition=Q(current=True, standing__in=["at_risk", "broken", "exempt"]),
                name="duties_wanting_longest",
            ),
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
        """The rule as it stood when the week began; of what is not weekly, when the running week did."""
        return loader.current().rule(self.kind, on=self._judged_on)

    @property
    def _judged_on(self) -> date:
        calendar = loader.current().calendar
        return self.starts_on if self.ends_on else calendar.week(calendar.day_of(clock.now())).start

    @property
    def clause(self) -> Clause:
        """The clause that the rule stands for."""
        return loader.current().clause(self.demand.clause)

    @property
    def remedy(self) -> LocalizedText:
        """What to do where it is not kept."""
        return self.demand.remedy
