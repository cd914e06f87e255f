"""Drafts, their revisions, what each account's panel was shown, and how it voted (clauses 4, 6, 6.a)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.content.states import VariantState
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.outbox.models import Delivery, digest_is_true
from sanglap.people.models import User


class Draft(models.Model):
    """Something an office means to say: a post, or an answer to somebody. Its words are in its revisions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=16, choices=Delivery.KINDS)
    purposes = ArrayField(models.CharField(max_length=16))
    """Clauses of the purposes it serves, as `4.c` (clause 6)."""
    in_reply_to = models.CharField(max_length=128, blank=True)
    """For an answer: the network's id of what is answered."""
    publish_at = models.DateTimeField(null=True, blank=True)
    """Not before this moment; none: as soon as it is approved."""
    life = models.BooleanField(default=False)
    """An answer where life is in danger: no stop holds it."""
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    created_at = models.DateTimeField()
    latest = models.PositiveIntegerField(default=0)
    """Number of the newest revision."""

    class Meta:
        indexes = [models.Index(fields=["office", "-id"], name="drafts_of_office")]


class Revision(models.Model):
    """The words as somebody saved them. Never changed; a change is the next revision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=8)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revisions_numbered")]
        triggers = guards.append_only()


class Variant(models.Model):
    """A revision as it will appear on one account: what that account's panel approves, to the letter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="variants")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="variants")
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=VariantState, default=VariantState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            digest_is_true(),
            models.UniqueConstraint(fields=["revision", "account"], name="one_variant_per_account"),
            models.CheckConstraint(
                condition=~Q(state=VariantState.APPROVED) | Q(decided_at__isnull=False),
                name="approved_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["account"], condition=Q(state=VariantState.SUBMITTED), name="variants_waiting"),
            models.Index(fields=["decided_at"], condition=Q(state=VariantState.APPROVED), name="variants_approved"),
        ]
        triggers = guards.fields_stay("id", "revision", "account", "payload", "digest")


class Verdict(models.TextChoices):
    APPROVE = "approve", _("approve")
    RETURN = "return", _("return")
    REJECT = "reject", _("reject")


class Vote(models.Model):
    """What one panel member said of one digest. Bound to the digest, so that it cannot speak for other words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="votes")
    verdict = models.CharField(max_length=8, choices=Verdict)
    digest = models.CharField(max_length=64)
    sole = models.BooleanField(default=False)
    """The sole responsible person, confirming his own words."""
    clause = models.CharField(max_length=16, blank=True)
    """Of a rejection: the clause that it offends."""
    passage = models.TextField(blank=True)
    """The words that the remark is about, as they stand in the text."""
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "member"], name="one_vote_each")]
        triggers = guards.append_only()


class PaperDecision(models.Model):
    """That a vote was signed on paper, where the paper lies, and who put it on record here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="paper")
    file_number = models.CharField(max_length=64)
    """Of the office's file (নথি) in which it lies."""
    dated = models.DateField()
    """The day on which it was signed."""
    scan = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_writer = models.BooleanField()
    """Whoever recorded it had written the words himself."""
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = guards.append_only()
