"""Clause 4: an account serves the purposes that it was opened for, each of them now and then.

When a purpose was last served is kept account by account, so that a year of posts need not be read each time.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.only import only
from sanglap.duties.rules.week import Reckoning

LOOK_BACK = timedelta(days=2)
"""So far back it is looked again each time, for what was told late."""

_NOTE = f"""
INSERT INTO duties_purposeserved AS p (account_id, purpose, at)
SELECT v.account_id, purpose, max(v.published_at)
FROM outbox_delivery v
JOIN publishing_publication u ON u.delivery_id = v.id
JOIN content_variant a ON a.id = u.variant_id
JOIN content_revision r ON r.id = a.revision_id
JOIN content_draft d ON d.id = r.draft_id, unnest(d.purposes) AS purpose
WHERE v.state = 'published' AND v.published_at <= %(now)s
  AND {only("v.account_id")}
  AND v.published_at > (
    -- From the beginning where nothing was noted yet.
    SELECT coalesce(least(%(lately)s, max(at)), '-infinity') FROM duties_purposeserved)
GROUP BY 1, 2
ON CONFLICT (account_id, purpose) DO UPDATE SET at = excluded.at WHERE p.at < excluded.at
"""

_STANDS = """
purposes AS (
    SELECT m.id, m.starts_on, count(*) AS owed,
        count(*) FILTER (WHERE p.at > %(since_when)s) AS done,
        min(coalesce(p.at, m.starts_on::timestamptz)) AS longest_ago
    FROM mine m
    JOIN accounts_account c ON c.id = m.account_id
    CROSS JOIN unnest(c.purposes) AS wanted (purpose)
    LEFT JOIN duties_purposeserved p ON p.account_id = m.account_id AND p.purpose = wanted.purpose
    GROUP BY m.id, m.starts_on
), stands AS (
    SELECT id, done, owed, '[]'::jsonb AS evidence, longest_ago + %(within)s AS due,
        CASE WHEN done = owed THEN 'kept'
             WHEN longest_ago > %(since_when)s THEN 'running'
             ELSE 'at_risk' END AS standing,
        CASE WHEN done < owed AND longest_ago <= %(since_when)s THEN longest_ago + %(within)s END AS since
    FROM purposes
)"""


def reckon(week: Reckoning) -> int:
    """Bring it up to date for every account. Two queries."""
    within = week.book.rule("purposes-served", on=week.week.start).parameters.within
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"lately": week.now - LOOK_BACK, "now": week.now, "only": week.only})
    return week.write(DutyKind.PURPOSES, _STANDS, within=within, since_when=week.now - within)
