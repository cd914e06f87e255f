"""Working time by look-up: what the calendar reckons day by day, for millions of moments. All in milliseconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from sanglap.bench.seed.lines import milliseconds
from sanglap.guideline.calendar import WorkingCalendar

Opening = tuple[int, int]


class Hours:
    """The openings of offices from one day to another, and how much working time there was before each."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self.openings: Sequence[Opening] = [
            (milliseconds(calendar.opens(day)), milliseconds(calendar.closes(day)))
            for day in days
            if calendar.is_working_day(day)
        ]
        self._opens = [opens for opens, _closes in self.openings]
        self._before = [0]
        for opens, closes in self.openings:
            self._before.append(self._before[-1] + closes - opens)

    def add(self, moment: int, span: int) -> int:
        """As `WorkingCalendar.add_working_time`, between the first day and the last. `span` is more than nothing."""
        number = bisect_right(self._opens, moment) - 1
        # Working time gone by until the moment: whole days before, and this day's as far as it has come.
        gone = 0 if number < 0 else self._before[number] + min(moment, self.openings[number][1]) - self._opens[number]
        wanted = gone + span
        day = bisect_left(self._before, wanted) - 1
        return self._opens[day] + wanted - self._before[day]

    def within(self, first: int, last: int) -> Sequence[Opening]:
        """The openings that begin from one moment to before another."""
        return self.openings[bisect_left(self._opens, first) : bisect_left(self._opens, last)]
