"""What is looked at from outside, what was found, and what proves that an account is the office's own."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.boxes import Box
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.people.models import User
from sanglap.verification.states import BAD, GOOD, Aspect, Method, Outcome, Subject


def shape_of(outcome: str) -> str:
    """As the shape of that outcome's state is called: kept, broken, risk (nobody knows) or running (not yet sure)."""
    if not outcome:
        return "running"
    return "kept" if outcome in GOOD else "broken" if outcome in BAD else "risk"


class Watch(models.Model):
    """One thing that is looked at now and then: an account's profile, or an office's website for all its accounts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=8, choices=Subject)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="watches")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="watches")
    """None of a website."""
    address = models.CharField(max_length=500, blank=True)
    """What was looked at last: the website as the register had it, or the profile."""
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    """How the last look went: `fits` where it could be read; "" before the first."""
    evidence = models.JSONField(default=dict)
    """What was seen: final address, title, links; of a profile also name, texts and settings."""
    looked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    """When it is looked at next; while it is being looked at, when that is given up; None: never again."""
    asked_at = models.DateTimeField(null=True)
    """When somebody last asked for a look."""
    failures = models.PositiveSmallIntegerField(default=0)
    """How many looks in a row found a fault."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_watch_per_profile"),
            models.UniqueConstraint(
                fields=["office"], condition=Q(subject=Subject.WEBSITE), name="one_watch_per_website"
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.PROFILE, account__isnull=False)
                | Q(subject=Subject.WEBSITE, account__isnull=True),
                name="a_profile_is_an_accounts",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="watches_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["looked_at"], name="watches_lately"),
        ]

    @property
    def standing(self) -> str:
        """As the shape of a state is called."""
        return shape_of(self.outcome)

    @property
    def waiting(self) -> bool:
        """Whether somebody asked for a look that has not come yet."""
        return self.asked_at is not None and (self.looked_at is None or self.looked_at < self.asked_at)


class Finding(models.Model):
    """How an account stands on one aspect: what counts (`outcome`), and what the last look saw (`seen`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12, choices=Aspect)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    """"" until something is known for sure."""
    since = models.DateTimeField(null=True)
    """Since when `outcome` is what it is; of a fault, since when there is one without a break."""
    seen = models.CharField(max_length=16, choices=Outcome)
    failures = models.PositiveSmallIntegerField(default=0)
    """How many looks in a row saw something not in order."""
    looked_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)
    noted_at = models.DateTimeField()
    """When a line was last written into its history."""
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """Who saw it with their own eyes, where the machine could not."""
    person_until = models.DateTimeField(null=True)
    """Until when that person's word holds."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="one_finding_per_aspect")]
        indexes = [models.Index(fields=["kind", "outcome"], name="findings_by_outcome")]

    @property
    def standing(self) -> str:
        """As the shape of a state is called."""
        return shape_of(self.outcome)

    def vouched(self, at: datetime) -> bool:
        """Whether a person's word holds at that moment."""
        return self.person_until is not None and at < self.person_until


class Look(models.Model):
    """One line of a finding's history: written when something changed, and now and then when nothing did."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="looks", db_index=False)
    at = models.DateTimeField()
    address = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = LocalizedTextField(_("reason"))
    evidence = models.JSONField(default=dict)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """Who looked; None: the machine."""
    note = models.TextField(blank=True)
    picture = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["finding", "-id"], name="looks_of_finding")]
        triggers = guards.append_only()

    @property
    def standing(self) -> str:
        """As the shape of a state is called."""
        return shape_of(self.outcome)


class Challenge(models.Model):
    """The code with which an office proves that it holds an account. One at a time."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="challenge")
    code = models.CharField(max_length=40)
    given_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class Control(models.Model):
    """That at a moment it was proved that the office holds the account of that handle on that server."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="controls", db_index=False)
    method = models.CharField(max_length=12, choices=Method)
    server = models.URLField()
    handle = models.CharField(max_length=128)
    at = models.DateTimeField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    picture = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="controls_of_account")]
        triggers = guards.append_only()


class Place(models.TextChoices):
    """Which of a profile's two pictures."""

    AVATAR = "avatar", _("profile picture")
    HEADER = "header", _("banner")


class ProfilePicture(models.Model):
    """A picture that a live profile showed from `seen_at` on; the latest of its place is the current one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="profile_pictures", db_index=False)
    place = models.CharField(max_length=8, choices=Place)
    source = models.CharField(max_length=500, blank=True)
    """Where it was fetched."""
    source_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of what the network gave, in hex."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    """The same made clean; None: the profile shows no picture there any more."""
    faces = models.JSONField(default=list)
    """Where faces may be in it (clause 5.d): left, top, width and height of each, in fractions of the picture."""
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "place", "-id"], name="pictures_of_profile")]
        triggers = guards.append_only()

    @property
    def boxes(self) -> list[Box]:
        """Where faces may be in it, for drawing."""
        return [Box(*box) for box in self.faces]
