"""Laws and rules that were entered here, beside those that come with the rulebook (clause 8)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.people.models import User


class Kind(models.TextChoices):
    """What a law or rule is."""

    ACT = "act", _("act")
    ORDINANCE = "ordinance", _("ordinance")
    RULES = "rules", _("rules")
    POLICY = "policy", _("policy")
    GUIDELINE = "guideline", _("guideline")
    CIRCULAR = "circular", _("circular")


class EnteredLaw(models.Model):
    """A law or rule as whoever coordinates at the top entered it. It stays; what ended is shown so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = LocalizedTextField(_("title"), required=("bn", "en"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    number = models.CharField(_("number"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1700), MaxValueValidator(2200)])
    dated = models.DateField(_("dated"), null=True, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    replaces = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    """The keys of older laws, of the rulebook or entered here, in whose place it stands."""
    url = models.URLField(_("address of its text"), max_length=500, blank=True)
    meaning = LocalizedTextField(_("what it means for social media"), required=("bn", "en"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="law_begins_before_it_ends",
            ),
        ]
        triggers = guards.rows_stay()

    def __str__(self) -> str:
        return str(self.title)

    @property
    def key(self) -> str:
        """What rules and decisions cite it by."""
        return str(self.pk)
