"""What is kept of posts that go the urgent way: why, and what the panel says of it afterwards (clause 6.a)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.offices.models import Office
from sanglap.people.models import User


class Urgency(models.Model):
    """That a revision goes the urgent way, of which kind of the rule `urgent`, and why. The next revision goes the
    usual way unless it is said again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.OneToOneField("content.Revision", on_delete=models.PROTECT, related_name="urgency")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="urgencies")
    kind = models.CharField(max_length=32)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="urgency_has_a_reason")]
        indexes = [models.Index(fields=["office", "at"], name="urgencies_of_office")]
        triggers = guards.append_only()

    @property
    def called(self) -> LocalizedText:
        """The kind by its name, as the rulebook had it then; by its key where the rulebook did not know it."""
        book = loader.current()
        kinds = book.rule("urgent", on=book.calendar.day_of(self.at)).parameters.kinds
        return kinds.get(self.kind) or LocalizedText(en=self.kind)


class Review(models.Model):
    """What a member of the panel who had no vote on an urgent post says of it afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey("content.Variant", on_delete=models.PROTECT, related_name="reviews")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    agrees = models.BooleanField()
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "member"], name="one_review_each"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(remark=""), name="objection_has_a_reason"),
        ]
        ordering = ["id"]
        triggers = guards.append_only()
