"""Clause 3: an account rests on a decision that chose its platform.

The rule of 2016 only notes its lack; one of a graver severity makes it a breach.
"""

from __future__ import annotations

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.week import Reckoning
from sanglap.guideline.models import Severity

_STANDS = """
stands AS (
    SELECT m.id, 1 AS owed, NULL::timestamptz AS due,
        CASE WHEN c.platform = ANY(d.chosen) THEN 1 ELSE 0 END AS done,
        CASE WHEN c.platform = ANY(d.chosen) THEN 'kept' ELSE %(wanting)s END AS standing,
        CASE WHEN c.platform = ANY(d.chosen) THEN d.decided_at END AS since,
        CASE WHEN d.id IS NULL THEN '[]'::jsonb
             ELSE jsonb_build_array(jsonb_build_object('kind', 'decision', 'id', d.id)) END AS evidence
    FROM mine m
    JOIN accounts_account c ON c.id = m.account_id
    LEFT JOIN platforms_decision d ON d.id = c.decision_id
)"""


def reckon(week: Reckoning) -> int:
    """Bring it up to date for every account. One query."""
    rule = week.book.rule("platform-choice", on=week.week.start)
    return week.write(DutyKind.PLATFORM, _STANDS, wanting="at_risk" if rule.severity == Severity.NOTE else "broken")
