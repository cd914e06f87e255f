"""Putting things into the outbox, and what people decide about them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, line, record_many, transition
from sanglap.core.states import TransitionRefused
from sanglap.networks.contract import Published
from sanglap.networks.registry import connector
from sanglap.outbox import verbs
from sanglap.outbox.models import Delivery, Part
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.selectors import on_record
from sanglap.outbox.states import DELIVERY, PART_FOUND, DeliveryState

CLEARANCE = timedelta(seconds=30)
"""How long a gate that was found open counts as open."""


@dataclass(frozen=True, slots=True)
class Order:
    """Something that is to appear. `approved` is the digest that was approved. `life`: no stop holds it."""

    account: Account
    payload: Payload
    approved: str
    due_at: datetime
    """UTC."""
    life: bool = False


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
    """Put one thing into the outbox, as `schedule_all` does."""
    return schedule_all([Order(account, payload, approved, due_at, life)], actor=actor, now=now)[0]


@transaction.atomic
def schedule_all(orders: Sequence[Order], *, actor: Actor, now: datetime) -> list[Delivery]:
    """Put them into the outbox, in their order, each to be sent when it is due. The caller has just found the gates
    open.

    Where the account is kept by hand a thing is laid ready at once. Raises ValueError where a payload does not bear
    the digest that was approved.
    """
    deliveries = Delivery.objects.bulk_create([_ordered(order, now) for order in orders])
    record_many(
        line(actor, verbs.SCHEDULED, one, now=now, office_id=one.office_id, digest=one.digest) for one in deliveries
    )
    for one in deliveries:
        if connector(one.account.network).capabilities.by_hand:
            move(one, DeliveryState.BY_HAND, actor=actor, now=now)
    return deliveries


def _ordered(order: Order, now: datetime) -> Delivery:
    canonical = order.payload.canonical()
    if digest(canonical) != order.approved:
        raise ValueError("what is to be sent is not what was approved")
    return Delivery(
        account=order.account,
        office_id=order.account.office_id,
        kind=order.payload.kind,
        payload=canonical,
        digest=order.approved,
        due_at=order.due_at,
        try_at=order.due_at,
        created_at=now,
        state_since=now,
        cleared_until=max(order.due_at, now) + CLEARANCE,
        life=order.life,
        parts=1 + len(order.payload.thread),
    )


NOT_SHOWN = (DeliveryState.SCHEDULED, DeliveryState.ATTEMPTING)
"""While its video is still being sent it can be held, too."""


def move(delivery: Delivery, to: DeliveryState, *, actor: Actor, now: datetime, **fields: Any) -> None:
    """Bring a delivery into another state and record it. Raises TransitionRefused."""
    transition(delivery, DELIVERY, to, actor=actor, now=now, office_id=delivery.office_id, state_since=now, **fields)


def stand(
    delivery: Delivery, shown: Published, *, actor: Actor, now: datetime, whole: bool = False, **fields: Any
) -> None:
    """The thing stands there, or of a thread the part whose turn it is (`whole`: all of it, and that is the first): it
    is published, or the next part's turn has come.

    Raises TransitionRefused; IntegrityError where that is on record for another delivery.
    """
    settled = {"error": "", "error_detail": "", "look_at": None, **fields}
    with transaction.atomic():
        if set(on_record(delivery.account, [shown.remote_id]).values()) - {delivery.pk}:
            raise IntegrityError("on record for another delivery")
        first = shown if whole or delivery.parts == 1 else _enter(delivery, shown)
        if whole or delivery.part == delivery.parts:
            move(
                delivery, DeliveryState.PUBLISHED, actor=actor, now=now, remote_id=first.remote_id, url=first.url,
                published_at=first.at, part=delivery.parts, **settled,
            )  # fmt: skip
        else:
            move(
                delivery, DeliveryState.SCHEDULED, actor=actor, now=now, act=PART_FOUND, part=delivery.part + 1,
                tried_before=delivery.attempts, try_at=now, resend_until=None, data={"part": delivery.part}, **settled,
            )  # fmt: skip


def _enter(delivery: Delivery, shown: Published) -> Published:
    """Keep where the part stands whose turn it is; gives where the first one does."""
    as_seen = Delivery.objects.filter(pk=delivery.pk, state=delivery.state, part=delivery.part)
    if not as_seen.select_for_update().exists():
        raise TransitionRefused(delivery.state, DeliveryState.PUBLISHED)
    Part.objects.create(
        delivery=delivery, account=delivery.account, number=delivery.part, remote_id=shown.remote_id, url=shown.url,
        published_at=shown.at,
    )  # fmt: skip
    first = delivery.pieces.order_by("number")[0]
    return Published(first.remote_id, first.url, first.published_at)


def clear(delivery_ids: Sequence[UUID], *, now: datetime) -> None:
    """The gate of these deliveries, not shown yet, was just found open again."""
    Delivery.objects.filter(pk__in=delivery_ids, state__in=NOT_SHOWN).update(cleared_until=now + CLEARANCE)


@transaction.atomic
def withdraw(delivery: Delivery, *, actor: Actor, now: datetime, reason: str) -> None:
    """Take a scheduled delivery back: its gate is closed. Raises TransitionRefused once it is being sent."""
    move(delivery, DeliveryState.WITHDRAWN, actor=actor, now=now, data={"reason": reason})


def hold(account: Account, *, now: datetime) -> None:
    """Let nothing of the account be sent from now on until its gate was found open again; what is laid ready waits."""
    rows = Delivery.objects.filter(account=account, state__in=NOT_SHOWN, cleared_until__gt=now)
    rows.update(cleared_until=now)


@transaction.atomic
def withdraw_all(account: Account, *, actor: Actor, now: datetime, reason: str) -> list[UUID]:
    """Take back all of the account that is not being sent yet; gives what was. What is being sent ends as it ends."""
    not_yet = (DeliveryState.SCHEDULED, DeliveryState.BY_HAND)
    rows = Delivery.objects.filter(account=account, state__in=not_yet).select_for_update(of=("self",)).order_by("pk")
    taken = list(rows.select_related("account"))
    for delivery in taken:
        withdraw(delivery, actor=actor, now=now, reason=reason)
    return [delivery.pk for delivery in taken]
