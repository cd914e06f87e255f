"""Posts that come again, hours of the week kept for posts, and declared days of mourning (clauses 6, 6.a, 7.a)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.content.models import Draft
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText, LocalizedTextField
from sanglap.offices.models import Office
from sanglap.people.models import User
from sanglap.planning.states import OccurrenceState, RecurrenceState


class Rhythm(models.TextChoices):
    """How often something comes again."""

    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    YEARLY = "yearly", _("every year")


class OnHoliday(models.TextChoices):
    """What becomes of a post whose day is a holiday of the office, or a day of mourning."""

    KEEP = "keep", _("it stays on that day")
    BEFORE = "before", _("the working day before")
    AFTER = "after", _("the next working day")
    SKIP = "skip", _("it is left out")


class Why(models.TextChoices):
    """Why the machine paused a recurring post."""

    WRITER = "writer", _("Whoever keeps it does not write for this office at present.")
    REFUSED = "refused", _("No draft could be begun from it: look at its words, pictures and accounts.")


class Recurrence(models.Model):
    """A post that comes again. It never publishes: each time a draft is begun from it, which the panel approves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="recurrences")
    name = models.CharField(_("name"), max_length=200)
    """For the office's own eyes."""
    text = models.TextField(_("text"))
    purposes = ArrayField(models.CharField(max_length=16))
    accounts = models.ManyToManyField(Account, related_name="recurrences")
    pictures_of = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The post whose newest pictures it shows."""
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a weekly one; Monday is 0."""
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a monthly or yearly one; in a shorter month its last day."""
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a yearly one."""
    hour = models.TimeField(_("hour"))
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    on_holiday = models.CharField(_("on holidays"), max_length=8, choices=OnHoliday, default=OnHoliday.KEEP)
    festive = models.BooleanField(_("festive"), default=False)
    """Held for a word where its day is one of mourning or emergency."""
    state = models.CharField(max_length=8, choices=RecurrenceState, default=RecurrenceState.RUNNING)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    """Of one that the machine paused."""
    next_on = models.DateField(null=True, blank=True)
    """The next of its days, as the rhythm has it."""
    begin_on = models.DateField(null=True, blank=True)
    """On which day that one is begun as a draft."""
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    """Whoever last answered for its words: in his name drafts are begun."""
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.WEEKLY, weekday__lte=6, day=None, month=None)
                | Q(rhythm=Rhythm.MONTHLY, weekday=None, day__range=(1, 31), month=None)
                | Q(rhythm=Rhythm.YEARLY, weekday=None, day__range=(1, 31), month__range=(1, 12)),
                name="rhythm_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="recurrences_of_office"),
            models.Index(fields=["begin_on"], condition=Q(state=RecurrenceState.RUNNING), name="recurrences_to_begin"),
        ]

    def __str__(self) -> str:
        return self.name


class Occurrence(models.Model):
    """One time that a recurring post came, or did not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recurrence = models.ForeignKey(Recurrence, on_delete=models.PROTECT, related_name="occurrences")
    day = models.DateField()
    """As the rhythm has it."""
    goes_on = models.DateField(null=True, blank=True)
    """The day for which it was planned."""
    state = models.CharField(max_length=8, choices=OccurrenceState, default=OccurrenceState.BEGUN)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="occurrence")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recurrence", "day"], name="each_occurrence_once"),
            models.CheckConstraint(
                condition=Q(state=OccurrenceState.BEGUN, draft__isnull=False)
                | (~Q(state=OccurrenceState.BEGUN) & Q(draft=None)),
                name="begun_has_a_draft",
            ),
        ]


class Slot(models.Model):
    """An hour of the week at which an account is to have a post (clause 7.a)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    """Monday is 0."""
    hour = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "weekday", "hour"], name="each_slot_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_on_a_weekday"),
        ]


class Nature(models.TextChoices):
    """Of what days are declared."""

    MOURNING = "mourning", _("mourning")
    EMERGENCY = "emergency", _("emergency")


class Declaration(models.Model):
    """Days of mourning or emergency, for an office and every office below it. It warns; nothing is held back by it but
    festive posts that come again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="declarations")
    nature = models.CharField(_("kind"), max_length=10, choices=Nature)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = LocalizedTextField(_("reason"), required=("bn",))
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When all were told who had posts planned then."""
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    """It was called off."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="declaration_in_order")]
        indexes = [
            models.Index(fields=["office", "ends_on"], condition=Q(ended_at=None), name="declarations_standing"),
            models.Index(fields=["declared_at"], condition=Q(told_at=None, ended_at=None), name="declarations_to_tell"),
        ]

    @property
    def called(self) -> LocalizedText:
        """What it says."""
        return LocalizedText(self.reason)

    def stands(self, today: date) -> bool:
        """Whether it holds today or later."""
        return self.ended_at is None and self.ends_on >= today
