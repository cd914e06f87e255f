"""How a year went, week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef

from sanglap.duties.board.figures import Count, own_kind, summed, tallies
from sanglap.duties.board.pick import Pick
from sanglap.duties.models import Duty, DutyKind, Standing
from sanglap.duties.selectors import stood, turns, weeks
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class Year:
    """Of one kind of duty, a count for each week, the earliest first."""

    kind: DutyKind
    weeks: Sequence[tuple[date, Count]]

    @property
    def latest(self) -> Count:
        """Of the last week in which anything was counted."""
        return next((count for _week, count in reversed(self.weeks) if count.whole), Count())


def year(scope: Scope, pick: Pick) -> list[Year]:
    """The year of each kind of duty that there is, in the order of the clauses. At most four queries.

    Raises Forbidden unless the reader sees the office and, where it is deep, all below it.
    """
    scope.require(Permission.ACCOUNT_VIEW, pick.root, below=pick.deep)
    found = _from_tallies(pick) if pick.deep and _is_branch(pick.root) else _from_duties(scope, pick)
    listed = list(reversed(weeks()))
    return [
        Year(kind, [(week, found[kind].get(week, Count())) for week in listed]) for kind in DutyKind if kind in found
    ]


def _is_branch(root: UUID) -> bool:
    return Office.objects.filter(Exists(Office.objects.filter(parent=OuterRef("pk"))), pk=root).exists()


_Found = Mapping[str, dict[date, Count]]


def _from_tallies(pick: Pick) -> _Found:
    found: defaultdict[str, dict[date, Count]] = defaultdict(dict)
    there = tallies(pick).filter(office=pick.root, starts_on__gte=weeks()[-1])
    for kind, week, *numbers in summed(there, "kind", "starts_on"):
        count = Count.of_all(numbers)
        if count.whole:
            found[kind][week] = count
    return found


def _from_duties(scope: Scope, pick: Pick) -> _Found:
    """Of the office's own accounts: what is owed weekly by its rows, the rest by its turns."""
    found: defaultdict[str, dict[date, Count]] = defaultdict(dict)
    own = own_kind(Duty.objects.filter(office=pick.root), pick)
    weekly = own.filter(ends_on__isnull=False, starts_on__gte=weeks()[-1]).order_by()
    for kind, week, standing, number in weekly.values_list("kind", "starts_on", "standing").annotate(
        number=Number("pk")
    ):
        found[kind].setdefault(week, Count()).add(standing, number)
    lasting = {duty.pk: duty for duty in own.filter(ends_on__isnull=True)}
    for key, turned in turns(scope, lasting.values()).items():
        for week, standing in stood(turned):
            if standing in Standing.values:
                found[lasting[key].kind].setdefault(week, Count()).add(standing, 1)
    return found
