"""Where each account stands on each duty: reckoned from the records, kept so that it can be shown at any size."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core.ids import new_id
from sanglap.offices.models import Office


class Standing(models.TextChoices):
    KEPT = "kept", _("kept")
    RUNNING = "running", _("under way")
    AT_RISK = "at_risk", _("at risk")
    BROKEN = "broken", _("broken")


class Duty(models.Model):
    """One rule, one account, one period: how it stands, since when, until when, and on what evidence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="duties")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="duties")
    rule = models.CharField(max_length=64)
    """Citation, as `bd-2016:7.a`."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day that counts, in the office's calendar."""
    standing = models.CharField(max_length=8, choices=Standing)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField()
    owed = models.PositiveIntegerField()
    evidence = models.JSONField(default=list)
    """Keys of the deliveries that count, oldest first; at most ten."""
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "rule", "starts_on"], name="one_duty_per_period")]
        indexes = [models.Index(fields=["office", "rule", "-starts_on"], name="duties_of_office")]

    @property
    def dots(self) -> list[bool]:
        """One for each update owed: whether it has been made."""
        return [number < self.done for number in range(self.owed)]
