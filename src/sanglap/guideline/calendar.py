"""Working days and working time, as the rulebook's calendar has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from sanglap.core.localized import LocalizedText
from sanglap.guideline.models import Basis, Calendar, Holiday

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
# The library knows its languages by these names; a language that it does not have gets the English name.
_LIBRARY_LANGUAGES = {"en": "en_US"}
_ESTIMATED = {"en": " (estimated)", "bn": " (আনুমানিক)"}
# A span of working time that is not over after so many days is a mistake of the caller's.
_HORIZON = 3660


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar: first and last day, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Overlay:
    """An office's own days on top of the rulebook's."""

    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()


class WorkingCalendar:
    """Answers what day works, from when to when. Dates are of `zone`; moments are aware, results are in UTC."""

    def __init__(
        self,
        calendar: Calendar,
        zone: str,
        languages: Sequence[str],
        overlay: Overlay = Overlay(),
    ) -> None:
        self.zone = ZoneInfo(zone)
        self._calendar = calendar
        self._languages = tuple(languages)
        self._overlay = overlay
        self._weekend = frozenset(_DAYS.index(day) for day in calendar.weekend)
        self._first = _DAYS.index(calendar.week_starts)
        self._extra = {holiday.date: holiday for holiday in calendar.holidays}
        self._hours = sorted(calendar.hours, key=lambda hours: hours.from_)
        self._year = lru_cache(maxsize=64)(self._read_year)

    def with_overlay(self, overlay: Overlay) -> WorkingCalendar:
        """The same calendar with an office's own days on top."""
        return WorkingCalendar(self._calendar, self.zone.key, self._languages, overlay)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on that day, whether or not the day would have been worked."""
        return self._extra.get(day) or self._year(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        if day in self._overlay.working_days:
            return True
        if day in self._overlay.holidays:
            return False
        if day in self._calendar.working_days:
            return True
        return day.weekday() not in self._weekend and self.holiday(day) is None

    def hours(self, day: date) -> tuple[time, time] | None:
        """From when to when offices are open on that day; None where they are closed."""
        if not self.is_working_day(day):
            return None
        for special in self._calendar.special_hours:
            if special.from_ <= day <= special.until:
                return special.opens, special.closes
        in_force = [hours for hours in self._hours if hours.from_ <= day] or self._hours[:1]
        return in_force[-1].opens, in_force[-1].closes

    def week(self, day: date) -> Week:
        """The week in which that day lies."""
        start = day - ((day.weekday() - self._first) % 7) * _DAY
        return Week(start, start + 6 * _DAY)

    def working_days(self, week: Week) -> list[date]:
        """The days of the week that are worked."""
        return [day for day in _days(week.start, 7) if self.is_working_day(day)]

    def day_of(self, moment: datetime) -> date:
        """The date of that moment in the calendar's zone."""
        return moment.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """Midnight with which that day begins, in UTC."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def closes(self, day: date) -> datetime:
        """When offices close on that working day, in UTC; raises ValueError for a day that is not worked."""
        hours = self._moments(day)
        if hours is None:
            raise ValueError(f"{day} is not a working day")
        return hours[1]

    def add_working_time(self, moment: datetime, span: timedelta) -> datetime:
        """The moment when so much working time has passed. `span` is not negative; raises ValueError otherwise."""
        if span < timedelta():
            raise ValueError("working time runs forward only")
        for opens, closes in self._spans(moment):
            begins = max(opens, moment)
            if begins <= closes and closes - begins >= span:
                return begins + span
            span -= max(closes - begins, timedelta())
        raise ValueError("the calendar has no working time left")

    def take_working_time(self, moment: datetime, span: timedelta) -> datetime:
        """The moment from which so much working time leads up to `moment`."""
        for back in range(_HORIZON):
            hours = self._moments(self.day_of(moment) - back * _DAY)
            if hours is None:
                continue
            opens, closes = hours[0], min(hours[1], moment)
            if closes - opens >= span and closes >= opens:
                return closes - span
            span -= max(closes - opens, timedelta())
        raise ValueError("the calendar has no working time left")

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one moment to a later one; nothing where the later comes first."""
        total = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def _moments(self, day: date) -> tuple[datetime, datetime] | None:
        hours = self.hours(day)
        if hours is None:
            return None
        opens, closes = (datetime.combine(day, at, self.zone).astimezone(UTC) for at in hours)
        return opens, closes

    def _spans(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        for day in _days(self.day_of(moment), _HORIZON):
            if (hours := self._moments(day)) is not None:
                yield hours

    def _read_year(self, year: int) -> Mapping[date, Holiday]:
        if self._calendar.library is None:
            return {}
        named = {
            language: holidays.country_holidays(
                self._calendar.library, years=year, language=_LIBRARY_LANGUAGES.get(language, language)
            )
            for language in self._languages
        }
        return {
            day: _from_library(day, {one: str(names[day]) for one, names in named.items()})
            for day in next(iter(named.values()))
        }


def _from_library(day: date, names: Mapping[str, str]) -> Holiday:
    estimated = any(_ESTIMATED.get(language, "\0") in name for language, name in names.items())
    plain = {language: name.replace(_ESTIMATED.get(language, "\0"), "") for language, name in names.items()}
    # Built from values already checked: the text needs no second look.
    return Holiday.model_construct(
        date=day,
        name=LocalizedText(plain),
        basis=Basis.MOON if estimated else Basis.GENERAL,
        estimated=estimated,
    )


def _days(start: date, count: int) -> Iterator[date]:
    return (start + number * _DAY for number in range(count))
