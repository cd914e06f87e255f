"""Clauses 5.b, 5.h and 5.i: what profile and website show whoever looks from outside.

Broken is what was seen not to be in order. Where nobody could look yet, and where only a person can, it is under way:
a wall before a profile is no breach. What looks as if strangers had taken it is at risk.
"""

from __future__ import annotations

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.week import Reckoning
from sanglap.verification.states import BAD, GOOD, Aspect, Outcome

_STANDS = """
found AS (
    SELECT m.id, count(*) AS owed,
        count(*) FILTER (WHERE f.outcome = ANY(%(good)s)) AS done,
        coalesce(bool_or(f.outcome = ANY(%(bad)s)), false) AS broken,
        coalesce(bool_or(f.outcome = %(suspicious)s), false) AS suspicious,
        min(f.since) FILTER (WHERE f.outcome = ANY(%(bad)s)) AS broken_since,
        min(f.since) FILTER (WHERE f.outcome = %(suspicious)s) AS suspicious_since,
        max(f.since) AS lately,
        coalesce(jsonb_agg(jsonb_build_object('kind', 'finding', 'id', f.id)
            ORDER BY f.outcome = ANY(%(good)s), f.kind) FILTER (WHERE f.id IS NOT NULL), '[]') AS evidence
    FROM mine m
    CROSS JOIN unnest(%(aspects)s::text[]) AS wanted (aspect)
    LEFT JOIN verification_finding f ON f.account_id = m.account_id AND f.kind = wanted.aspect
    GROUP BY m.id
), stands AS (
    SELECT id, done, owed, evidence, NULL::timestamptz AS due,
        CASE WHEN broken THEN 'broken' WHEN suspicious THEN 'at_risk' WHEN done = owed THEN 'kept' ELSE 'running' END
            AS standing,
        CASE WHEN broken THEN broken_since WHEN suspicious THEN suspicious_since WHEN done = owed THEN lately END
            AS since
    FROM found
)"""


def _reckon(week: Reckoning, kind: DutyKind, *aspects: Aspect) -> int:
    return week.write(
        kind,
        _STANDS,
        aspects=[aspect.value for aspect in aspects],
        good=[outcome.value for outcome in GOOD],
        bad=sorted(outcome.value for outcome in BAD),
        suspicious=Outcome.SUSPICIOUS.value,
    )


def profile(week: Reckoning) -> int:
    """Whether each profile says for what, for whom and whose it is (5.b). One query, as each of these."""
    return _reckon(week, DutyKind.PROFILE, Aspect.DESCRIPTION)


def website(week: Reckoning) -> int:
    """Whether profile and website lead to each other (5.h)."""
    return _reckon(week, DutyKind.WEBSITE, Aspect.WEBSITE, Aspect.BACK)


def grievance(week: Reckoning) -> int:
    """Whether the profile leads to the grievance redress system (5.i)."""
    return _reckon(week, DutyKind.GRIEVANCE, Aspect.GRIEVANCE)
