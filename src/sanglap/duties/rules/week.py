"""What all rules share: the week, the calendars of the offices, and how a standing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from sanglap.duties.models import DutyKind
from sanglap.guideline.calendar import Week, WorkingCalendar
from sanglap.guideline.loader import Rulebook
from sanglap.offices.selectors.calendar import Group

_HEAD = """
WITH own AS (
    SELECT * FROM unnest(%(offices)s::uuid[], %(numbers)s::int[]) AS own (office_id, number)
), mine AS (
    -- The first calendar is the rulebook's: it holds for every office that is not among those with days of their own.
    SELECT d.id, d.account_id, d.standing, d.since, coalesce(o.number, 1) AS calendar
    FROM duties_duty d LEFT JOIN own o ON o.office_id = d.office_id
    WHERE d.kind = %(kind)s AND d.starts_on = %(starts_on)s
), """

_TAIL = """, told AS (
    SELECT m.id, s.standing, s.done, s.owed, s.due, s.evidence,
        coalesce(s.since, CASE WHEN m.standing = s.standing THEN m.since ELSE %(now)s END) AS since
    FROM mine m JOIN stands s USING (id)
)
UPDATE duties_duty d
SET standing = t.standing, since = t.since, done = t.done, owed = t.owed, due_at = t.due, evidence = t.evidence,
    reckoned_at = %(now)s
FROM told t
WHERE d.id = t.id
  AND (d.standing, d.since, d.done, d.owed, d.due_at, d.evidence)
      IS DISTINCT FROM (t.standing, t.since, t.done, t.owed, t.due, t.evidence)
"""


@dataclass(frozen=True)
class Reckoning:
    """One week as it stands at `now`, with the calendars of offices that have days of their own."""

    book: Rulebook
    week: Week
    groups: Sequence[Group]
    now: datetime

    @cached_property
    def start(self) -> datetime:
        return self.book.calendar.begins(self.week.start)

    @cached_property
    def end(self) -> datetime:
        """The first moment after the week."""
        return self.book.calendar.begins(self.week.end + timedelta(days=1))

    @property
    def at(self) -> datetime:
        """The moment for which it is reckoned: now, or when the week ended."""
        return min(self.now, self.end)

    @property
    def over(self) -> bool:
        return self.now >= self.end

    @property
    def calendars(self) -> list[WorkingCalendar]:
        """The rulebook's, and after it each that some offices have."""
        return [self.book.calendar, *(group.calendar for group in self.groups)]

    def write(self, kind: DutyKind, stands: str, **values: Any) -> int:
        """Write how the duties of that kind stand; gives how many changed.

        `stands` is SQL that begins where a list of common tables goes on and ends with the table
        `stands (id, standing, since, due, done, owed, evidence)`. It finds the duties in `mine`, with the number of
        their office's calendar. A `since` of NULL is when we noticed.
        """
        own = [(office, number) for number, group in enumerate(self.groups, start=2) for office in group.office_ids]
        with connection.cursor() as cursor:
            cursor.execute(
                _HEAD + stands + _TAIL,
                {
                    "kind": kind.value,
                    "starts_on": self.week.start,
                    "start": self.start,
                    "end": self.end,
                    "at": self.at,
                    "over": self.over,
                    "now": self.now,
                    "offices": [office for office, _number in own],
                    "numbers": [number for _office, number in own],
                    **values,
                },
            )
            return int(cursor.rowcount)
