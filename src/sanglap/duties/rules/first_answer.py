"""Clause 7.b: whoever writes to an account gets a first answer within a reasonable time, assigned to somebody or not.

A message belongs to the week in which its answer falls due. A week in which none falls due owes nothing and is kept.
"""

from __future__ import annotations

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.only import only
from sanglap.duties.rules.week import Reckoning
from sanglap.inbox.states import WAITING

_STANDS = f"""
horizons AS (
    SELECT * FROM unnest(%(horizon)s::timestamptz[]) WITH ORDINALITY AS horizon (moment, calendar)
), due AS MATERIALIZED (
    -- By the time at which they fall due, whatever the accounts: a week's are few among all that were ever written.
    -- What nobody has to answer any more, and nobody answered, is not owed.
    SELECT id AS message_id, account_id, due_at, answered_at,
        coalesce(answered_at, %(at)s) > due_at AS late, answered_at IS NULL AS waiting
    FROM inbox_message
    WHERE due_at >= %(start)s AND due_at < %(end)s
      AND {only("account_id")}
      AND (answered_at IS NOT NULL OR state = ANY(%(waiting)s))
), counted AS (
    SELECT m.id, count(d.message_id) AS owed,
        count(*) FILTER (WHERE NOT d.waiting AND NOT d.late) AS done,
        bool_or(d.late) AS late, min(d.due_at) FILTER (WHERE d.late) AS late_since,
        bool_or(d.waiting) AS waiting, bool_or(d.waiting AND d.due_at <= h.moment) AS pressing,
        max(d.answered_at) AS answered_at, min(d.due_at) FILTER (WHERE d.waiting) AS next_due,
        (array_agg(jsonb_build_object('kind', 'message', 'id', d.message_id)
            ORDER BY d.late DESC, d.waiting DESC, d.due_at, d.message_id)
            FILTER (WHERE d.message_id IS NOT NULL))[1:10] AS shown
    FROM mine m JOIN horizons h USING (calendar) LEFT JOIN due d USING (account_id)
    GROUP BY m.id
), stands AS (
    SELECT id, done, owed, coalesce(to_jsonb(shown), '[]'::jsonb) AS evidence, coalesce(next_due, late_since) AS due,
        CASE WHEN late THEN 'broken' WHEN pressing THEN 'at_risk' WHEN waiting THEN 'running' ELSE 'kept' END
            AS standing,
        CASE WHEN late THEN late_since WHEN waiting THEN NULL ELSE coalesce(answered_at, %(start)s) END AS since
    FROM counted
)"""


def reckon(week: Reckoning) -> int:
    """Bring the week up to date for every account, each by the calendar of its office. One query."""
    rule = week.book.rule("first-answer", on=week.week.start)
    return week.write(
        DutyKind.ANSWERS,
        _STANDS,
        waiting=[state.value for state in WAITING],
        # What falls due until then is due within the time of warning.
        horizon=[calendar.add_working_time(week.at, rule.parameters.warn_before) for calendar in week.calendars],
    )
