"""Reading when offices work: the rulebook's calendar with what was entered at each office and above it on top."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.days import Basis
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.overlay import (
    DaysOff,
    DaysWorked,
    HolidaysCancelled,
    OtherHours,
    OtherWeekend,
    Overlay,
    Span,
)
from sanglap.offices.models import CalendarEntry, EntryKind, Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def calendar_entries(
    scope: Scope, office: Office, *, first: date | None = None, last: date | None = None
) -> QuerySet[CalendarEntry]:
    """What was entered at the office and above it, in the order in which it counts, with the office of each, as
    `entry.office`, and how far above it stands, as `entry.depth`; only what touches the days from `first` to `last`.

    Whoever may see an office may see when it works, so also what was entered above. None where he may not.
    """
    if not scope.may(Permission.OFFICE_VIEW, office.pk):
        return CalendarEntry.objects.none()
    found = _touching(CalendarEntry.objects.filter(office__descendants__office=office), first, last)
    return found.annotate(depth=F("office__descendants__depth")).select_related("office").order_by("depth", "-id")


def own_entries(
    scope: Scope, office: Office, permission: Permission = Permission.OFFICE_VIEW
) -> QuerySet[CalendarEntry]:
    """What was entered at that very office."""
    rows = CalendarEntry.objects.filter(office=office).select_related("office")
    return scope.limit(rows, permission, "office_id")


def calendar_of(book: Rulebook, office_id: UUID) -> WorkingCalendar:
    """When that office works. Two queries."""
    return calendars(book, [office_id])[office_id]


def calendars(
    book: Rulebook, office_ids: Collection[UUID], *, first: date | None = None, last: date | None = None
) -> dict[UUID, WorkingCalendar]:
    """When each of these offices works; offices with the same days of their own share one calendar. Two queries, and
    one where nothing was entered at all. With `first` and `last` it is right for the days between them only.
    """
    found = dict.fromkeys(office_ids, book.calendar)
    for group in calendar_groups(book, office_ids, first=first, last=last):
        found.update(dict.fromkeys(group.office_ids, group.calendar))
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Offices that work on the same days."""

    calendar: WorkingCalendar
    office_ids: tuple[UUID, ...]


def calendar_groups(
    book: Rulebook,
    office_ids: Collection[UUID] | QuerySet[Any, Any],
    *,
    first: date | None = None,
    last: date | None = None,
) -> list[Group]:
    """Those of these offices that have days of their own, entered there or above, by how they work; every other one
    works as the rulebook says. As many queries as `calendars`; the ids may be a query of their own.
    """
    entered: dict[UUID, list[CalendarEntry]] = {}
    for entry in _touching(CalendarEntry.objects.all(), first, last).order_by("-id"):
        entered.setdefault(entry.office_id, []).append(entry)
    if not entered:
        return []
    overlays: dict[tuple[UUID, ...], Overlay] = {}
    groups: dict[Overlay, list[UUID]] = {}
    for office, chain in _chains(office_ids, entered):
        overlay = overlays.get(chain)
        if overlay is None:
            overlay = overlays[chain] = overlay_of(entry for key in chain for entry in entered[key])
        groups.setdefault(overlay, []).append(office)
    return [Group(book.calendar.with_overlay(overlay), tuple(offices)) for overlay, offices in groups.items()]


def _chains(
    office_ids: Collection[UUID] | QuerySet[Any, Any], bearing: Iterable[UUID]
) -> list[tuple[UUID, tuple[UUID, ...]]]:
    """Of each of these offices those `bearing` ones that are itself or stand above it, the nearest first."""
    rows = (
        OfficeAncestor.objects.filter(office_id__in=office_ids, ancestor_id__in=list(bearing))
        .order_by("office_id", "depth")
        .values_list("office_id", "ancestor_id")
    )
    chains: dict[UUID, list[UUID]] = {}
    for office, ancestor in rows:
        chains.setdefault(office, []).append(ancestor)
    return [(office, tuple(chain)) for office, chain in chains.items()]


def overlay_of(entries: Iterable[CalendarEntry]) -> Overlay:
    """The entries as the calendar takes them, those that go before others first."""
    return Overlay(tuple(map(_span, entries)))


def _span(entry: CalendarEntry) -> Span:
    first, last, name = entry.starts_on, entry.ends_on, entry.name
    match EntryKind(entry.kind):
        case EntryKind.HOLIDAY:
            return DaysOff(first, last, name, Basis(entry.basis))
        case EntryKind.WORKING:
            return DaysWorked(first, last, name)
        case EntryKind.CANCELLED:
            return HolidaysCancelled(first, last, name)
        case EntryKind.WEEKEND:
            return OtherWeekend(first, last, name, frozenset(entry.weekdays))
        case EntryKind.HOURS:
            # The database keeps hours where they belong, so both are there.
            assert entry.opens is not None  # noqa: S101 - for the type checker
            assert entry.closes is not None  # noqa: S101 - for the type checker
            return OtherHours(first, last, name, entry.opens, entry.closes)


def _touching(rows: QuerySet[CalendarEntry], first: date | None, last: date | None) -> QuerySet[CalendarEntry]:
    if first is not None:
        rows = rows.filter(ends_on__gte=first)
    return rows if last is None else rows.filter(starts_on__lte=last)
