"""What happens to a hiding after it was decided: done on the network, told of, lifted, undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.inbox import handling
from sanglap.moderation import telling, verbs
from sanglap.moderation.models import Appeal, Hiding, Told
from sanglap.moderation.services.words import public_words
from sanglap.moderation.states import APPEAL, HIDING, AppealState, HidingState
from sanglap.moderation.ways import wanted
from sanglap.offices.scope import Scope


def locked(hiding: Hiding) -> Hiding:
    """The hiding as it is now, kept from others until the transaction ends."""
    rows = Hiding.objects.select_for_update(of=("self",)).select_related("account__office", "decided_by", "message")
    return rows.get(pk=hiding.pk)


def _to_act(scope: Scope, hiding: Hiding) -> Hiding:
    current = locked(hiding)
    scope.require(wanted(current.measure), current.account.office_id)
    return current


@transaction.atomic
def confirm(scope: Scope, *, hiding: Hiding, now: datetime) -> None:
    """It is done on the network. Raises Forbidden; TransitionRefused where it was confirmed or lifted meanwhile."""
    current = _to_act(scope, hiding)
    transition(
        current, HIDING, HidingState.IN_FORCE, actor=scope.actor, now=now, office_id=current.account.office_id,
        done_by=scope.user, done_at=now,
    )  # fmt: skip


@transaction.atomic
def told(scope: Scope, *, hiding: Hiding, way: Told, now: datetime) -> None:
    """Note how the citizen was told, or that he cannot be; noted anew where it turned out otherwise. Whoever was told
    why his words are hidden has an answer to them (7.b). Raises Forbidden; ValidationError on `way`.
    """
    current = _to_act(scope, hiding)
    if way == Told.NOT_YET:
        raise on_field("way", _("Choose how the citizen was told."), "required")
    if current.told_by == way:
        return
    current.told_by, current.told_at = way, now
    current.save(update_fields=["told_by", "told_at"])
    record(scope.actor, verbs.TOLD, current, now=now, office_id=current.account.office_id, told_by=way)
    if way != Told.IMPOSSIBLE and current.message is not None:
        handling.told_why(scope, message=current.message, now=now)


@transaction.atomic
def lift(scope: Scope, *, hiding: Hiding, reason: str, now: datetime) -> None:
    """Lift it, or take it back before it is done. An appeal that waits is granted by that, with the reason as its
    answer: whoever hid something may always give way.

    Raises Forbidden; TransitionRefused where it is lifted already; ValidationError on `reason`, also where it holds
    personal data.
    """
    current = _to_act(scope, hiding)
    because = public_words("reason", reason, current.account.office)
    end(scope, current, because, now)
    waiting = Appeal.objects.filter(hiding=current, state=AppealState.OPEN).first()
    if waiting is not None:
        waiting.hiding = current
        settle(scope, waiting, AppealState.GRANTED, because, now)


def end(scope: Scope, hiding: Hiding, because: str, now: datetime) -> None:
    """Bring it to its end, whoever decided that."""
    transition(
        hiding, HIDING, HidingState.LIFTED, actor=scope.actor, now=now, office_id=hiding.account.office_id,
        data={"reason": because}, lifted_by=scope.user, lifted_at=now, lifted_because=because,
    )  # fmt: skip


def settle(scope: Scope, appeal: Appeal, to: AppealState, answer: str, now: datetime) -> None:
    """Answer the appeal and tell of it, whoever decided that."""
    transition(
        appeal, APPEAL, to, actor=scope.actor, now=now, office_id=appeal.hiding.account.office_id,
        data={"reason": answer}, decided_by=scope.user, decided_at=now, answer=answer,
    )  # fmt: skip
    telling.answered(appeal, now=now)


@transaction.atomic
def undone(scope: Scope, *, hiding: Hiding, now: datetime) -> None:
    """What was hidden is seen again on the network. Raises Forbidden; TransitionRefused where there is nothing to undo,
    or somebody has said so already.
    """
    current = _to_act(scope, hiding)
    if not current.to_undo:
        raise TransitionRefused(current.state, HidingState.LIFTED)
    current.undone_by, current.undone_at = scope.user, now
    current.save(update_fields=["undone_by", "undone_at"])
    record(scope.actor, verbs.UNDONE, current, now=now, office_id=current.account.office_id)
