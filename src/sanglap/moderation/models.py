"""Hidings, appeals, and how many there were by month. Nothing here is kept by whom it was hidden of."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.ids import new_code, new_id
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.inbox.models import Message, MessageVersion
from sanglap.moderation.states import AppealState, HidingState
from sanglap.offices.models import Office
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.people.models import User

CODE = 16
"""Signs of a tracking code: eighty bits, not to be guessed."""


class Measure(models.TextChoices):
    """What is done on the network."""

    HIDE = "hide", _("hide a comment")
    CLOSE = "close", _("close the comments under a post")
    BLOCK = "block", _("block a person")


class Told(models.TextChoices):
    """How the citizen was told."""

    NOT_YET = "", _("not told yet")
    PRIVATE = "private", _("written to him in private")
    PUBLIC = "public", _("answered publicly")
    IMPOSSIBLE = "impossible", _("not possible on this network")


class Hiding(models.Model):
    """That a person hid a comment, closed comments or blocked somebody, under one of the house rules."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.CharField(max_length=8, choices=Measure)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="hidings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="hidings")
    """Whose account it was then: it counts in that office's figure for good."""
    version = models.ForeignKey(MessageVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="hidings")
    """The words as they stood: of the comment, or of what led to a block."""
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="hidings")
    post = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="hidings")
    """Under which post comments are closed."""
    rule = models.CharField(max_length=32)
    edition = models.CharField(max_length=16)
    reason = models.TextField()
    """In plain words: the citizen reads it."""
    code = models.CharField(max_length=CODE, unique=True, default=partial(new_code, CODE))
    notice = models.TextField()
    """What the citizen is told, to the letter."""
    state = models.CharField(max_length=10, choices=HidingState, default=HidingState.DECIDED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=10, choices=Told, default=Told.NOT_YET, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.TextField(blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    """Since when it is seen again on the network what was hidden there."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measure=Measure.CLOSE, message=None, version=None, post__isnull=False)
                | Q(message__isnull=False, version__isnull=False, post=None) & ~Q(measure=Measure.CLOSE),
                name="hiding_of_something",
            ),
            models.UniqueConstraint(
                fields=["message", "measure"], condition=~Q(state=HidingState.LIFTED), name="message_hidden_once"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=~Q(state=HidingState.LIFTED), name="comments_closed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="hidings_of_account"),
            models.Index(
                fields=["-id"],
                condition=Q(state=HidingState.DECIDED)
                | Q(state=HidingState.LIFTED, done_at__isnull=False, undone_at=None),
                name="hidings_to_do",
            ),
            models.Index(fields=["done_at"], include=["measure"], name="hidings_done"),
            models.Index(fields=["lifted_at"], include=["done_at"], name="hidings_lifted"),
        ]
        triggers = guards.fields_stay(
            "id", "measure", "account", "office", "version", "message", "post", "rule", "edition", "reason", "code",
            "notice", "decided_by", "decided_at",
        )  # fmt: skip

    @property
    def title(self) -> LocalizedText:
        """What the rule is called; its key where the edition no longer has it."""
        found = loader.current().house.by_id.get(self.rule)
        return found.title if found else LocalizedText(bn=self.rule, en=self.rule)

    @property
    def words(self) -> str:
        """What was hidden or led to a block, as it stood then; of closed comments, the post."""
        if self.version is not None:
            return str(self.version.text)
        return outgoing(self.post.payload).whole if self.post else ""

    @property
    def there(self) -> str:
        """Where it stands on the network, or else the account's own address."""
        found = self.message.url if self.message else self.post.url if self.post else ""
        return found or self.account.address

    @property
    def to_undo(self) -> bool:
        """It was lifted after it had been done, and nobody has undone it on the network yet."""
        return self.state == HidingState.LIFTED and self.done_at is not None and self.undone_at is None


class Appeal(models.Model):
    """What a citizen says against a hiding, and the answer he reads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hiding = models.ForeignKey(Hiding, on_delete=models.PROTECT, related_name="appeals")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    """The hiding's, in whose figure it counts."""
    number = models.PositiveSmallIntegerField()
    above = models.BooleanField()
    """It is for the office above to answer."""
    text = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AppealState, default=AppealState.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hiding", "number"], name="appeals_numbered"),
            models.UniqueConstraint(fields=["hiding"], condition=Q(state=AppealState.OPEN), name="one_open_appeal"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=AppealState.OPEN), name="appeals_open"),
            models.Index(fields=["at"], name="appeals_made"),
            models.Index(fields=["decided_at"], include=["state"], name="appeals_decided"),
        ]
        ordering = ["number"]
        triggers = guards.fields_stay("id", "hiding", "office", "number", "above", "text", "at", "due_at")


class Counted(models.TextChoices):
    """What the public figures tell of."""

    HIDE = "hide", _("comments hidden")
    CLOSE = "close", _("comments closed under a post")
    BLOCK = "block", _("persons blocked")
    LIFTED = "lifted", _("lifted again")
    APPEALS = "appeals", _("appeals")
    GRANTED = "granted", _("appeals granted")
    UPHELD = "upheld", _("appeals not granted")


class Tally(models.Model):
    """How many there were in one month in the whole government, reckoned beforehand."""

    month = models.DateField()
    """Its first day."""
    what = models.CharField(max_length=8, choices=Counted)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "what"], name="one_tally_a_month")]
