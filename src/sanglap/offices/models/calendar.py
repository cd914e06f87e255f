"""Days that work otherwise at an office, and at all below it, than the rulebook's calendar says."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.guideline.days import Basis
from sanglap.offices.models.tree import Office


class EntryKind(models.TextChoices):
    """What an entry says of its days. Without its holiday a day is as it would be: worked, but for the weekend."""

    HOLIDAY = "holiday", _("holiday")
    WORKING = "working", _("working day")
    CANCELLED = "cancelled", _("holiday cancelled")
    HOURS = "hours", _("other office hours")
    WEEKEND = "weekend", _("other weekend")


class CalendarEntry(models.Model):
    """Counts at its office and below, from `starts_on` to `ends_on`, both included; what is entered nearer to an
    office goes before what is entered above it, and what was entered later before what was entered earlier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="calendar_entries")
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    name = LocalizedTextField(_("name"), required=("bn",))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    basis = models.CharField(_("basis"), max_length=12, choices=[(one.value, one.value) for one in Basis], blank=True)
    """Of a holiday: general, executive, optional or moon."""
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """Of another weekend: its days, Monday is 0."""
    memo = models.CharField(_("memo number"), max_length=64, blank=True)
    """The order's."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="entry_in_order"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.HOURS, opens__isnull=False, closes__gt=F("opens"))
                | (~Q(kind=EntryKind.HOURS) & Q(opens__isnull=True, closes__isnull=True)),
                name="hours_where_they_belong",
            ),
        ]
        indexes = [models.Index(fields=["office", "starts_on"], name="calendar_of_office")]
