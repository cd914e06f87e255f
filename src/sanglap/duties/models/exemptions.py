"""That an office need not keep a duty for a while: asked for with a reason, decided by whoever coordinates."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.duties.models.duties import DutyKind
from sanglap.duties.states import ExemptionState
from sanglap.offices.models import Office
from sanglap.people.models import User


class Exemption(models.Model):
    """One duty of an office, of one of its accounts or all of them, from one day to another (both included)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="exemptions")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="exemptions")
    """Only this account; None: every account of the office."""
    kind = models.CharField(max_length=32, choices=DutyKind)
    reason = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=12, choices=ExemptionState, default=ExemptionState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    """What whoever decided, or took it back, said."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="exemption_in_order"),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="exemptions_of_office"),
            models.Index(
                fields=["kind", "ends_on"], condition=Q(state=ExemptionState.GRANTED), name="exemptions_granted"
            ),
            models.Index(fields=["id"], condition=Q(state=ExemptionState.ASKED), name="exemptions_asked"),
        ]
        triggers = guards.fields_stay("id", "office", "account", "kind", "reason", "starts_on", "asked_by", "asked_at")

    def __str__(self) -> str:
        return str(self.account or self.office)

    @property
    def called(self) -> LocalizedText:
        """The account, or the office where it is for all of its accounts."""
        return self.account.called if self.account else self.office.name

    def holds(self, day: date) -> bool:
        """Whether the duty need not be kept on that day."""
        return self.state == ExemptionState.GRANTED and self.starts_on <= day <= self.ends_on
