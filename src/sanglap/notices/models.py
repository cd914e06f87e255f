"""What somebody is told: in the application at once, by e-mail as each wishes (clauses 6.a, 7.b)."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.people.models import User


class Kind(models.TextChoices):
    """Of what somebody is told."""

    VOTE = "vote"
    URGENT = "urgent"
    LAPSES = "lapses"
    LAPSED = "lapsed"
    REVIEW = "review"
    OBJECTED = "objected"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    EXPIRED = "expired"
    TROUBLE = "trouble"
    BY_HAND = "by_hand"
    MESSAGES = "messages"
    GIVEN = "given"
    LATE = "late"
    DANGER = "danger"
    DUTY = "duty"
    PROPOSAL = "proposal"
    INFORMATION = "information"
    DECIDED = "decided"
    PANEL = "panel"
    TERM = "term"
    RENAMING = "renaming"
    OFFERED = "offered"
    MOVED = "moved"
    STOP = "stop"
    CONFIRM = "confirm"
    INCIDENT = "incident"
    DRILL = "drill"
    EXEMPTION = "exemption"
    EXEMPTED = "exempted"
    REMINDER = "reminder"
    HIDING = "hiding"
    APPEAL = "appeal"
    APPEALED = "appealed"
    SUGGESTED = "suggested"
    TAKEN_UP = "taken_up"
    NOT_TAKEN = "not_taken"
    SHOWN = "shown"
    RECURRING = "recurring"
    HELD = "held"
    PAUSED = "paused"
    DECLARED = "declared"
    POST_OFFERED = "post_offered"
    OFFER_ENDED = "offer_ended"


URGENT = frozenset({
    Kind.VOTE, Kind.URGENT, Kind.LAPSES, Kind.OBJECTED, Kind.TROUBLE, Kind.BY_HAND, Kind.LATE, Kind.STOP, Kind.INCIDENT,
    Kind.DANGER,
})  # fmt: skip
"""What does not wait for a digest, unless the reader wants it to."""
ANY_HOUR = frozenset({Kind.URGENT, Kind.TROUBLE, Kind.STOP, Kind.INCIDENT, Kind.DANGER})
"""What is mailed at night and on holidays too, where it is mailed at once."""


class Subject(models.TextChoices):
    """What a notice speaks of; its page is found by this and the key."""

    VARIANT = "variant"
    DELIVERY = "delivery"
    MESSAGE = "message"
    ACCOUNT = "account"
    MOVE = "move"
    DUTY = "duty"
    STOP = "stop"
    INCIDENT = "incident"
    EXEMPTION = "exemption"
    HIDING = "hiding"
    SUGGESTION = "suggestion"
    RECURRENCE = "recurrence"
    DECLARATION = "declaration"
    OFFER = "offer"


class Way(models.TextChoices):
    """How somebody wants to be mailed."""

    AT_ONCE = "at_once", _("at once")
    DIGEST = "digest", _("once a working day, together")
    NEVER = "never", _("not at all")


class Wish(models.Model):
    """How one person wants to be told by e-mail. Without a row the defaults hold."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="wish")
    urgent = models.CharField(max_length=8, choices=Way, default=Way.AT_ONCE)
    other = models.CharField(max_length=8, choices=Way, default=Way.DIGEST)
    hour = models.TimeField(default=time(9, 30))
    """When the digest comes, by Bangladesh's clock."""
    language = models.CharField(max_length=8, default="bn")


class Mail(models.Model):
    """One e-mail, on record before the mail server is called. Its words are made when it is sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    """Also its Message-ID, the same at every attempt: a mail that came twice is folded into one."""
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mails")
    digest = models.BooleanField()
    made_at = models.DateTimeField()
    try_at = models.DateTimeField(null=True, blank=True)
    """When it is to be sent; none: it was sent, or given up."""
    taken_at = models.DateTimeField(null=True, blank=True)
    """Since when somebody has been sending it."""
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["try_at"], condition=models.Q(try_at__isnull=False), name="mails_due"),
            models.Index(fields=["recipient", "-made_at"], condition=models.Q(digest=True), name="mails_digests"),
        ]


class Notice(models.Model):
    """That one person was told of one thing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=Kind)
    subject = models.CharField(max_length=16, choices=Subject)
    subject_id = models.UUIDField()
    office_id = models.UUIDField()
    """By whose people it may be read: whoever left is no longer shown it."""
    words = models.JSONField(default=dict)
    """What the sentence names: texts in the rulebook's languages, by name."""
    at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    """When what it speaks of is or was due; it tells two occasions with the same thing apart."""
    read_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True)
    """When it is next weighed whether to mail it; none: it is not mailed any more."""
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_id", "due"], nulls_distinct=False, name="told_once"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notices_of_person"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None),
                include=["office_id"],
                name="notices_unread",
            ),
            models.Index(
                fields=["mail_at"],
                condition=models.Q(read_at=None, mail=None, mail_at__isnull=False),
                name="notices_to_mail",
            ),
            models.Index(fields=["subject_id", "kind"], name="notices_of_subject"),
        ]
        triggers = guards.fields_stay(
            "id", "recipient", "kind", "subject", "subject_id", "office_id", "words", "at", "due"
        )
