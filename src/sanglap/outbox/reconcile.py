"""What became of a call whose outcome is unknown: looked for on the network before anybody may send again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from django.db import transaction
from django.db.models import Q

from sanglap.accounts.selectors import session
from sanglap.accounts.vault import Unreadable
from sanglap.audit.services import Actor
from sanglap.core import http
from sanglap.networks.contract import NetworkError, Outgoing, Published
from sanglap.networks.registry import connector
from sanglap.outbox import store
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.outbox.selectors import on_record
from sanglap.outbox.services import move, stand
from sanglap.outbox.states import DeliveryState

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""How long one worker keeps a delivery to itself while it looks."""
AGAIN = timedelta(seconds=30)
"""When a look-up itself failed."""
MARGIN = timedelta(minutes=10)
"""A repeated call stays this far within the time for which the network recognises it."""


def take(*, now: datetime) -> Delivery | None:
    """The next delivery to look for, kept from other workers for LEASE."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.filter(state=DeliveryState.UNKNOWN, look_at__lte=now)
            .order_by("look_at")
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("account", "account__credential")
            .first()
        )
        if delivery is not None:
            delivery.look_at = now + LEASE
            delivery.save(update_fields=["look_at"])
    return delivery


def _said(delivery: Delivery) -> Outgoing:
    """What was to appear: of a thread, the part whose turn it is."""
    before = delivery.pieces.filter(number=delivery.part - 1).values_list("remote_id", flat=True).first()
    return outgoing(delivery.payload).part(delivery.part, before)


async def _find(delivery: Delivery, said: Outgoing, since: datetime) -> Sequence[Published]:
    async with http.client() as client:
        return await connector(delivery.account.network).find_recent(session(delivery.account, client), said, since)


def look(delivery: Delivery, *, now: datetime) -> None:
    """Ask the network and settle the delivery by what it says."""
    tries = delivery.tries.filter(part=delivery.part).order_by("number")
    first, said = tries.values_list("started_at", flat=True)[0], _said(delivery)
    try:
        found = async_to_sync(_find)(delivery, said, first)
    except NetworkError as error:
        _put_off(delivery, error.detail, max(error.retry_at or now, now + AGAIN))
        return
    except Unreadable:
        _put_off(delivery, "the credentials were sealed with a key that is gone", now + AGAIN)
        return
    except Exception:
        log.exception("a look-up failed", network=delivery.account.network, delivery=str(delivery.pk))
        _put_off(delivery, "the connector failed", now + AGAIN)
        return
    settle(delivery, found, first=first, now=now)


@transaction.atomic
def settle(delivery: Delivery, found: Sequence[Published], *, first: datetime, now: datetime) -> None:
    """Count it as published where it was found; else free it to be sent again, but only where that is safe."""
    twins = _twins(delivery) if found else []
    # One still in the air could be the one found.
    if DeliveryState.ATTEMPTING in twins:
        Delivery.objects.filter(pk=delivery.pk).update(look_at=now + AGAIN)
        return
    # Of two that say the same and whose outcomes are both unknown, the network alone can tell which it has: by its key.
    ours = None if twins else _unclaimed(delivery, found)
    if ours is not None:
        stand(delivery, ours, actor=Actor.system(store.ACTOR), now=now)
        return
    recognised = connector(delivery.account.network).capabilities.idempotency
    until = first + recognised - MARGIN if recognised else now
    if until > now + store.call_limit():
        _move(
            delivery,
            DeliveryState.SCHEDULED,
            now,
            try_at=now,
            resend_until=until,
            look_at=None,
            cleared_until=now,
        )
    else:
        Delivery.objects.filter(pk=delivery.pk).update(look_at=None)


def _put_off(delivery: Delivery, detail: str, look_at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.UNKNOWN).update(look_at=look_at, error_detail=detail)


def _twins(delivery: Delivery) -> list[str]:
    """The states of those others of the account whose outcome is open and that cannot be told from it by what is seen
    on the network: as threads that begin alike.
    """
    sure = Q(state=DeliveryState.SCHEDULED, resend_until=None)
    unsettled = Q(state__in=[DeliveryState.ATTEMPTING, DeliveryState.UNKNOWN, DeliveryState.SCHEDULED]) & ~sure
    others = Delivery.objects.filter(unsettled, account=delivery.account).exclude(pk=delivery.pk)
    seen = _seen(_said(delivery))
    return [str(other.state) for other in others if _seen(_said(other)) == seen]


def _seen(said: Outgoing) -> tuple[object, ...]:
    """By what a network is asked for something."""
    return said.text, said.in_reply_to, said.alts


def _unclaimed(delivery: Delivery, found: Sequence[Published]) -> Published | None:
    """The first thing found that no other delivery has on record as its own."""
    known = on_record(delivery.account, [one.remote_id for one in found])
    return next((one for one in found if one.remote_id not in known), None)


def _move(delivery: Delivery, to: DeliveryState, now: datetime, **fields: Any) -> None:
    move(delivery, to, actor=Actor.system(store.ACTOR), now=now, **fields)
