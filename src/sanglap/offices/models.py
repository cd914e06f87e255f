"""The tree of offices, the positions in it, and who holds them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.people.models import User
from sanglap.people.permissions import Role


class Kind(models.TextChoices):
    """The nine kinds of office to which the guideline applies (clause 2.2)."""

    MINISTRY = "ministry", _("ministry")
    DIVISION = "division", _("division of a ministry")
    DIRECTORATE = "directorate", _("directorate")
    AGENCY = "agency", _("agency")
    COMMISSION = "commission", _("commission")
    AUTONOMOUS = "autonomous", _("autonomous body")
    COMPANY = "company", _("state-owned company")
    FIELD = "field", _("field office")
    INSTITUTION = "institution", _("education or training institution")


class Office(models.Model):
    """A government office. `code` is its identity outside Sanglap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name = LocalizedTextField(_("name"), required=("bn", "en"))
    website = models.URLField(_("official website"), blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    def __str__(self) -> str:
        return str(self.name)


class OfficeAncestor(models.Model):
    """The closure of the tree: one row for each office and each office above it, itself included at depth 0."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="ancestors")
    ancestor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="descendants")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "ancestor"], name="one_row_per_ancestor"),
            models.CheckConstraint(
                condition=Q(depth=0, office=F("ancestor")) | (Q(depth__gt=0) & ~Q(office=F("ancestor"))),
                name="only_itself_at_depth_0",
            ),
        ]
        indexes = [models.Index(fields=["ancestor", "office"], name="subtree")]


class Position(models.Model):
    """A post (পদ) at an office: it carries a role there and, if so said, at every office below. It outlives people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="positions")
    title = LocalizedTextField(_("designation"), required=("bn", "en"))
    role = models.CharField(max_length=16, choices=Role)
    below = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.title)


class Charge(models.TextChoices):
    """In what manner a position is held."""

    REGULAR = "regular", _("regular charge")
    ACTING = "acting", _("acting charge")
    ADDITIONAL = "additional", _("additional charge")
    ROUTINE = "routine", _("routine charge")


class Appointment(models.Model):
    """A person in a position, for a term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    charge = models.CharField(max_length=12, choices=Charge, default=Charge.REGULAR)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_at"], name="appointments_of_user")]
        triggers = guards.rows_stay()
