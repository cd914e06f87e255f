"""Clause 5.a: an account bears its office's name, on the register and on the network, and not a person's or a post's.

A wrong name is broken; while its renaming is under way and not yet due it is at risk.
"""

from __future__ import annotations

from sanglap.accounts.states import RenamingState
from sanglap.duties.models import DutyKind
from sanglap.duties.rules.week import Reckoning
from sanglap.verification.states import BAD, GOOD, Aspect

_STANDS = """
found AS (
    SELECT m.id, c.name_fault <> '' AS misnamed, coalesce(f.outcome = ANY(%(bad)s), false) AS otherwise,
        coalesce(f.outcome = ANY(%(good)s), false) AS fits, f.since AS seen_since, r.due_on,
        CASE WHEN f.id IS NULL THEN '[]'::jsonb
             ELSE jsonb_build_array(jsonb_build_object('kind', 'finding', 'id', f.id)) END AS evidence
    FROM mine m
    JOIN accounts_account c ON c.id = m.account_id
    LEFT JOIN verification_finding f ON f.account_id = m.account_id AND f.kind = %(aspect)s
    LEFT JOIN accounts_renaming r ON r.account_id = m.account_id AND r.state = %(begun)s
), stands AS (
    -- Two parts: the register's name, and the live one.
    SELECT id, 2 AS owed, (NOT misnamed)::int + fits::int AS done, evidence,
        (due_on + 1)::timestamp AT TIME ZONE %(zone)s AS due,
        CASE WHEN (misnamed OR otherwise) AND due_on >= %(day)s THEN 'at_risk'
             WHEN misnamed OR otherwise THEN 'broken'
             WHEN fits THEN 'kept'
             ELSE 'running' END AS standing,
        CASE WHEN misnamed OR due_on >= %(day)s THEN NULL WHEN otherwise OR fits THEN seen_since END AS since
    FROM found
)"""


def reckon(week: Reckoning) -> int:
    """Bring it up to date for every account. One query."""
    return week.write(
        DutyKind.NAME,
        _STANDS,
        aspect=Aspect.NAME.value,
        good=[outcome.value for outcome in GOOD],
        bad=sorted(outcome.value for outcome in BAD),
        begun=RenamingState.BEGUN.value,
        zone=week.book.zone,
    )
