"""Positions, who holds them by what order, and who stands in."""

from datetime import datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.files.models import File
from sanglap.offices.models.tree import Office
from sanglap.people.models import User
from sanglap.people.permissions import Role, reaches


class Position(models.Model):
    """A post (পদ) at an office: it carries a role there and, if so said, at every office below. It outlives people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="positions")
    title = LocalizedTextField(_("designation"), required=("bn", "en"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    below = models.BooleanField(_("also at every office below"), default=False)
    abolished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def reaches(self) -> bool:
        """Whether it is given and taken from above only."""
        return reaches(self.role, below=self.below)


class OfficeOrder(models.Model):
    """A written order (অফিস আদেশ) by which people are put into positions or relieved of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="orders")
    """Where it was entered."""
    memo = models.CharField(_("memo number"), max_length=64)
    dated = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    scan = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-id"], name="orders_of_office")]
        triggers = guards.rows_stay()

    def __str__(self) -> str:
        return self.memo


class Charge(models.TextChoices):
    """In what manner a position is held."""

    REGULAR = "regular", _("regular charge")
    ACTING = "acting", _("acting charge")
    ADDITIONAL = "additional", _("additional charge")
    ROUTINE = "routine", _("routine charge")


class _Term(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Appointment(models.Model):
    """A person in a position, for a term: from `starts_at` to before `ends_at`. Nobody else holds it meanwhile."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    charge = models.CharField(_("charge"), max_length=12, choices=Charge, default=Charge.REGULAR)
    starts_at = models.DateTimeField(_("from"))
    """The day of effect; `entered_at` is the day of entry."""
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    order = models.ForeignKey(OfficeOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    """The order that appoints; it may follow within the days that rule `order-follows` gives."""
    release_order = models.ForeignKey(
        OfficeOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    entered_at = models.DateTimeField()

    class Meta:
        # One that is called off before it begins ends where it starts.
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="appointment_in_order"
            ),
            ExclusionConstraint(
                name="one_holder_at_a_time",
                expressions=[
                    ("position", RangeOperators.EQUAL),
                    (_Term("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["user", "starts_at"], name="appointments_of_user"),
            models.Index(fields=["ends_at"], name="appointments_that_end", condition=Q(ends_at__isnull=False)),
            models.Index(fields=["starts_at"], name="appointments_without_order", condition=Q(order__isnull=True)),
        ]
        triggers = guards.rows_stay()


class Leave(models.Model):
    """A person's leave: meanwhile he sees what he saw and does nothing. From `starts_at` to before `ends_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="leaves")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        # As of an appointment.
        constraints = [models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="leave_in_order")]
        indexes = [models.Index(fields=["user", "ends_at"], name="leaves_of_user")]
        triggers = guards.rows_stay()

    @property
    def last_moment(self) -> datetime:
        """The last one of it: its day is the last day of the leave."""
        return self.ends_at - timedelta(microseconds=1)


class Delegation(models.Model):
    """Another person does, for a term, what the holder of the appointment may do. It ends with the appointment and is
    not passed on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    order = models.ForeignKey(OfficeOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="delegation_in_order")]
        indexes = [models.Index(fields=["to", "ends_at"], name="delegations_to")]
        triggers = guards.rows_stay()
