"""Clause 7.a: every account is updated, or answers on it, so often in every working week. Posts and answers count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.week import Reckoning
from sanglap.guideline.calendar import Week, WorkingCalendar
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.models import Rule
from sanglap.guideline.parameters.work import UpdatesPerWeek

_STANDS = """
counted AS (
    SELECT account_id, count(*) AS done, array_agg(v.published_at ORDER BY v.published_at, v.id) AS moments,
        to_jsonb((array_agg(jsonb_build_object('kind', 'delivery', 'id', v.id) ORDER BY v.published_at, v.id))[1:10])
            AS shown
    -- By the accounts, so that the index of each one's deliveries serves.
    FROM mine JOIN outbox_delivery v USING (account_id)
    WHERE v.state = 'published' AND v.kind = ANY(%(counts)s)
      AND v.published_at >= %(start)s AND v.published_at < %(end)s
    GROUP BY account_id
), demands AS (
    SELECT * FROM unnest(%(owed)s::int[], %(due)s::timestamptz[], %(warn)s::timestamptz[])
        WITH ORDINALITY AS demand (owed, due, warn, calendar)
), made AS (
    SELECT m.id, d.owed, d.due, d.warn, coalesce(c.done, 0) AS done, c.moments,
        coalesce(c.shown, '[]'::jsonb) AS evidence
    FROM mine m JOIN demands d USING (calendar) LEFT JOIN counted c USING (account_id)
), stands AS (
    SELECT id, done, owed, due, evidence,
        CASE WHEN done >= owed THEN 'kept'
             WHEN %(over)s THEN 'broken'
             WHEN %(now)s >= warn THEN 'at_risk'
             ELSE 'running' END AS standing,
        CASE WHEN done >= owed THEN coalesce(moments[owed], %(start)s)
             WHEN %(over)s THEN %(end)s END AS since
    FROM made
)"""


def reckon(week: Reckoning) -> int:
    """Bring the week up to date for every account, each by the calendar of its office. One query."""
    rule = week.book.rule("updates-per-week", on=week.week.start)
    demands = [_demand(rule, week, calendar) for calendar in week.calendars]
    return week.write(
        DutyKind.UPDATES,
        _STANDS,
        counts=sorted(rule.parameters.counts),
        owed=[demand.owed for demand in demands],
        due=[demand.due for demand in demands],
        warn=[demand.warn for demand in demands],
    )


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a week demands by one calendar: how many updates, until when, and from when on one is warned (UTC)."""

    owed: int
    due: datetime
    warn: datetime


def owed_in(book: Rulebook, week: Week, calendar: WorkingCalendar) -> int:
    """How many updates an account owes in that week, by the calendar of its office. No query."""
    rule = book.rule("updates-per-week", on=week.start)
    return rule.parameters.owed(len(calendar.working_days(week)))


def _demand(rule: Rule[UpdatesPerWeek], week: Reckoning, calendar: WorkingCalendar) -> _Demand:
    days = calendar.working_days(week.week)
    if not days:
        return _Demand(owed_in(week.book, week.week, calendar), week.end, week.end)
    due, owed = calendar.closes(days[-1]), owed_in(week.book, week.week, calendar)
    return _Demand(owed, due, calendar.take_working_time(due, rule.parameters.warn_before))
