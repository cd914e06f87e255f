"""Which purposes an account has served, and when last (clause 4)."""

from django.db import models

from sanglap.accounts.models import Account


class PurposeServed(models.Model):
    """When the account last published something that serves that purpose. A shortcut: deliveries and drafts tell it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="purposes_served")
    purpose = models.CharField(max_length=16)
    """Its clause, as `4.c`."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "purpose"], name="one_last_time_per_purpose")]
        indexes = [models.Index(fields=["at"], name="purposes_served_lately")]
