"""What was confirmed of an account, by whom, on what evidence: kept for good, and the latest of each kind at hand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.attestations.statements import STATEMENTS, AttestationKind, Statement
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.files.models import File
from sanglap.people.models import User


class Attestation(models.Model):
    """That somebody confirmed one thing of one account. It does not change; a later one takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=12, choices=AttestationKind)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="attestations")
    at = models.DateTimeField()
    holds_from = models.DateTimeField()
    """Since when it is so: of a password the day of its change, else the moment of confirming."""
    statement = models.JSONField()
    """What was confirmed, as the class of its kind in `statements` has it."""
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who keeps the recovery address."""

    class Meta:
        indexes = [models.Index(fields=["account", "kind", "-at"], name="attestations_of_account")]
        triggers = guards.append_only()

    @property
    def said(self) -> Statement:
        """The statement as its class."""
        return STATEMENTS[AttestationKind(self.kind)].model_validate(self.statement)


class EvidenceOf(models.TextChoices):
    """What a file shows."""

    BANNER = "banner", _("banner")
    PROFILE = "profile", _("profile picture")
    PROOF = "proof", _("evidence")


class Evidence(models.Model):
    """A file that goes with a confirmation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attestation = models.ForeignKey(Attestation, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(max_length=8, choices=EvidenceOf)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = guards.append_only()


class Current(models.Model):
    """The latest confirmation of each kind of each account, so that all accounts are reckoned in one join."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AttestationKind)
    attestation = models.OneToOneField(Attestation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    holds_from = models.DateTimeField()
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="one_current_per_kind")]
