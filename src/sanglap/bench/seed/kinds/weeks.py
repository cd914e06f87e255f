"""How each account stood on its weekly duties in every week that is over: read off what was brought in, in one
statement a week. The last two weeks are reckoned at the end as they always are, and with their evidence.
"""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import connection

from sanglap.accounts.states import AccountState
from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.world import World
from sanglap.duties.models import DutyKind
from sanglap.guideline import loader
from sanglap.inbox.states import WAITING

_WEEK = """
INSERT INTO duties_duty (id, account_id, office_id, kind, rule, starts_on, ends_on, current, standing, since, due_at,
    done, owed, evidence, reckoned_at)
WITH working AS (
    SELECT id, office_id FROM accounts_account WHERE state = %(active)s
), out AS (
    SELECT account_id, count(*) AS done, (array_agg(published_at ORDER BY published_at))[%(owed)s] AS enough
    FROM outbox_delivery
    WHERE published_at >= %(start)s AND published_at < %(end)s AND state = 'published' GROUP BY account_id
), heard AS (
    SELECT account_id, count(*) AS owed, count(*) FILTER (WHERE answered_at <= due_at) AS done,
        min(due_at) FILTER (WHERE answered_at IS NULL OR answered_at > due_at) AS late, max(answered_at) AS last
    FROM inbox_message
    WHERE due_at >= %(start)s AND due_at < %(end)s AND (answered_at IS NOT NULL OR state = ANY(%(waiting)s))
    GROUP BY account_id
), seated AS (
    SELECT account_id, count(*) AS members, max(starts_at) AS since FROM accounts_panelmember GROUP BY account_id
), stands AS (
    SELECT w.*, %(updates)s AS kind, coalesce(o.done, 0) AS done, %(owed)s AS owed,
        CASE WHEN coalesce(o.done, 0) >= %(owed)s THEN 'kept' ELSE 'broken' END AS standing,
        CASE WHEN coalesce(o.done, 0) >= %(owed)s THEN coalesce(o.enough, %(start)s) ELSE %(end)s END AS since,
        %(end)s AS due_at
    FROM working w LEFT JOIN out o ON o.account_id = w.id
    UNION ALL
    SELECT w.*, %(answers)s, coalesce(h.done, 0), coalesce(h.owed, 0),
        CASE WHEN h.late IS NULL THEN 'kept' ELSE 'broken' END, coalesce(h.late, h.last, %(start)s), h.late
    FROM working w LEFT JOIN heard h ON h.account_id = w.id
    UNION ALL
    SELECT w.*, %(panel)s, coalesce(s.members, 0), coalesce(s.members, 0),
        CASE WHEN s.members = ANY(%(in_order)s::int[]) THEN 'kept'
             WHEN s.members = ANY(%(noted)s::int[]) THEN 'at_risk' ELSE 'broken' END,
        coalesce(s.since, %(start)s), NULL
    FROM working w LEFT JOIN seated s ON s.account_id = w.id
)
-- A UUIDv7 of the week's beginning, the same every time.
SELECT (%(moment)s || '7' || substr(md5(id::text || kind || %(starts_on)s), 1, 3) || '8'
        || substr(md5(kind || id::text || %(starts_on)s), 1, 15))::uuid,
    id, office_id, kind, %(rules)s::jsonb->>kind, %(starts_on)s::date, %(ends_on)s::date, false, standing, since,
    due_at, done, owed, '[]', %(end)s
FROM stands
"""
_KINDS = (DutyKind.UPDATES, DutyKind.ANSWERS, DutyKind.PANEL)


def _load(world: World, number: int) -> int:
    book, week = loader.current(), world.weeks[number]
    start, end = (world.calendar.begins(day) for day in (week.start, week.end + timedelta(days=1)))
    updates = book.rule("updates-per-week", on=week.start).parameters
    panel = book.rule("panel-size", on=week.start).parameters
    with connection.cursor() as cursor:
        cursor.execute(
            _WEEK,
            {
                "active": AccountState.ACTIVE,
                "owed": updates.owed(len(world.calendar.working_days(week))),
                "in_order": sorted(panel.in_order),
                "noted": sorted(panel.noted),
                "waiting": [state.value for state in WAITING],
                "start": start,
                "end": end,
                "starts_on": week.start.isoformat(),
                "ends_on": week.end.isoformat(),
                "moment": f"{int(start.timestamp() * 1000):012x}",
                "rules": json.dumps({kind.value: book.rule(kind, on=week.start).citation for kind in _KINDS}),
                "updates": DutyKind.UPDATES.value,
                "answers": DutyKind.ANSWERS.value,
                "panel": DutyKind.PANEL.value,
            },
        )
        return int(cursor.rowcount)


KIND = Kind("weeks of duties", lambda world: len(world.weeks) - 1, _load, big=("duties_duty",))
