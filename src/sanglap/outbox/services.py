"""Putting things into the outbox, and what people decide about them there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, record, transition
from sanglap.networks.registry import connector
from sanglap.outbox import verbs
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.states import DELIVERY, DeliveryState

CLEARANCE = timedelta(seconds=30)
"""How long a gate that was found open counts as open."""


@transaction.atomic
def schedule(
    *,
    account: Account,
    payload: Payload,
    approved: str,
    due_at: datetime,
    actor: Actor,
    now: datetime,
    life: bool = False,
) -> Delivery:
    """Put it into the outbox, to be sent at `due_at` (UTC). The caller has just found the gate open.

    Where the account is kept by hand it is laid ready at once. `approved` is the digest that was approved; raises
    ValueError where the payload does not bear it. `life`: no stop holds it.
    """
    canonical = payload.canonical()
    if digest(canonical) != approved:
        raise ValueError("what is to be sent is not what was approved")
    delivery = Delivery.objects.create(
        account=account,
        kind=payload.kind,
        payload=canonical,
        digest=approved,
        due_at=due_at,
        try_at=due_at,
        created_at=now,
        state_since=now,
        cleared_until=max(due_at, now) + CLEARANCE,
        life=life,
    )
    record(actor, verbs.SCHEDULED, delivery, now=now, office_id=account.office_id, digest=approved)
    if connector(account.network).capabilities.by_hand:
        move(delivery, DeliveryState.BY_HAND, actor=actor, now=now)
    return delivery


def move(delivery: Delivery, to: DeliveryState, *, actor: Actor, now: datetime, **fields: Any) -> None:
    """Bring a delivery into another state and record it. Raises TransitionRefused."""
    transition(
        delivery, DELIVERY, to, actor=actor, now=now, office_id=delivery.account.office_id, state_since=now, **fields
    )


def clear(delivery_ids: Sequence[UUID], *, now: datetime) -> None:
    """The gate of these scheduled deliveries was just found open again."""
    Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.SCHEDULED).update(cleared_until=now + CLEARANCE)


@transaction.atomic
def withdraw(delivery: Delivery, *, actor: Actor, now: datetime, reason: str) -> None:
    """Take a scheduled delivery back: its gate is closed. Raises TransitionRefused once it is being sent."""
    move(delivery, DeliveryState.WITHDRAWN, actor=actor, now=now, data={"reason": reason})
