"""How many stand how: read off the tallies, and of offices that have none below them off the duties themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from sanglap.core import clock
from sanglap.duties.board.districts import tops
from sanglap.duties.board.pick import Pick
from sanglap.duties.board.rows import at, lasting
from sanglap.duties.models import Duty, DutyKind, Standing, Tally
from sanglap.duties.models.duties import LASTING
from sanglap.guideline import loader
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

_COUNTED = tuple(standing.value for standing in Standing)
Counts = dict[str, "Count"]
"""By kind of duty."""


@dataclass(slots=True)
class Count:
    """How many stand how."""

    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of_all(cls, numbers: Iterable[int]) -> Count:
        """From the numbers in the order of `Standing`."""
        return cls({standing: number for standing, number in zip(_COUNTED, numbers, strict=True) if number})

    def add(self, standing: str, number: int) -> None:
        """Count so many more that stand so."""
        self.numbers[standing] = self.numbers.get(standing, 0) + number

    def add_all(self, other: Count) -> None:
        for standing, number in other.numbers.items():
            self.add(standing, number)

    def of(self, standing: str) -> int:
        return self.numbers.get(standing, 0)

    @property
    def whole(self) -> int:
        return sum(self.numbers.values())

    @property
    def broken(self) -> int:
        return self.of(Standing.BROKEN)

    @property
    def at_risk(self) -> int:
        return self.of(Standing.AT_RISK)

    @property
    def kept(self) -> int:
        return self.of(Standing.KEPT)

    @property
    def wanting(self) -> int:
        """Broken or at risk."""
        return self.broken + self.at_risk

    @property
    def percent(self) -> int:
        """What share is broken or at risk; 0 only where nothing is."""
        if not self.wanting:
            return 0
        return max(1, 100 * self.wanting // self.whole)


def week_of(pick: Pick) -> date:
    """The first day of the week that is looked at."""
    calendar = loader.current().calendar
    return pick.week or calendar.week(calendar.day_of(clock.now())).start


def totals(scope: Scope, pick: Pick) -> Counts:
    """Of the office and, where it is deep, of all below it: by kind of duty, in the order of the clauses. At most five
    queries.
    """
    if not pick.deep:
        return in_order(own(scope, pick))
    return in_order(by_office(scope, pick, [pick.root])[pick.root])


def own(scope: Scope, pick: Pick) -> Counts:
    """Of the office's own accounts alone, without those below it. At most three queries."""
    scope.require(Permission.ACCOUNT_VIEW, pick.root)
    return _from_duties(pick, [pick.root])[pick.root]


def by_office(scope: Scope, pick: Pick, offices: Collection[UUID]) -> dict[UUID, Counts]:
    """Of each of these offices, which lie below the root or are it, with all below them. At most five queries.

    Raises Forbidden unless the reader sees all below the root.
    """
    scope.require(Permission.ACCOUNT_VIEW, pick.root, below=True)
    child = Office.objects.filter(parent=OuterRef("pk"))
    branches = set(Office.objects.filter(Exists(child), pk__in=offices).values_list("pk", flat=True))
    found = _from_tallies(pick, branches)
    found.update(_from_duties(pick, [office for office in offices if office not in branches]))
    return {office: found[office] for office in offices}


def tallies(pick: Pick) -> QuerySet[Tally]:
    """Those of the kind of office and of duty that are picked."""
    found = Tally.objects.filter(office_kind=pick.office_kind) if pick.office_kind else Tally.objects.all()
    return found.filter(kind=pick.kind) if pick.kind else found


def _from_tallies(pick: Pick, offices: Collection[UUID]) -> defaultdict[UUID, Counts]:
    found: defaultdict[UUID, Counts] = defaultdict(dict)
    if offices:
        there = tallies(pick).filter(office__in=offices, starts_on=week_of(pick))
        for office, kind, *numbers in summed(there, "office_id", "kind"):
            found[office][kind] = Count.of_all(numbers)
    return found


def summed(found: QuerySet[Tally], *by: str) -> Iterable[tuple[Any, ...]]:
    """By these columns how many stand how, in the order of `Standing`."""
    sums = {f"sum_{one}": Sum(one) for one in _COUNTED}
    rows: Iterable[tuple[Any, ...]] = found.order_by().values(*by).annotate(**sums).values_list(*by, *sums)
    return rows


def _from_duties(pick: Pick, offices: Collection[UUID]) -> defaultdict[UUID, Counts]:
    found: defaultdict[UUID, Counts] = defaultdict(dict)
    if not offices:
        return found
    # Of a week that is over what is owed weekly and what is not are told in different ways.
    looked_at = [(at(pick.week), "standing")]
    if pick.week is not None:
        looked_at.append((lasting(pick.week).filter(kind__in=LASTING), "stood"))
    for there, stands in looked_at:
        for office, kind, standing, number in _grouped(own_kind(there, pick).filter(office__in=offices), stands):
            found[office].setdefault(kind, Count()).add(standing, number)
    return found


def own_kind(found: QuerySet[Duty], pick: Pick) -> QuerySet[Duty]:
    """Those of the kind of office and of duty that are picked."""
    found = found.filter(office__kind=pick.office_kind) if pick.office_kind else found
    return found.filter(kind=pick.kind) if pick.kind else found


def _grouped(found: QuerySet[Duty], stands: str) -> Iterable[tuple[UUID, str, str, int]]:
    return found.order_by().values_list("office_id", "kind", stands).annotate(number=Number("pk"))


def in_order(counts: Mapping[str, Count]) -> Counts:
    """Of the kinds that there are, in the order of the clauses."""
    return {kind.value: counts[kind] for kind in DutyKind if kind in counts and counts[kind].whole}


def below(scope: Scope, pick: Pick) -> QuerySet[Office]:
    """The offices directly below the root that have accounts, or have some below them."""
    scope.require(Permission.ACCOUNT_VIEW, pick.root, below=True)
    some = Q(kept__gt=0) | Q(running__gt=0) | Q(at_risk__gt=0) | Q(broken__gt=0) | Q(exempt__gt=0)
    tallied = tallies(pick).filter(some, office=OuterRef("pk"), starts_on=week_of(pick))
    leaf = own_kind(at(pick.week), pick).filter(office=OuterRef("pk"))
    return Office.objects.filter(Exists(tallied) | Exists(leaf), parent=pick.root)


@dataclass(frozen=True, slots=True)
class District:
    """How many stand how in one district; `offices` are the highest ones there."""

    area: str
    offices: tuple[UUID, ...]
    count: Count


def by_district(scope: Scope, pick: Pick) -> list[District]:
    """Of each district in which there are offices at the root or below it, all clauses together where none is picked;
    of a week that is over what is owed weekly, then. At most six queries.
    """
    highest = tops(scope, pick.root)
    counts = by_office(scope, pick, [office for office, _area in highest])
    found: dict[str, District] = {}
    for office, area in highest:
        known = found.get(area) or District(area, (), Count())
        for kind, count in counts[office].items():
            if pick.kind or not pick.week or DutyKind(kind).weekly:
                known.count.add_all(count)
        found[area] = District(area, (*known.offices, office), known.count)
    return list(found.values())
