"""The days of a calendar of posts, week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.desk.planning.asking import Asked, View
from sanglap.desk.planning.entries import Entry, Listed, entries
from sanglap.desk.planning.weeks import Short, empty_hours, few, short
from sanglap.duties.models import Duty, DutyKind
from sanglap.duties.selectors import duties
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.days import Holiday, KeptDay
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import calendars
from sanglap.planning.models import Declaration
from sanglap.planning.selectors import mourned
from sanglap.planning.slots import Free

FEW = 3
"""So many posts of a day stand in a month; the day itself has the others."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its holidays, and its posts in order."""

    on: date
    today: bool
    past: bool
    outside: bool
    """It is of another month than the one shown."""
    holidays: Sequence[Holiday]
    worked: bool
    """At one of the offices at least."""
    entries: Sequence[Entry]
    kept: Sequence[KeptDay] = ()
    """National and international days."""
    declared: Sequence[Declaration] = ()
    free: Sequence[Free] = ()
    """Hours kept for posts, for which nothing is planned."""

    @property
    def few(self) -> Sequence[Entry]:
        return self.entries[:FEW]

    @property
    def more(self) -> int:
        """How many do not stand in a month."""
        return max(0, len(self.entries) - FEW)

    @property
    def empty(self) -> bool:
        return not (self.entries or self.holidays or self.kept or self.declared or self.free)

    @property
    def others(self) -> Sequence[KeptDay]:
        """Those of the days kept that are not named as a holiday already."""
        names = "; ".join(str(one.name) for one in self.holidays)
        return [one for one in self.kept if str(one.name) not in names]

    @property
    def closed_for(self) -> LocalizedText | None:
        """The holiday for which offices are closed."""
        return next((one.name for one in self.holidays if one.closes), None)


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its days, and how many updates each account made of those that it owes (clause 7.a)."""

    days: Sequence[Day]
    duties: Sequence[Duty] = ()
    short: Sequence[Short] = ()
    """Accounts for which too little is planned."""

    @property
    def busy(self) -> bool:
        """Whether something is on one of its days, or it is the running one."""
        return any(day.today or not (day.empty or day.outside) for day in self.days)


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows of its span."""

    first: date
    last: date
    weeks: Sequence[Week]
    listed: Listed

    @property
    def empty(self) -> bool:
        """Whether no post is shown at all."""
        return not self.listed.rows


def shown(scope: Scope, asked: Asked, *, now: datetime) -> Shown:
    """The days asked for, with their posts, holidays and updates. The same few queries whatever the number of posts."""
    book = loader.current()
    plain = book.calendar
    first, last = asked.span(plain)
    found = entries(scope, asked, since=plain.begins(first), until=plain.begins(last + _DAY), now=now)
    working = calendars(book, asked.offices, first=first, last=last)
    accounts = few(asked)
    free = empty_hours(scope, accounts, found.whole, working, first=first, last=last, now=now)
    declared = mourned(scope, asked.offices, now=now, first=first, last=last)
    days = [
        replace(day, kept=plain.kept(day.on), declared=declared.any_on(day.on), free=free.get(day.on, ()))
        for day in _days(asked, _ways(working), found.rows, first, last)
    ]
    owed = _duties(scope, accounts, {plain.week(day.on).start for day in days})
    weeks: dict[date, list[Day]] = defaultdict(list)
    for day in days:
        weeks[plain.week(day.on).start].append(day)

    def lacking(start: date) -> Sequence[Short]:
        # Of a week that is shown in part not all its posts are known.
        whole = len(weeks[start]) == len(plain.weekdays)
        return short(asked, plain.week(start), accounts, found, duties=owed[start], working=working) if whole else ()

    return Shown(first, last, [Week(of_it, owed[start], lacking(start)) for start, of_it in weeks.items()], found)


def _ways(working: Mapping[UUID, WorkingCalendar]) -> list[WorkingCalendar]:
    """How the offices shown work; each way once."""
    return list({id(one): one for one in working.values()}.values())


def _days(
    asked: Asked, working: Iterable[WorkingCalendar], rows: Iterable[Entry], first: date, last: date
) -> Iterable[Day]:
    calendar, ways = loader.current().calendar, list(working)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in rows:
        by_day[calendar.day_of(entry.at)].append(entry)
    for number in range((last - first).days + 1):
        on = first + number * _DAY
        yield Day(
            on=on,
            today=on == asked.today,
            past=on < asked.today,
            outside=asked.view == View.MONTH and on.month != asked.on.month,
            holidays=_holidays(ways, on),
            worked=any(way.is_working_day(on) for way in ways),
            entries=by_day[on],
        )


def _holidays(ways: Iterable[WorkingCalendar], on: date) -> list[Holiday]:
    """Each holiday of that day once, whichever of the offices keeps it."""
    found = (way.holiday(on) for way in ways)
    return list({str(dict(one.name)): one for one in found if one is not None}.values())


def _duties(scope: Scope, accounts: Iterable[Account], weeks: Iterable[date]) -> dict[date, list[Duty]]:
    """The updates of these accounts, by week. One query."""
    found: dict[date, list[Duty]] = defaultdict(list)
    keys = [one.pk for one in accounts]
    if keys:
        rows = duties(scope).filter(kind=DutyKind.UPDATES, account__in=keys, starts_on__in=list(weeks))
        for duty in rows.order_by("starts_on", "account_id"):
            found[duty.starts_on].append(duty)
    return found
