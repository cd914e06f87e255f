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
from sanglap.networks.contract import NetworkError, Published
from sanglap.networks.registry import connector
from sanglap.outbox import store
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.outbox.services import move
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


async def _find(delivery: Delivery, since: datetime) -> Sequence[Published]:
    async with http.client() as client:
        return await connector(delivery.account.network).find_recent(
            session(delivery.account, client), outgoing(delivery.payload), since
        )


def look(delivery: Delivery, *, now: datetime) -> None:
    """Ask the network and settle the delivery by what it says."""
    first = delivery.tries.order_by("number").values_list("started_at", flat=True)[0]
    try:
        found = async_to_sync(_find)(delivery, first)
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
    twins = Delivery.objects.filter(account=delivery.account, digest=delivery.digest).exclude(pk=delivery.pk)
    # One still in the air could be the one found.
    if found and twins.filter(state=DeliveryState.ATTEMPTING).exists():
        Delivery.objects.filter(pk=delivery.pk).update(look_at=now + AGAIN)
        return
    # Of two that say the same and whose outcomes are both unknown, the network alone can tell which it has: by its key.
    unsettled = Q(state=DeliveryState.UNKNOWN) | Q(state=DeliveryState.SCHEDULED, resend_until__isnull=False)
    ours = None if twins.filter(unsettled).exists() else _unclaimed(delivery, found)
    if ours is not None:
        _move(
            delivery,
            DeliveryState.PUBLISHED,
            now,
            remote_id=ours.remote_id,
            url=ours.url,
            published_at=ours.at,
            error="",
            error_detail="",
            look_at=None,
        )
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


def _unclaimed(delivery: Delivery, found: Sequence[Published]) -> Published | None:
    """The first thing found that no other delivery has on record as its own."""
    theirs = Delivery.objects.filter(account=delivery.account, remote_id__in=[one.remote_id for one in found])
    known = set(theirs.values_list("remote_id", flat=True))
    return next((one for one in found if one.remote_id not in known), None)


def _move(delivery: Delivery, to: DeliveryState, now: datetime, **fields: Any) -> None:
    move(delivery, to, actor=Actor.system(store.ACTOR), now=now, **fields)
