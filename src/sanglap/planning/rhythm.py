"""On which days something comes again. Days alone: the hour is the hour of the office's zone, summer and winter."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sanglap.guideline.calendar import WorkingCalendar
from sanglap.planning.models import OnHoliday, Recurrence, Rhythm

FURTHEST_SHIFT = 14
"""No holiday moves a post by more days; beyond it stays where it is."""
_DAY = timedelta(days=1)


def day_from(recurrence: Recurrence, day: date) -> date | None:
    """The first day of the rhythm from that day on, not before it begins; None where it is over by then."""
    day = max(day, recurrence.starts_on)
    match Rhythm(recurrence.rhythm):
        case Rhythm.WEEKLY:
            found = day + ((recurrence.weekday or 0) - day.weekday()) % 7 * _DAY
        case Rhythm.MONTHLY:
            found = _in_month(day.year, day.month, recurrence.day or 1)
            found = found if found >= day else _in_month(*_next_month(day), recurrence.day or 1)
        case Rhythm.YEARLY:
            found = _in_month(day.year, recurrence.month or 1, recurrence.day or 1)
            found = found if found >= day else _in_month(day.year + 1, recurrence.month or 1, recurrence.day or 1)
    return found if recurrence.until is None or found <= recurrence.until else None


def placed(
    recurrence: Recurrence, day: date, calendar: WorkingCalendar, mourned: Callable[[date], bool]
) -> date | None:
    """The day on which what comes on `day` goes out; None where it is left out. Whoever chose a Friday meant it, so for
    what comes every week a weekend is no holiday. Whoever chose a date and a working day near it gets one that is
    worked; left out for a weekend alone is nothing.
    """
    on_holiday, holiday = OnHoliday(recurrence.on_holiday), calendar.holiday(day)
    closed = mourned(day) or (holiday is not None and holiday.closes)
    if on_holiday == OnHoliday.SKIP:
        return None if closed else day
    closed = closed or (recurrence.rhythm != Rhythm.WEEKLY and calendar.is_weekend(day))
    if not closed or on_holiday == OnHoliday.KEEP:
        return day
    step = -_DAY if on_holiday == OnHoliday.BEFORE else _DAY
    near = (day + number * step for number in range(1, FURTHEST_SHIFT + 1))
    return next((one for one in near if calendar.is_working_day(one) and not mourned(one)), day)


def moment(calendar: WorkingCalendar, day: date, hour: time) -> datetime:
    """That hour of that day where the calendar holds, in UTC."""
    return datetime.combine(day, hour, calendar.zone).astimezone(UTC)


def _in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or its last where it has none such: 31 in April, 29 in most Februaries."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004 - December
