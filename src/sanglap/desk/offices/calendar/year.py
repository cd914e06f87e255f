"""A year of an office's calendar, as the page shows it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanglap.core.localized import LocalizedText
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.days import Basis
from sanglap.language import dates
from sanglap.offices.models import CalendarEntry, Office
from sanglap.offices.wording import BASES, weekdays

_DAY = timedelta(days=1)
_SHORT = {"bn": "সো ম বু বৃ শু শ র", "en": "Mo Tu We Th Fr Sa Su"}

WORKED, WEEKEND, HOLIDAY, MOON, OPTIONAL, HOURS, ORDERED = (
    "worked", "weekend", "holiday", "moon", "optional", "hours", "ordered",
)  # fmt: skip
LEGEND: tuple[tuple[str, Promise], ...] = (
    (WORKED, gettext_lazy("working day")),
    (HOURS, gettext_lazy("other office hours")),
    (ORDERED, gettext_lazy("worked by order")),
    (WEEKEND, gettext_lazy("weekend")),
    (HOLIDAY, gettext_lazy("holiday")),
    (MOON, gettext_lazy("holiday, if the moon is seen")),
    (OPTIONAL, gettext_lazy("optional holiday, office open")),
)
"""How a day is drawn, and what that means."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: how it is drawn and what is said of it."""

    on: date
    kind: str
    said: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month by weeks; None where a week begins before it or ends after it."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Weekday:
    """A column of a month."""

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class OpenDay:
    """When the office is open on one day, in words."""

    on: date
    said: str
    open: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Something said of days, and who says it: an office, or the rulebook."""

    first: date
    last: date
    what: str
    name: LocalizedText
    more: str
    by: Office | None
    entry: CalendarEntry | None = None
    estimated: bool = False
    set_aside: bool = False


def _language() -> str:
    return get_language() or "bn"


def columns(calendar: WorkingCalendar) -> list[Weekday]:
    """The days of a week as they stand in a month."""
    short = _SHORT.get(_language(), _SHORT["en"]).split()
    return [Weekday(dates.weekday_name(day, _language()), short[day]) for day in calendar.weekdays]


def months(calendar: WorkingCalendar, year: int, today: date) -> list[Month]:
    """The twelve months of the year."""
    return [_month(calendar, year, number, today) for number in range(1, 13)]


def _month(calendar: WorkingCalendar, year: int, number: int, today: date) -> Month:
    first, length = date(year, number, 1), monthrange(year, number)[1]
    cells: list[Cell | None] = [None] * (first - calendar.week(first).start).days
    cells += [_cell(calendar, first + day * _DAY, today) for day in range(length)]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(dates.month_name(number, _language()), weeks)


def _cell(calendar: WorkingCalendar, day: date, today: date) -> Cell:
    kind = kind_of(calendar, day)
    holiday, hours = calendar.holiday(day), calendar.hours_name(day)
    names = [str(dict(LEGEND)[kind])]
    names += [str(one) for one in (holiday.name if holiday else None, hours) if one]
    return Cell(day, kind, ": ".join([names[0], "; ".join(names[1:])]) if names[1:] else names[0], day == today)


def kind_of(calendar: WorkingCalendar, day: date) -> str:
    """How that day is drawn."""
    holiday = calendar.holiday(day)
    if holiday is not None and holiday.closes:
        return MOON if holiday.estimated else HOLIDAY
    if calendar.is_weekend(day):
        return WEEKEND
    if holiday is not None:
        return OPTIONAL
    if day.weekday() in calendar.usual_weekend:
        return ORDERED
    return HOURS if calendar.hours_name(day) else WORKED


def week(calendar: WorkingCalendar, today: date) -> list[OpenDay]:
    """When the office is open on the days of this week."""
    start = calendar.week(today).start
    return [_open_day(calendar, start + number * _DAY, today) for number in range(7)]


def _open_day(calendar: WorkingCalendar, day: date, today: date) -> OpenDay:
    holiday, hours, name = calendar.holiday(day), calendar.hours(day), calendar.hours_name(day)
    if hours is None:
        closed = str(holiday.name) if holiday and holiday.closes else _("weekend")
        return OpenDay(day, _("closed: %(why)s") % {"why": closed}, open=False, today=day == today)
    said = span(*hours)
    why = name or (holiday.name if holiday else None)
    return OpenDay(day, f"{said} ({why})" if why else said, open=True, today=day == today)


def span(opens: time, closes: time) -> str:
    """From when to when, in words."""
    some_day = date(2000, 1, 1)
    words = (dates.format_time(datetime.combine(some_day, at, dates.DHAKA), _language()) for at in (opens, closes))
    return " – ".join(words)


def rows(calendar: WorkingCalendar, plain: WorkingCalendar, entries: Iterable[CalendarEntry], year: int) -> list[Row]:
    """All that is said of days in that year: what was entered, and what the rulebook (`plain`) says; by day."""
    found = [_entered(entry) for entry in entries]
    found += [*_holidays(calendar, plain, year), *_special(plain, year), *_ordered(plain, year)]
    shown = [row for row in found if row.first.year <= year <= row.last.year]
    return sorted(shown, key=lambda row: (row.first, row.entry is None))


def _entered(entry: CalendarEntry) -> Row:
    what = str(BASES[Basis(entry.basis)]) if entry.basis else entry.get_kind_display()
    more = ""
    if entry.opens and entry.closes:
        more = span(entry.opens, entry.closes)
    elif entry.weekdays:
        more = weekdays(entry.weekdays)
    return Row(entry.starts_on, entry.ends_on, what, entry.name, more, entry.office, entry)


def _holidays(calendar: WorkingCalendar, plain: WorkingCalendar, year: int) -> list[Row]:
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        if holiday := plain.holiday(day):
            what = str(BASES[holiday.basis])
            aside = calendar.holiday(day) != holiday
            found.append(
                Row(day, day, what, holiday.name, "", None, estimated=holiday.estimated and not aside, set_aside=aside)
            )
        day += _DAY
    return found


def _special(plain: WorkingCalendar, year: int) -> list[Row]:
    what = _("other office hours")
    return [
        Row(one.from_, one.until, what, one.name, span(one.opens, one.closes), None)
        for one in plain.special_hours
        if one.from_.year <= year <= one.until.year
    ]


def _ordered(plain: WorkingCalendar, year: int) -> list[Row]:
    what = _("worked by order")
    return [Row(one.date, one.date, what, one.note, "", None) for one in plain.ordered_days if one.date.year == year]
