"""Reading stops, and finding again what stands on the networks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sanglap.accounts.models import Account
from sanglap.offices.models import OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery, Part, Stop
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission


def on_record(account: Account | UUID, remote_ids: Iterable[str]) -> dict[str, UUID]:
    """By the network's id, which delivery of the account each of these things is, or is a part of; those that are none
    are left out. Two queries.
    """
    wanted = [one for one in remote_ids if one]
    whole = Delivery.objects.filter(account=account, remote_id__in=wanted).values_list("remote_id", "pk")
    pieces = Part.objects.filter(account=account, remote_id__in=wanted).values_list("remote_id", "delivery_id")
    return dict(whole) | dict(pieces)


def heads(account: Account, *, since: datetime, most: int) -> list[str]:
    """The network's ids of what the account published since then, the latest first, of a thread its first part, also
    where the others do not stand there; so many at most.
    """
    whole = Delivery.objects.filter(account=account, state=DeliveryState.PUBLISHED, published_at__gt=since)
    begun = Part.objects.filter(account=account, number=1, published_at__gt=since)
    both = whole.values_list("published_at", "remote_id").union(begun.values_list("published_at", "remote_id"))
    return [remote_id for _at, remote_id in both.order_by("-published_at")[:most]]


def _at_work(now: datetime) -> Q:
    return Q(lifted_at=None, placed_at__lte=now) & (Q(until=None) | Q(until__gt=now))


def stops(scope: Scope) -> QuerySet[Stop]:
    """The stops of any time at offices whose accounts the reader sees, the latest first."""
    rows = scope.limit(Stop.objects.all(), Permission.ACCOUNT_VIEW)
    return rows.select_related("office", "account", "placed_by", "lifted_by").order_by("-id")


def at_work(scope: Scope, *, now: datetime) -> QuerySet[Stop]:
    """Those of them that hold something now."""
    return stops(scope).filter(_at_work(now))


def over_reader(scope: Scope, *, now: datetime) -> QuerySet[Stop]:
    """What holds something now at offices that the reader sees, or reaches down to his own from above."""
    own = [grant.office_id for grant in scope.grants]
    above = OfficeAncestor.objects.filter(office__in=own).values("ancestor_id")
    seen = scope.limit(Stop.objects.filter(_at_work(now)), Permission.ACCOUNT_VIEW)
    rows = Stop.objects.filter(_at_work(now)).filter(Q(pk__in=seen.values("pk")) | Q(below=True, office__in=above))
    return rows.select_related("office", "account").order_by("-id")


def covering(scope: Scope, accounts: Iterable[Account], *, now: datetime) -> dict[UUID, Stop]:
    """By account, found by a scope already, a stop that holds it now, wherever that was placed: whoever is stopped is
    told why. Two queries.
    """
    wanted = {account.pk: account.office_id for account in accounts}
    links = OfficeAncestor.objects.filter(office__in=set(wanted.values())).values_list(
        "office_id", "ancestor_id", "depth"
    )
    above: dict[UUID, dict[UUID, int]] = {}
    for office, ancestor, depth in links:
        above.setdefault(office, {})[ancestor] = depth
    offices = {ancestor for found in above.values() for ancestor in found}
    running = list(Stop.objects.filter(_at_work(now), office__in=offices).select_related("office", "account"))
    return {
        key: stop for key, office in wanted.items() for stop in running if _covers(stop, key, above.get(office, {}))
    }


def _covers(stop: Stop, account: UUID, above: dict[UUID, int]) -> bool:
    if stop.account_id is not None:
        return bool(stop.account_id == account)
    depth = above.get(stop.office_id)
    return depth is not None and (stop.below or depth == 0)
