"""Lists of accounts that exist already, on their way into the register."""

from django.db import models

from sanglap.offices.models import ListImport, ListRow


class AccountImport(ListImport):
    """One list of accounts that offices say are theirs."""


class ClaimRow(ListRow):
    """One row of a list of accounts, as it was read and as it compares with the register."""

    run = models.ForeignKey(AccountImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    account_id = models.UUIDField(null=True)
    """Made up beforehand for a new account; of the one that the register has already."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="one_claim_per_line")]
        indexes = [models.Index(fields=["run", "kind", "line"], name="claims_by_kind")]
