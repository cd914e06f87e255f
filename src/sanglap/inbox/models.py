"""What others write to an office's accounts, taken in once each and kept with every edit (clauses 6.e, 7.b)."""

from django.db import models
from django.db.models import F, Q

from sanglap.accounts.models import Account
from sanglap.content.models import Draft
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.inbox.states import MessageState
from sanglap.outbox.models import Delivery
from sanglap.people.models import User


class Feed(models.Model):
    """How far an account's comments have been taken in."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="feed")
    cursor = models.CharField(max_length=128, blank=True)
    """The connector's own mark; "" from the beginning."""
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["ask_at"], name="feeds_due")]


class Message(models.Model):
    """Something that somebody wrote under or to an account. Its words are in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="messages")
    remote_id = models.CharField(max_length=128)
    post = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    """What the office had published above it, where that went out through here."""
    in_reply_to = models.CharField(max_length=128, blank=True)
    author_id = models.CharField(max_length=128)
    author_handle = models.CharField(max_length=255)
    author_name = models.CharField(max_length=255)
    url = models.URLField(max_length=500, blank=True)
    private = models.BooleanField(default=False)
    """Meant for the office alone: an answer must not be public."""
    written_at = models.DateTimeField()
    taken_in_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    """By when its first answer is owed; None where none is owed from here."""
    answered_at = models.DateTimeField(null=True, blank=True)
    """Since when its first answer has stood on the network."""
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.OPEN)
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who is to see to it; whether he still serves there is reckoned where it is read."""
    deleted_at = models.DateTimeField(null=True, blank=True)
    """When it was found that its author deleted it; the words are kept."""
    looked_at = models.DateTimeField(null=True, blank=True)
    """When the network was last asked whether it still is there."""
    danger = models.BooleanField(db_default=False, default=False)
    """Its words, as they stand, may come from somebody in danger, or threaten somebody."""
    danger_settled_at = models.DateTimeField(null=True, blank=True)
    danger_settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who read it and saw to it; until then it stands above everything."""
    band = models.CharField(max_length=8, blank=True, db_default="", default="")
    """How clearly its words touch the house rules, as `screening` says; never shown to the public, never counted."""
    covered = False
    """Not kept: whether something of its words is masked for the reader."""
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who entered it by hand; None: it came from the network by itself."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "remote_id"], name="taken_in_once")]
        indexes = [
            models.Index(fields=["account", "state", "-id"], name="messages_of_account"),
            models.Index(fields=["due_at"], name="messages_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["account", "-id"],
                name="messages_waiting",
                condition=Q(state__in=[MessageState.OPEN, MessageState.ANSWERING]),
            ),
            models.Index(
                fields=["account", "-id"],
                name="messages_of_danger",
                condition=Q(danger=True, danger_settled_at=None),
            ),
            models.Index(
                fields=["account", "-id"],
                name="messages_marked",
                condition=~Q(band="") & Q(state__in=[MessageState.OPEN, MessageState.ANSWERING]),
            ),
            models.Index(F("account"), F("looked_at").asc(nulls_first=True), name="messages_to_look_at"),
            models.Index(
                fields=["assigned_to", "-id"], name="messages_assigned", condition=Q(assigned_to__isnull=False)
            ),
        ]
        triggers = guards.rows_stay()


class MessageVersion(models.Model):
    """The words of a message as they once stood."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    seen_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    """When the network says it was edited; none for the first words."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="versions_numbered")]
        ordering = ["number"]
        triggers = guards.append_only()


class Answer(models.Model):
    """An answer to a message: a draft like any other, which the panel approves (clause 6.a)."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, primary_key=True, related_name="answer")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="answers")


class Note(models.Model):
    """What the office says of a message to itself. It is never sent and never shown to the citizen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        triggers = guards.append_only()
