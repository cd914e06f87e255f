"""Which platforms an office weighed and chose (clause 3), and the terms of each by version (5.g)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.offices.models import Office, OfficeOrder
from sanglap.people.models import User
from sanglap.platforms.states import AssessmentState


class Assessment(models.Model):
    """An office weighs platforms for something it wants to do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assessments")
    subject = models.CharField(_("what the platform is for"), max_length=300)
    platforms = ArrayField(models.CharField(max_length=32))
    """Those considered, by their keys in the catalogue."""
    only_reason = models.TextField(_("why no other is considered"), max_length=1_000, blank=True)
    state = models.CharField(max_length=8, choices=AssessmentState, default=AssessmentState.DRAFT)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    """When something of it was last changed: by that two officers at once are told of each other."""

    class Meta:
        indexes = [models.Index(fields=["office", "-id"], name="assessments_of_office")]

    def __str__(self) -> str:
        return self.subject


class Score(models.Model):
    """What one platform is worth by one criterion, in a number and in words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    platform = models.CharField(max_length=32)
    criterion = models.CharField(max_length=32)
    score = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(max_length=1_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "platform", "criterion"], name="one_score_per_criterion")
        ]


class Decision(models.Model):
    """Which platforms the office uses from a day on; it holds until the office's next one does. It never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="decision")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="platform_decisions")
    chosen = ArrayField(models.CharField(max_length=32))
    reason = models.TextField(max_length=2_000)
    starts_on = models.DateField()
    reusable = models.BooleanField()
    """Offices below may rest on it."""
    order = models.ForeignKey(OfficeOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    laws = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    """The laws it cites, by their keys in the register (clause 8)."""
    weighed = models.JSONField()
    """Criteria, weights, scores and words as they were decided upon."""
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-starts_on", "-id"], name="decisions_of_office")]
        triggers = guards.append_only()


class TermsVersion(models.Model):
    """The terms of a platform as they hold from a day on (clause 5.g). It never changes; a later one is entered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    platform = models.CharField(_("platform"), max_length=32)
    version = models.CharField(_("version"), max_length=64)
    starts_on = models.DateField(_("in force from"))
    url = models.URLField(_("address of the terms"), max_length=500)
    summary = LocalizedTextField(_("what changed"), required=("bn", "en"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "version"], name="one_entry_per_version")]
        indexes = [models.Index(fields=["platform", "-starts_on", "-id"], name="terms_of_platform")]
        triggers = guards.append_only()
