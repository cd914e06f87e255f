"""The duties that the board's figures count, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sanglap.duties.board.districts import tops
from sanglap.duties.board.pick import STANDINGS, Pick
from sanglap.duties.models import Duty, DutyKind, Turn
from sanglap.guideline import loader
from sanglap.language.matching import skeleton
from sanglap.offices.models import OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

MOST = 1_000
"""A count above this is told as this and more."""
_WORDS = 8
_LONGEST_FIRST = ("-standing", "since", "id")
_BY_KIND = ("kind", "id")


def rows(scope: Scope, pick: Pick) -> QuerySet[Duty]:
    """The duties that were picked, in no order. One query for the tops of an area, where one is picked.

    Raises Forbidden unless the reader sees the office and, where it is deep, all below it.
    """
    scope.require(Permission.ACCOUNT_VIEW, pick.root, below=pick.deep)
    found = _where(scope, at(pick.week, pick.kind), pick)
    if pick.kind:
        found = found.filter(kind=pick.kind)
    if pick.standing:
        stands = "standing__in" if pick.week is None or pick.weekly else "stood__in"
        found = found.filter(**{stands: STANDINGS.get(pick.standing, ())})
    if pick.office_kind:
        found = found.filter(office__kind=pick.office_kind)
    if pick.platform:
        found = found.filter(account__platform=pick.platform)
    if pick.network:
        found = found.filter(account__network=pick.network)
    if pick.before:
        found = found.filter(since__lt=loader.current().calendar.begins(pick.before))
    for word in skeleton(pick.words).split()[:_WORDS]:
        found = found.filter(office__search__contains=f" {word}")
    return found


def at(week: date | None, kind: str = "") -> QuerySet[Duty]:
    """What counts now (None), or counted in a week that is over: what was owed weekly or, of a kind that is not, each
    as it stood at the week's end (`stood`).
    """
    if week is None:
        return Duty.objects.filter(current=True)
    if not kind or DutyKind(kind).weekly:
        return Duty.objects.filter(ends_on__isnull=False, starts_on=week)
    return lasting(week)


def lasting(week: date) -> QuerySet[Duty]:
    """What is not owed weekly, as it stood at that week's end (`stood`), of the accounts that were at work then."""
    end = loader.current().calendar.begins(week + timedelta(weeks=1))
    last = Turn.objects.filter(duty=OuterRef("pk"), at__lt=end).order_by("-at", "-id").values("standing")[:1]
    return Duty.objects.filter(ends_on__isnull=True).annotate(stood=Subquery(last)).filter(stood__gt="")


def _where(scope: Scope, found: QuerySet[Duty], pick: Pick) -> QuerySet[Duty]:
    if pick.area:
        highest = [office for office, _area in tops(scope, pick.root, area=pick.area, deep=pick.deep)]
        if not pick.deep:
            return found.filter(office__in=highest)
        return found.filter(office__in=OfficeAncestor.objects.filter(ancestor__in=highest).values("office_id"))
    if not pick.deep:
        return found.filter(office=pick.root)
    return found.filter(office__in=OfficeAncestor.objects.filter(ancestor=pick.root).values("office_id"))


def ordered(found: QuerySet[Duty], pick: Pick) -> QuerySet[Duty]:
    """In the order in which they are listed, with what a row shows."""
    order = _LONGEST_FIRST if pick.by_since else _BY_KIND
    return found.select_related("account", "office").order_by(*order)


def counted(found: QuerySet[Duty]) -> int:
    """How many there are; `MOST` + 1 where there are more than `MOST`."""
    return found.order_by()[: MOST + 1].count()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows; `after` is the key from which the next one goes on, or ""."""

    rows: Sequence[Duty]
    after: str


def page(scope: Scope, pick: Pick, *, after: str = "", size: int) -> Listed:
    """The rows after that key. Raises ValueError for a key that is none, Forbidden as `rows`."""
    found = ordered(rows(scope, pick), pick)
    if after:
        found = found.filter(_beyond(pick, after))
    listed = list(found[: size + 1])
    further = _key(pick, listed[size - 1]) if len(listed) > size else ""
    for duty in listed:
        # Of a week that is over: as it stood then.
        duty.standing = getattr(duty, "stood", duty.standing)
    return Listed(listed[:size], further)


def _key(pick: Pick, duty: Duty) -> str:
    first = f"{duty.standing}~{duty.since.isoformat()}" if pick.by_since else duty.kind
    return f"{first}~{duty.pk}"


def _beyond(pick: Pick, after: str) -> Q:
    *first, last = after.split("~")
    key = UUID(last)
    if pick.by_since:
        standing, moment = first
        since = datetime.fromisoformat(moment)
        later = Q(since__gt=since) | Q(since=since, id__gt=key)
        return Q(standing__lte=standing) & (Q(standing__lt=standing) | later)
    (kind,) = first
    return Q(kind__gte=kind) & (Q(kind__gt=kind) | Q(id__gt=key))


def longest(scope: Scope, pick: Pick, *, most: int) -> list[tuple[UUID, list[Duty]]]:
    """The accounts with something broken, the longest since first, each with all that is broken there, the longest
    first: so many accounts. Two queries, and those of `rows`.
    """
    found = ordered(rows(scope, pick), pick)
    by_account: dict[UUID, list[Duty]] = {}
    # An account owes each kind once at a time, so these are of so many accounts at least.
    for account in found.values_list("account_id", flat=True)[: most * len(DutyKind)]:
        if len(by_account) < most:
            by_account.setdefault(account, [])
    for duty in found.filter(account__in=by_account):
        by_account[duty.account_id].append(duty)
    return list(by_account.items())
