"""The outbox: immutable snapshots of what is to appear, and every attempt to make it so."""

from datetime import datetime

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.networks.contract import Kind
from sanglap.offices.models import Office
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.people.models import User


def digest_is_true() -> models.CheckConstraint:
    """A constraint by which the database itself refuses a digest that is not that of the payload."""
    octets = Func(F("payload"), Value("UTF8"), function="convert_to", output_field=models.BinaryField())
    reckoned = Func(
        Func(octets, function="sha256", output_field=models.BinaryField()),
        Value("hex"),
        function="encode",
        output_field=models.CharField(),
    )
    return models.CheckConstraint(condition=Q(digest=reckoned), name="%(class)s_digest_is_true")


class Seen(models.TextChoices):
    """How a thing that was posted by hand compares with what was approved."""

    NOT_ASKED = "", _("not looked at")
    TO_ASK = "to_ask", _("still to be looked at")
    SAME = "same", _("the approved words stand there")
    DIFFERENT = "different", _("the approved words were not found there")
    UNREADABLE = "unreadable", _("the page could not be read without signing in")


TROUBLED = (DeliveryState.BY_HAND, DeliveryState.FAILED, DeliveryState.UNKNOWN)
"""What does not go out by itself any more, or may not."""
CAME_TO_NOTHING = (DeliveryState.FAILED, DeliveryState.WITHDRAWN)
NEVER_STOOD = Q(state__in=CAME_TO_NOTHING, part=1)
"""What never stood on the network and no longer will, not even a part of it."""


class Delivery(models.Model):
    """One thing that is to change the outside world once. What it says never changes; how it fares does."""

    KINDS = [(Kind.POST.value, _("post")), (Kind.ANSWER.value, _("answer"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    """Also the key by which the network recognises a repeated call."""
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deliveries")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="deliveries")
    """Which published it: it stays so on record when the account moves to another."""
    kind = models.CharField(max_length=16, choices=KINDS)
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    life = models.BooleanField(default=False)
    """An answer where life is in danger: no stop holds it."""

    state = models.CharField(max_length=16, choices=DeliveryState, default=DeliveryState.SCHEDULED)
    state_since = models.DateTimeField()
    cleared_until = models.DateTimeField()
    """Until when the gate was found open by the app above; past that it is asked again before anything is sent."""
    try_at = models.DateTimeField()
    """Not before this moment: `due_at`, or later after an attempt that did not go through."""
    attempts = models.PositiveIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=1, db_default=1)
    """How many things it is on the network: more than one for a thread."""
    part = models.PositiveSmallIntegerField(default=1, db_default=1)
    """The one whose turn it is; all before it stand there."""
    tried_before = models.PositiveIntegerField(default=0, db_default=0)
    """How many of the attempts were at the parts before."""
    look_at = models.DateTimeField(null=True, blank=True)
    """When an unknown outcome is next looked up; none: a person has to decide."""
    resend_until = models.DateTimeField(null=True, blank=True)
    """After an unknown outcome: as long as the network is sure to recognise the repeated call."""
    # Of a thread: those of its first part, from when the last one stands there.
    remote_id = models.CharField(max_length=128, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=12, choices=Seen, default=Seen.NOT_ASKED, blank=True)
    """What was found at the link of something that was posted by hand."""
    error = models.CharField(max_length=32, blank=True)
    error_detail = models.TextField(blank=True)

    class Meta:
        constraints = [
            digest_is_true(),
            models.UniqueConstraint(
                fields=["account", "remote_id"],
                condition=~Q(remote_id=""),
                name="one_delivery_per_remote_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.PUBLISHED) | (~Q(remote_id="") & Q(published_at__isnull=False)),
                name="published_is_somewhere",
            ),
            models.CheckConstraint(condition=Q(part__gte=1, part__lte=F("parts")), name="part_is_one_of_them"),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state=DeliveryState.SCHEDULED), name="outbox_due"),
            models.Index(
                fields=["state_since"],
                condition=Q(state__in=[DeliveryState.ATTEMPTING, DeliveryState.UNKNOWN]),
                name="outbox_open",
            ),
            models.Index(fields=["account", "published_at"], name="outbox_published"),
            # Rows lie about as they were published, so a few pages of this tell where to look.
            BrinIndex(fields=["published_at"], name="outbox_by_time", pages_per_range=32, autosummarize=True),
            models.Index(fields=["state_since", "account"], condition=Q(state__in=TROUBLED), name="outbox_troubled"),
            models.Index(fields=["published_at"], condition=Q(seen="to_ask"), name="outbox_to_compare"),
        ]
        triggers = guards.fields_stay(
            "id", "account", "office", "kind", "payload", "digest", "due_at", "created_at", "life", "parts"
        )

    @property
    def standing(self) -> int:
        """How many of its parts stand on the network."""
        return self.parts if self.state == DeliveryState.PUBLISHED else self.part - 1

    @property
    def never_stood(self) -> bool:
        """As NEVER_STOOD."""
        return self.state in CAME_TO_NOTHING and self.part == 1

    @property
    def in_pieces(self) -> bool:
        """Whether some of its parts stand on the network and others do not."""
        return 0 < self.standing < self.parts


class Part(models.Model):
    """A part of a thread that stands on the network, whatever becomes of those after it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="pieces")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    remote_id = models.CharField(max_length=128)
    url = models.URLField(max_length=500)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="each_part_stands_once"),
            models.UniqueConstraint(fields=["account", "remote_id"], name="one_part_per_remote_thing"),
            models.CheckConstraint(condition=~Q(remote_id=""), name="part_is_somewhere"),
        ]
        indexes = [models.Index(fields=["account", "published_at"], name="parts_published")]
        ordering = ["number"]
        triggers = guards.append_only()


class Attempt(models.Model):
    """One call, on record before it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=1, db_default=1)
    worker = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.OPEN, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempts_numbered")]
        triggers = [
            # An attempt is closed once; after that it is as it was.
            pgtrigger.Protect(
                name="attempts_close_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
            *guards.rows_stay(),
        ]


class Stop(models.Model):
    """An emergency stop: nothing goes out through one account, or through an office's accounts, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="stops")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="stops")
    """Only this account of the office; None: all of them."""
    below = models.BooleanField(default=False)
    """Those of every office below too."""
    from_above = models.BooleanField(default=False)
    """It was placed by whoever reviews the office's accounts: the office alone cannot lift it."""
    reason = models.TextField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    """It ends by itself then; None: it is lifted by somebody."""
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(account=None) | Q(below=False), name="one_account_has_none_below"),
        ]
        indexes = [models.Index(fields=["office"], condition=Q(lifted_at=None), name="stops_at_work")]
        triggers = guards.fields_stay("id", "office", "account", "below", "reason", "placed_by", "placed_at")

    def __str__(self) -> str:
        return str(self.account or self.office)

    def runs(self, at: datetime) -> bool:
        """Whether it holds something at that moment."""
        over = self.lifted_at is not None or (self.until is not None and self.until <= at)
        return self.placed_at <= at and not over
