"""What all rules share: the week, the calendars of the offices, and how a standing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.only import only
from sanglap.duties.rules.tallying import TALLIED
from sanglap.guideline.calendar import Week, WorkingCalendar
from sanglap.guideline.loader import Rulebook
from sanglap.offices.selectors.calendar import Group

_HEAD = f"""
WITH own AS (
    SELECT * FROM unnest(%(offices)s::uuid[], %(numbers)s::int[]) AS own (office_id, number)
), mine AS (
    -- The first calendar is the rulebook's: it holds for every office that is not among those with days of their own.
    SELECT d.id, d.account_id, d.office_id, d.starts_on, d.standing, d.since, d.due_at, d.done, d.owed, d.evidence,
        coalesce(o.number, 1) AS calendar
    FROM duties_duty d LEFT JOIN own o ON o.office_id = d.office_id
    WHERE d.kind = %(kind)s AND {{which}} AND {only("d.account_id")}
), """
_WEEKLY = "d.ends_on IS NOT NULL AND d.starts_on = %(starts_on)s"
_LASTING = "d.ends_on IS NULL AND d.current"

_TAIL = f"""
, exempted AS (
    SELECT DISTINCT c.id AS account_id
    -- By the office that asked: it does not go along where an account goes to another one.
    FROM duties_exemption x JOIN accounts_account c
        ON c.office_id = x.office_id AND (x.account_id IS NULL OR c.id = x.account_id)
    WHERE x.kind = %(kind)s AND x.state = 'granted' AND x.starts_on <= %(day)s AND x.ends_on >= %(day)s
), judged AS (
    SELECT m.id, m.office_id, m.standing AS was, m.since AS was_since, m.due_at AS was_due, m.done AS was_done,
        m.owed AS was_owed, m.evidence AS was_evidence, s.due, s.done, s.owed, s.evidence, s.since,
        CASE WHEN e.account_id IS NOT NULL AND s.standing IN ('at_risk', 'broken') THEN 'exempt' ELSE s.standing END
            AS standing
    FROM mine m JOIN stands s USING (id) LEFT JOIN exempted e ON e.account_id = m.account_id
), told AS (
    SELECT *, coalesce(CASE WHEN standing <> 'exempt' THEN since END, CASE WHEN was = standing THEN was_since END,
        %(now)s) AS stood_since
    FROM judged
), changed AS (
    -- What stands as it stood is not touched, and not looked up either.
    SELECT id, office_id, was, standing, stood_since, due, done, owed, evidence FROM told
    WHERE (was, was_since, was_due, was_done, was_owed, was_evidence)
        IS DISTINCT FROM (standing, stood_since, due, done, owed, evidence)
), written AS (
    UPDATE duties_duty d
    SET standing = c.standing, since = c.stood_since, done = c.done, owed = c.owed, due_at = c.due,
        evidence = c.evidence, rule = %(rule)s, reckoned_at = %(now)s
    FROM changed c
    -- They are few as a rule: looked up one by one.
    WHERE d.id = c.id AND d.id = ANY(ARRAY(SELECT id FROM changed))
), turned AS (
    INSERT INTO duties_turn (duty_id, at, was, standing, evidence)
    SELECT id, %(now)s, was, standing, evidence FROM changed WHERE %(lasting)s AND was <> standing
), steps AS (
    SELECT office_id, %(kind)s AS kind, was AS standing, -1 AS step FROM changed WHERE was <> standing
    UNION ALL
    SELECT office_id, %(kind)s, standing, 1 FROM changed WHERE was <> standing
), {TALLIED}
SELECT count(*) FROM changed
"""


@dataclass(frozen=True)
class Reckoning:
    """One week as it stands at `now`, with the calendars of offices that have days of their own."""

    book: Rulebook
    week: Week
    groups: Sequence[Group]
    now: datetime
    only: str | None = None
    """Of `these` accounts alone; None: of all."""
    done_once: set[str] = field(default_factory=set)

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

    @property
    def day(self) -> date:
        """The day for which it is reckoned: today, or the week's last."""
        return min(self.book.calendar.day_of(self.now), self.week.end)

    def once(self, what: str, do: Callable[[Reckoning], None]) -> None:
        """Do it the first time that a rule of this reckoning asks for it: what several rules rest on."""
        if what not in self.done_once:
            do(self)
            self.done_once.add(what)

    def write(self, kind: DutyKind, stands: str, **values: Any) -> int:
        """Write how the duties of that kind stand; gives how many changed.

        `stands` is SQL that begins where a list of common tables goes on and ends with the table
        `stands (id, standing, since, due, done, owed, evidence)`, with a row for each of the duties in
        `mine (id, account_id, office_id, standing, since, starts_on, calendar)`; `calendar` is the number of their
        office's. A `since` of NULL is when we noticed. Whoever is exempt is told so instead of at risk or broken.
        """
        own = [(office, number) for number, group in enumerate(self.groups, start=2) for office in group.office_ids]
        head = _HEAD.format(which=_WEEKLY if kind.weekly else _LASTING)
        with connection.cursor() as cursor:
            cursor.execute(
                head + stands + _TAIL,
                {
                    "kind": kind.value,
                    "lasting": not kind.weekly,
                    "rule": self.book.rule(kind, on=self.week.start).citation,
                    "starts_on": self.week.start,
                    "tally_week": self.week.start,
                    "start": self.start,
                    "end": self.end,
                    "at": self.at,
                    "day": self.day,
                    "over": self.over,
                    "now": self.now,
                    "only": self.only,
                    "offices": [office for office, _number in own],
                    "numbers": [number for _office, number in own],
                    **values,
                },
            )
            (changed,) = cursor.fetchone()
            return int(changed)
