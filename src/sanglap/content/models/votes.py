"""What each account's panel was shown, and how it voted (clause 6.a)."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account

# Django finds an app's models here; those of videos and sounds have a file of their own.
from sanglap.content.models.drafts import Revision
from sanglap.content.models.findings import Finding
from sanglap.content.models.pictures import Illustrated
from sanglap.content.states import VariantState
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.files.models import File
from sanglap.language.parting import came_from, joined
from sanglap.networks.contract import Outgoing
from sanglap.offices.screened import Holds
from sanglap.outbox.models import digest_is_true
from sanglap.outbox.payload import outgoing
from sanglap.people.models import User


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
    passed_on_at = models.DateTimeField(null=True, blank=True)
    """When it was put into the outbox: what was is not looked at again, however long the history grows."""

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
            models.Index(
                fields=["decided_at"],
                condition=Q(state=VariantState.APPROVED, passed_on_at=None),
                name="variants_to_pass_on",
            ),
        ]
        triggers = guards.fields_stay("id", "revision", "account", "payload", "digest")

    @cached_property
    def said(self) -> Outgoing:
        """What appears on the account, from what is approved and nothing else."""
        return outgoing(self.payload)

    @property
    def parts(self) -> list[str]:
        """The texts that appear on the account, one after another: one, or those of a thread."""
        return self.said.parts

    @cached_property
    def text(self) -> str:
        """Its words; of a thread all of them, as they were written before they were parted where that is known."""
        if not self.said.thread:
            return self.said.text
        written, language = self.revision.text, self.said.language
        return written if came_from(self.parts, written, language) else joined(self.parts, language)

    @property
    def language(self) -> str:
        return self.said.language

    @property
    def own_words(self) -> bool:
        """Whether it says something in other words than the revision does elsewhere."""
        return self.text != self.revision.text

    @property
    def pictures(self) -> list[Illustrated]:
        """The pictures as this account describes them; what `illustrations` was fetched with is used."""
        rows, said = self.revision.illustrations.all(), self.said.pictures
        return [Illustrated(row.number, row.picture, one.alt) for row, one in zip(rows, said, strict=True)]


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


class Ruling(models.Model):
    """What an approving vote says of one finding (clauses 6.a, 6.c, 9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="rulings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rulings")
    holds = models.CharField(max_length=8, choices=Holds)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "finding"], name="one_ruling_each")]
        ordering = ["finding__number"]
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
