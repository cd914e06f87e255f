"""What an office looks for in texts beside what the rulebook lists (clauses 6.c, 6.d, 9)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.offices.models.tree import Office
from sanglap.people.models import User
from sanglap.screening.findings import Severity


class OwnPhrase(models.Model):
    """Expressions that an office looks for. It holds from `added_at` until it is ended and is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="phrases")
    words = ArrayField(models.TextField())
    category = models.CharField(max_length=40)
    """One of the rulebook's; of one that it no longer has nothing is found."""
    severity = models.CharField(
        max_length=8,
        choices=[
            (Severity.BLOCK.value, _("to be removed, or overruled with a reason")),
            (Severity.WARN.value, _("to be looked at")),
            (Severity.NOTE.value, _("to be known")),
        ],
    )
    reason = LocalizedTextField(required=("bn", "en"))
    whole = models.BooleanField(default=False)
    """The words exactly, without an ending."""
    below = models.BooleanField(default=False)
    """For all offices below it too."""
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="phrase_ended_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["office"], condition=Q(ended_at=None), name="phrases_that_hold")]
        triggers = guards.fields_stay(
            "id", "office", "words", "category", "severity", "reason", "whole", "below", "added_by", "added_at"
        )
