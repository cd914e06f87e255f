"""Working days and working time, as the rulebook's calendar has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from sanglap.core.localized import LocalizedText
from sanglap.guideline.days import (
    LIBRARY_LANGUAGE,
    Basis,
    CalendarData,
    Holiday,
    KeptDay,
    Library,
    NamedHoliday,
    SpecialHours,
    WorkingDay,
)
from sanglap.guideline.overlay import NOTHING, Overlay

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
_ESTIMATED = " (estimated)"
# A span of working time that is not over after so many days is a mistake of the caller's.
_HORIZON = 3660

Opening = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar: first and last day, both included."""

    start: date
    end: date


class WorkingCalendar:
    """Answers what day works, from when to when. Days are those of `zone`; moments are aware, and come back in UTC.

    Reckons by whole openings, not by minutes. Nothing in a calendar changes but what it remembers of its reckoning.
    """

    def __init__(
        self,
        data: CalendarData,
        languages: Sequence[str],
        overlay: Overlay = NOTHING,
        library: Callable[[int], Mapping[date, Holiday]] | None = None,
    ) -> None:
        self.zone = ZoneInfo(data.zone)
        self.overlay = overlay
        self._data = data
        self._languages = tuple(languages)
        self._weekend = frozenset(_WEEKDAYS.index(day) for day in data.weekend)
        self._first = _WEEKDAYS.index(data.week_starts)
        self._hours = sorted(data.hours, key=lambda hours: hours.from_)
        self._working = {working.date: working for working in data.working_days}
        self._listed = {holiday.date: holiday for holiday in data.holidays}
        self._of_library = library or lru_cache(maxsize=64)(self._read_library)
        self._own = lru_cache(maxsize=4096)(self.overlay.on)
        self._opening = lru_cache(maxsize=4096)(self._reckon_opening)

    def with_overlay(self, overlay: Overlay) -> WorkingCalendar:
        """The same calendar with an office's own days on top, in place of any it had. It shares what the library says,
        which is costly to read.
        """
        if overlay == self.overlay:
            return self
        return WorkingCalendar(self._data, self._languages, overlay, self._of_library)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on that day, at a weekend too; an optional one does not close offices. None where offices
        were ordered to work.
        """
        own = self._own(day)
        if own.speaks_of_holidays:
            return own.holiday(day)
        if day in self._working:
            return None
        listed, known = self._listed.get(day), self._of_library(day.year).get(day)
        return known if known and listed and not listed.closes else listed or known

    def kept(self, day: date) -> list[KeptDay]:
        """The national and international days that fall on that day."""
        return [one for one in self._data.days if one.falls_on(day)]

    @property
    def kept_days(self) -> Mapping[str, KeptDay]:
        """All national and international days of the rulebook, by id, in the order of the year."""
        return {one.id: one for one in sorted(self._data.days, key=lambda one: (one.month, one.day))}

    def is_weekend(self, day: date) -> bool:
        """Whether that day of the week is one without work. Not where offices were ordered to work."""
        own = self._own(day).weekend(day)
        return own if own is not None else day.weekday() in self._weekend and day not in self._working

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        holiday = self.holiday(day)
        return not (holiday is not None and holiday.closes) and not self.is_weekend(day)

    def hours(self, day: date) -> tuple[time, time] | None:
        """From when to when offices are open on that day; None where they are closed."""
        if not self.is_working_day(day):
            return None
        if special := self._own(day).hours or self._special(day):
            return special.opens, special.closes
        return self.usual_hours(day)

    def usual_hours(self, day: date) -> tuple[time, time]:
        """The rulebook's hours at that time, without those for a span of days."""
        # Before the first hours known, those are taken.
        in_force = [hours for hours in self._hours if hours.from_ <= day] or self._hours[:1]
        return in_force[-1].opens, in_force[-1].closes

    def hours_name(self, day: date) -> LocalizedText | None:
        """What the other hours of that day are called, as "Ramadan"; None where the usual ones hold or it is closed."""
        special = self._own(day).hours or self._special(day)
        return special.name if special and self.is_working_day(day) else None

    def _special(self, day: date) -> SpecialHours | None:
        return next((hours for hours in self._data.special_hours if hours.from_ <= day <= hours.until), None)

    @property
    def special_hours(self) -> tuple[SpecialHours, ...]:
        """The rulebook's hours for spans of days."""
        return self._data.special_hours

    @property
    def ordered_days(self) -> tuple[WorkingDay, ...]:
        """The days that the rulebook has worked although they lie at a weekend or are holidays of the library's."""
        return self._data.working_days

    @property
    def usual_weekend(self) -> frozenset[int]:
        """The rulebook's weekend, Monday being 0."""
        return self._weekend

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days of a week as it runs here, Monday being 0."""
        return tuple((self._first + number) % 7 for number in range(7))

    def week(self, day: date) -> Week:
        """The week in which that day lies."""
        start = day - ((day.weekday() - self._first) % 7) * _DAY
        return Week(start, start + 6 * _DAY)

    def working_days(self, week: Week) -> list[date]:
        """The days of the week that are worked, in order."""
        days = (week.start + number * _DAY for number in range((week.end - week.start).days + 1))
        return [day for day in days if self.is_working_day(day)]

    def day_of(self, moment: datetime) -> date:
        """The date of that moment in the calendar's zone."""
        return moment.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """Midnight with which that day begins, in UTC."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def opens(self, day: date) -> datetime:
        """When offices open on that working day, in UTC; raises ValueError for a day that is not worked."""
        return self._opening_of(day)[0]

    def closes(self, day: date) -> datetime:
        """When offices close on that working day, in UTC; raises ValueError for a day that is not worked."""
        return self._opening_of(day)[1]

    def after_working_days(self, moment: datetime, number: int) -> datetime:
        """Midnight, in UTC, with which the last of so many working days after that moment's day is over. Raises
        ValueError for a calendar that never works.
        """
        day, last = self.day_of(moment), self.day_of(moment) + _HORIZON * _DAY
        while number > 0 and day < last:
            day += _DAY
            number -= self.is_working_day(day)
        if number > 0:
            raise ValueError("the calendar has no working time left")
        return self.begins(day + _DAY)

    def add_working_time(self, moment: datetime, span: timedelta) -> datetime:
        """The moment when so much working time has passed: the earliest one, so at closing time and not at the
        next opening. Without any span: the moment itself in working time, or else the next opening.

        Raises ValueError for a naive moment, a negative span, and a calendar that never works.
        """
        moment = _in_utc(moment)
        if span < timedelta():
            raise ValueError("working time runs forward only")
        for opens, closes in self._openings(moment, 1):
            begin = max(opens, moment)
            if begin <= closes and span <= closes - begin:
                return begin + span
            span -= max(closes - begin, timedelta())
        raise ValueError("the calendar has no working time left")

    def take_working_time(self, moment: datetime, span: timedelta) -> datetime:
        """The latest moment from which so much working time leads up to `moment`. Raises as `add_working_time`."""
        moment = _in_utc(moment)
        if span < timedelta():
            raise ValueError("working time runs forward only")
        for opens, closes in self._openings(moment, -1):
            end = min(closes, moment)
            if opens <= end and span <= end - opens:
                return end - span
            span -= max(end - opens, timedelta())
        raise ValueError("the calendar has no working time left")

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one moment to a later one; none where the later comes first. Raises ValueError
        for a naive moment.
        """
        start, end = _in_utc(start), _in_utc(end)
        total, day, last = timedelta(), self.day_of(start), self.day_of(end)
        while day <= last:
            if opening := self._opening(day):
                total += max(min(opening[1], end) - max(opening[0], start), timedelta())
            day += _DAY
        return total

    def _opening_of(self, day: date) -> Opening:
        opening = self._opening(day)
        if opening is None:
            raise ValueError(f"{day} is not a working day")
        return opening

    def _openings(self, moment: datetime, step: int) -> Iterator[Opening]:
        """The openings of the moment's day and of the days after it, or before it."""
        today = self.day_of(moment)
        for number in range(_HORIZON):
            if opening := self._opening(today + step * number * _DAY):
                yield opening

    def _reckon_opening(self, day: date) -> Opening | None:
        hours = self.hours(day)
        if hours is None:
            return None
        opens, closes = (datetime.combine(day, at, self.zone).astimezone(UTC) for at in hours)
        return opens, closes

    def _read_library(self, year: int) -> Mapping[date, Holiday]:
        library = self._data.library
        if library is None:
            return {}
        known = holidays.country_holidays(library.country, years=year, language=LIBRARY_LANGUAGE)
        return {day: _from_library(day, str(name), library, self._languages) for day, name in known.items()}


def library_names(name: str) -> list[str]:
    """The holidays that the library names together on one day, without its remark that the day is estimated."""
    return [one.strip().removesuffix(_ESTIMATED) for one in name.split(";")]


def _from_library(day: date, name: str, library: Library, languages: Sequence[str]) -> Holiday:
    named = [library.names.get(one) or _unnamed(one, languages) for one in library_names(name)]
    # One ordered holiday is enough to close the offices.
    basis = next((one.basis for one in named if one.basis != Basis.OPTIONAL), Basis.OPTIONAL)
    texts = {language: "; ".join(one.name[language] for one in named) for language in languages}
    # Built from values already checked: nothing is left to validate.
    return Holiday.model_construct(
        date=day, name=LocalizedText(texts), basis=basis, estimated=_ESTIMATED in name, source=None
    )


def _unnamed(name: str, languages: Sequence[str]) -> NamedHoliday:
    """A holiday that a newer library has and the edition does not name yet; better in English than not at all."""
    texts = dict.fromkeys(languages, name)
    return NamedHoliday.model_construct(name=LocalizedText(texts), basis=Basis.GENERAL)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)
