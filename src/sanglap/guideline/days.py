"""What a rulebook says of the calendar: office hours, holidays, working weekends."""

from __future__ import annotations

from datetime import date as date_
from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import holidays
from pydantic import AfterValidator, Field, model_validator

from sanglap.guideline.values import Count, Day, Flag, Part, Text, TimeOfDay, fault, refuse

LIBRARY_LANGUAGE = "en_US"
"""The language in which the holidays library is asked."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise ValueError(f"there is no time zone {name}") from None
    return name


def _country(code: str) -> str:
    try:
        holidays.country_holidays(code)
    except NotImplementedError:
        raise ValueError(f"the holidays library does not know the country {code}") from None
    return code


class Hours(Part):
    """From when to when offices are open, from a day on."""

    from_: Day = Field(alias="from")
    opens: TimeOfDay
    closes: TimeOfDay
    source: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse([] if self.opens < self.closes else [fault("closes", said="offices close before they open")])
        return self


class SpecialHours(Hours):
    """Hours for a span of days, both included, in place of the usual ones."""

    until: Day
    name: Text

    @model_validator(mode="after")
    def _span(self) -> Self:
        refuse([] if self.from_ <= self.until else [fault("until", said="the span ends before it begins")])
        return self


class Basis(StrEnum):
    """Why a day is a holiday."""

    GENERAL = "general"
    EXECUTIVE = "executive"
    """By executive order."""
    OPTIONAL = "optional"
    """Employees may choose it; offices are open."""
    MOON = "moon"
    """A general or executive holiday whose day hangs on the sighting of the moon."""


class NamedHoliday(Part):
    """What the edition calls a holiday that the library knows."""

    name: Text
    basis: Basis


class Holiday(NamedHoliday):
    """One day; `estimated` until the moon has been sighted."""

    date: Day
    estimated: Flag = False
    source: Text | None = None

    @property
    def closes(self) -> bool:
        """Whether offices are closed."""
        return self.basis != Basis.OPTIONAL


class WorkingDay(Part):
    """A day on which offices work though it lies at a weekend, or though the library has a holiday on it."""

    date: Day
    note: Text
    source: Text | None = None


class Tone(StrEnum):
    """What fits a day that is kept."""

    SOLEMN = "solemn"
    FESTIVE = "festive"
    PLAIN = "plain"


_NO_LEAP_YEAR = 2001


class KeptDay(Part):
    """A national or international day: the same date each year, whether offices are closed or not."""

    id: str
    month: Count = Field(ge=1, le=12)
    day: Count = Field(ge=1, le=31)
    name: Text
    tone: Tone
    advice: Text
    """What one writes of on it."""
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _exists(self) -> Self:
        try:
            date_(_NO_LEAP_YEAR, self.month, self.day)
        except ValueError:
            refuse([fault("day", said="there is no such day in every year")])
        return self

    def falls_on(self, day: date_) -> bool:
        """Whether it is kept on that day."""
        known = (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)
        return known and (self.month, self.day) == (day.month, day.day)


class Library(Part):
    """The country whose holidays the `holidays` package knows, and our names for them by the package's English ones."""

    country: Annotated[str, AfterValidator(_country)]
    names: dict[str, NamedHoliday]


class CalendarData(Part):
    """When offices work, as the edition says."""

    zone: Annotated[str, AfterValidator(_zone)]
    week_starts: Weekday
    weekend: frozenset[Weekday]
    hours: tuple[Hours, ...] = Field(min_length=1)
    special_hours: tuple[SpecialHours, ...] = ()
    working_days: tuple[WorkingDay, ...] = ()
    library: Library | None = None
    holidays: tuple[Holiday, ...] = ()
    """The government's own list, on top of the library's."""
    days: tuple[KeptDay, ...] = ()
    """National and international days."""
