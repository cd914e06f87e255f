"""An account goes over from one office to another."""

from django.db import models
from django.db.models import F, Q

from sanglap.accounts.models.accounts import Account
from sanglap.accounts.states import MoveState
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.offices.models import Office
from sanglap.people.models import User


class AccountMove(models.Model):
    """One account proposed to another office, which accepts or declines it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="moves")
    giver = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="accounts_given")
    taker = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="accounts_taken")
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=MoveState, default=MoveState.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    """Why it was declined."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state=MoveState.PROPOSED), name="one_move_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="moves_elsewhere"),
        ]
        indexes = [
            models.Index(fields=["taker"], condition=Q(state=MoveState.PROPOSED), name="moves_to_accept"),
            models.Index(fields=["giver"], condition=Q(state=MoveState.PROPOSED), name="moves_given"),
        ]
        triggers = guards.rows_stay()
