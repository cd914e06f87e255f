"""By when each account is to be rehearsed: tables in SQL that go on from `mine (account_id)`; the last of them is
`drills (account_id, incident_id, held_at, due_at, warn_at)`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sanglap.guideline import loader

TABLES = """
held AS (
    -- What was dealt with in earnest was rehearsed better than by any drill.
    SELECT DISTINCT ON (i.account_id) i.account_id, i.id AS incident_id, i.ended_at AS held_at
    FROM mine JOIN incidents_incident i USING (account_id)
    WHERE i.state = 'closed' AND i.ended_at <= %(at)s ORDER BY i.account_id, i.ended_at DESC
), opened AS (
    SELECT account_id, min(s.starts_at) AS since
    FROM mine JOIN accounts_panelmember s USING (account_id) GROUP BY account_id
), drills AS (
    SELECT m.account_id, h.incident_id, h.held_at,
        time.due_at, time.due_at - %(drill_warn)s::interval AS warn_at
    FROM mine m LEFT JOIN held h USING (account_id) LEFT JOIN opened o USING (account_id)
    CROSS JOIN LATERAL (
        SELECT coalesce(h.held_at + %(drill_lasts)s::interval, o.since + %(drill_first)s::interval) AS due_at
    ) AS time
)"""


def given(*, at: datetime) -> dict[str, Any]:
    """The values that the tables want: the figures of the rule as it stands at that moment."""
    book = loader.current()
    rule = book.rule("compromise-drill", on=book.calendar.day_of(at)).parameters
    return {
        "at": at,
        "drill_lasts": timedelta(days=rule.lasts_days),
        "drill_first": timedelta(days=rule.first_days),
        "drill_warn": timedelta(days=rule.warn_days),
    }
