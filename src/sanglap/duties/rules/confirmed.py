"""Clauses 5.d, 5.e, 5.f, 5.g, 5.j: what the panel confirms of its account is confirmed, and holds.

The security of an account is made of several confirmations and of one drill a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from sanglap.attestations import due as confirming
from sanglap.attestations.statements import AttestationKind
from sanglap.duties import differing
from sanglap.duties.models import DutyKind
from sanglap.duties.rules.only import only
from sanglap.duties.rules.week import Reckoning
from sanglap.incidents import due as drilling

_READ = f"""
CREATE TEMPORARY TABLE duties_confirming ON COMMIT DROP AS
WITH mine AS (
    -- Those without such a duty are few: looking for them costs more than reckoning them along.
    SELECT id AS account_id FROM accounts_account WHERE {only("id")}
), {confirming.TABLES}
SELECT account_id, kind, due_at, warn_at, confirmed_at AS at, 'attestation' AS proof, attestation_id AS thing FROM owed
"""
_PARTS = """
parts AS (
    -- `differs`: what proves that something else is seen from outside than what was confirmed.
    SELECT account_id, due_at, warn_at, at, proof AS kind, thing, NULL::jsonb AS differs
    FROM duties_confirming WHERE kind = ANY(%(parts)s)
"""
_PICTURES = f"""{differing.ANOTHER}, parts AS (
    SELECT c.account_id, least(c.due_at, n.at + %(showing)s) AS due_at, c.warn_at, c.at, c.proof AS kind, c.thing,
        n.proof AS differs
    FROM duties_confirming c LEFT JOIN another n USING (account_id) WHERE c.kind = ANY(%(parts)s)
"""
_SETTINGS = f"""{differing.DRIFTING}, parts AS (
    SELECT c.account_id, c.due_at, c.warn_at, c.at, c.proof AS kind, c.thing, d.proof AS differs
    FROM duties_confirming c LEFT JOIN drifting d USING (account_id) WHERE c.kind = ANY(%(parts)s)
"""
_AND_DRILLS = """
    UNION ALL
    SELECT account_id, due_at, warn_at, held_at, 'incident', incident_id, NULL FROM drills
"""
_STANDS = """
), stands AS (
    SELECT m.id, count(*) AS owed,
        count(*) FILTER (WHERE p.thing IS NOT NULL AND p.due_at > %(at)s AND p.differs IS NULL) AS done,
        coalesce(min(p.differs::text)::jsonb, '[]'::jsonb) || coalesce(to_jsonb((
            array_agg(jsonb_build_object('kind', p.kind, 'id', p.thing) ORDER BY p.due_at, p.thing)
            FILTER (WHERE p.thing IS NOT NULL))[1:10]), '[]'::jsonb) AS evidence,
        min(p.due_at) AS due,
        -- What was never confirmed is under way until its first time is over.
        CASE WHEN bool_or(p.due_at <= %(at)s) THEN 'broken'
             WHEN bool_or(p.differs IS NOT NULL OR (p.thing IS NOT NULL AND p.warn_at <= %(at)s)) THEN 'at_risk'
             WHEN bool_and(p.thing IS NOT NULL) THEN 'kept'
             ELSE 'running' END AS standing,
        CASE WHEN bool_or(p.due_at <= %(at)s) THEN min(p.due_at)
             WHEN bool_or(p.differs IS NOT NULL OR p.warn_at <= %(at)s) THEN NULL
             WHEN bool_and(p.thing IS NOT NULL) THEN max(p.at) END AS since
    FROM mine m JOIN parts p USING (account_id)
    GROUP BY m.id
)"""

_DUTIES = {
    DutyKind.PICTURES: AttestationKind.PICTURES,
    DutyKind.SETTINGS: AttestationKind.SETTINGS,
    DutyKind.TERMS: AttestationKind.TERMS,
    DutyKind.LETTERHEAD: AttestationKind.LETTERHEAD,
}
CONFIRMED = frozenset({*_DUTIES, DutyKind.SECURITY})
"""Duties that are kept by confirming. Of what falls due soon `attestations` tells, all of an account in one notice."""


def pictures(week: Reckoning) -> int:
    """Clause 5.d; anew within days where the live profile shows another picture. One query."""
    showing = week.book.rule("pictures", on=week.day).parameters.showing_days
    return _write(
        week, DutyKind.PICTURES, [AttestationKind.PICTURES], _PICTURES, shown_as=differing.shown_as(),
        showing=None if showing is None else timedelta(days=showing),
    )  # fmt: skip


def settings(week: Reckoning) -> int:
    """Clause 5.f; at risk while the settings seen from outside do not go with those chosen. One query."""
    kinds = [AttestationKind.SETTINGS]
    return _write(week, DutyKind.SETTINGS, kinds, _SETTINGS, observed=differing.observed())


def terms(week: Reckoning) -> int:
    """Clause 5.g. One query."""
    return _one(week, DutyKind.TERMS)


def letterhead(week: Reckoning) -> int:
    """Clause 5.j. One query."""
    return _one(week, DutyKind.LETTERHEAD)


def security(week: Reckoning) -> int:
    """Clause 5.e: of the parts that the rule names. One query."""
    parts = week.book.rule("account-security", on=week.week.start).parameters.parts
    kinds = [kind for kind in AttestationKind if kind.rule in parts]
    if "compromise-drill" not in parts:
        return _write(week, DutyKind.SECURITY, kinds, _PARTS)
    tables = f"{drilling.TABLES}, {_PARTS}{_AND_DRILLS}"
    return _write(week, DutyKind.SECURITY, kinds, tables, **drilling.given(at=week.at))


def _one(week: Reckoning, kind: DutyKind) -> int:
    return _write(week, kind, [_DUTIES[kind]], _PARTS)


def _write(week: Reckoning, duty: DutyKind, kinds: Sequence[AttestationKind], tables: str, **more: Any) -> int:
    week.once("confirmations", _read)
    return week.write(duty, tables + _STANDS, parts=[kind.value for kind in kinds], **more)


def _read(week: Reckoning) -> None:
    """What is owed of all kinds is read once for the five duties, into a table of this transaction's own."""
    values = confirming.given(AttestationKind, at=week.at)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.duties_confirming")
        cursor.execute(_READ, {**values, "only": week.only})
        cursor.execute("ANALYZE duties_confirming")
