"""The days on which an office works otherwise than the rulebook's calendar says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sanglap.core.localized import LocalizedText
from sanglap.guideline.days import Basis, Holiday


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, from `first` to `last`, both included, and what is said of them."""

    first: date
    last: date
    name: LocalizedText

    def covers(self, day: date) -> bool:
        """Whether it speaks of that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class DaysOff(Span):
    """Holidays; optional ones are named and do not close the office."""

    basis: Basis = Basis.EXECUTIVE

    def on(self, day: date) -> Holiday:
        """The holiday as the calendar tells of it. It was entered by somebody, so it is not estimated any more."""
        return Holiday.model_construct(date=day, name=self.name, basis=self.basis, estimated=False, source=None)


@dataclass(frozen=True, slots=True)
class DaysWorked(Span):
    """Worked, whatever weekend or holiday they are."""


@dataclass(frozen=True, slots=True)
class HolidaysCancelled(Span):
    """No holidays: worked, but for the weekend."""


@dataclass(frozen=True, slots=True)
class OtherHours(Span):
    """Other office hours on the days that are worked."""

    opens: time = time(9)
    closes: time = time(17)


@dataclass(frozen=True, slots=True)
class OtherWeekend(Span):
    """Other days of the week without work (Monday is 0), in place of the usual ones. Holidays stay."""

    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Overlay:
    """An office's own days, those that go before others first; all of them go before the rulebook's."""

    spans: tuple[Span, ...] = ()

    def on(self, day: date) -> OwnDay:
        """What they say of that day."""
        return OwnDay(tuple(span for span in self.spans if span.covers(day)))


@dataclass(frozen=True, slots=True)
class OwnDay:
    """What an office's own calendar says of one day. Each of its questions is answered by the first that speaks of it.

    Holidays, days worked and cancelled ones speak of holidays; other weekends and days worked speak of the weekend.
    """

    spans: tuple[Span, ...]

    @property
    def speaks_of_holidays(self) -> bool:
        return self._of_holidays is not None

    def holiday(self, day: date) -> Holiday | None:
        """The holiday entered for that day."""
        found = self._of_holidays
        return found.on(day) if isinstance(found, DaysOff) else None

    def weekend(self, day: date) -> bool | None:
        """Whether that day is one without work in its week; None where nothing is said of it."""
        for span in self.spans:
            if isinstance(span, DaysWorked):
                return False
            if isinstance(span, OtherWeekend):
                return day.weekday() in span.weekdays
        return None

    @property
    def hours(self) -> OtherHours | None:
        return next((span for span in self.spans if isinstance(span, OtherHours)), None)

    @property
    def _of_holidays(self) -> Span | None:
        return next((span for span in self.spans if isinstance(span, DaysOff | DaysWorked | HolidaysCancelled)), None)


NOTHING = Overlay()
