"""The tree of offices, and what each was before."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.offices.states import OfficeState


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


class AreaLevel(models.TextChoices):
    """What an area on the map is."""

    DIVISION = "division", _("division")
    DISTRICT = "district", _("district")


class Area(models.Model):
    """A piece of the map. `outline` is an SVG path in the map's own units."""

    code = models.CharField(max_length=32, primary_key=True)
    level = models.CharField(max_length=12, choices=AreaLevel)
    name = LocalizedTextField(_("name"), required=("bn", "en"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    outline = models.TextField()
    head_positions = models.PositiveIntegerField(default=0, editable=False)
    heads_serving = models.PositiveIntegerField(default=0, editable=False)
    """How many positions of head of office there are at its open offices, and how many are held; reckoned every
    minute.
    """

    def __str__(self) -> str:
        return str(self.name)


class Office(models.Model):
    """A government office. `code` is its identity outside Sanglap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    name = LocalizedTextField(_("name"), required=("bn", "en"))
    address = LocalizedTextField(_("address"), required=(), default=dict, blank=True)
    website = models.URLField(_("official website"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="offices")
    """The area whose office this is; None for the offices of no area of the map."""
    state = models.CharField(_("state"), max_length=8, choices=OfficeState, default=OfficeState.OPEN)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    """The office into which it was merged."""
    has_head = models.BooleanField(db_default=False, editable=False)
    """Whether its head serves; reckoned every minute and whenever a head is appointed or relieved."""
    search = models.TextField(editable=False, default="")
    """Names, former names and code as `language.matching.skeleton` has them; kept by the services."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OfficeState.MERGED, successor__isnull=False)
                | (~Q(state=OfficeState.MERGED) & Q(successor__isnull=True)),
                name="merged_into_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"], condition=Q(has_head=False, state=OfficeState.OPEN), name="offices_without_head"
            ),
            models.Index(fields=["id"], condition=~Q(state=OfficeState.OPEN), name="offices_not_open"),
            GinIndex(fields=["search"], name="office_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return str(self.name)


class OfficeAncestor(models.Model):
    """The closure of the tree: one row for each office and each office above it, itself included at depth 0."""

    # The indexes below begin with each of the two, so neither needs another of its own.
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="ancestors", db_index=False)
    ancestor = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="descendants", db_index=False)
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


class FormerOffice(models.Model):
    """What an office was called and where it stood before a change: kept from `since` (None: from the beginning)
    until `until` (UTC).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="former")
    name = LocalizedTextField(_("name"))
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-until"], name="former_of_office")]
        triggers = guards.append_only()
