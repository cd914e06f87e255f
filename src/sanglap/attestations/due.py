"""Until when each confirmation holds: one set of tables in SQL, by which all accounts, or one, are reckoned at once.

The tables go on from `mine (account_id)`; the last of them is
`owed (account_id, kind, attestation_id, confirmed_at, due_at, warn_at, cause)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.attestations.statements import AttestationKind
from sanglap.guideline import loader
from sanglap.people.permissions import Permission, roles_with


class Cause(models.TextChoices):
    """Why something is to be confirmed at that moment."""

    FIRST = "first", _("not confirmed yet")
    TIME = "time", _("by the course of time")
    LEFT = "left", _("somebody left the panel")
    KEEPER = "keeper", _("whoever kept the recovery address left")
    MOVED = "moved", _("the account went over to another office")
    RENEWED = "renewed", _("the platform has new terms")


TABLES = """
kinds AS (
    SELECT * FROM unnest(
        %(kinds)s::text[], %(lasts)s::interval[], %(first)s::interval[], %(warn)s::interval[], %(leaving)s::interval[],
        %(keeping)s::interval[], %(moving)s::interval[], %(renewing)s::interval[]
    ) AS kind (kind, lasts, first, warn, leaving, keeping, moving, renewing)
), stand AS (
    -- What stood at that moment: nearly always what stands now.
    SELECT c.account_id, c.kind, c.attestation_id, c.at, c.holds_from, c.keeper_id
    FROM mine JOIN attestations_current c USING (account_id) WHERE c.at <= %(at)s AND c.kind = ANY(%(read)s)
    UNION ALL
    SELECT c.account_id, c.kind, was.id, was.at, was.holds_from, was.keeper_id
    FROM mine JOIN attestations_current c USING (account_id)
    CROSS JOIN LATERAL (
        SELECT a.id, a.at, a.holds_from, a.keeper_id FROM attestations_attestation a
        WHERE a.account_id = c.account_id AND a.kind = c.kind AND a.at <= %(at)s ORDER BY a.at DESC LIMIT 1
    ) AS was
    WHERE c.at > %(at)s AND c.kind = ANY(%(read)s)
), seated AS (
    -- As for the panel's size: a seat counts while a position at the account's office lets its holder approve.
    SELECT s.account_id, s.user_id, min(greatest(s.starts_at, a.starts_at)) AS since,
        max(least(coalesce(s.ends_at, 'infinity'), coalesce(a.ends_at, 'infinity'))) AS until
    FROM mine JOIN accounts_panelmember s USING (account_id)
    JOIN accounts_account t ON t.id = s.account_id
    JOIN offices_appointment a ON a.user_id = s.user_id
        AND a.starts_at < coalesce(s.ends_at, 'infinity') AND s.starts_at < coalesce(a.ends_at, 'infinity')
    JOIN offices_position p ON p.id = a.position_id AND p.office_id = t.office_id AND p.role = ANY(%(roles)s)
    GROUP BY s.account_id, s.user_id
), begun AS (
    SELECT account_id, min(since) AS since FROM seated GROUP BY account_id
), parted AS (
    SELECT s.account_id, s.kind, min(m.until) AS at
    FROM stand s JOIN kinds k USING (kind) JOIN seated m USING (account_id)
    WHERE k.leaving IS NOT NULL AND m.until > s.holds_from AND m.until <= %(at)s
    GROUP BY s.account_id, s.kind
), keepers AS (
    SELECT s.account_id, s.keeper_id, max(coalesce(a.ends_at, 'infinity')) AS until
    FROM stand s JOIN accounts_account t ON t.id = s.account_id
    JOIN offices_appointment a ON a.user_id = s.keeper_id
    JOIN offices_position p ON p.id = a.position_id AND p.office_id = t.office_id
    WHERE s.keeper_id IS NOT NULL
    GROUP BY s.account_id, s.keeper_id
), moved AS (
    SELECT m.account_id, t.moved_at AS at FROM mine m JOIN accounts_account t ON t.id = m.account_id
    WHERE t.moved_at <= %(at)s
), renewed AS (
    SELECT s.account_id, s.kind, min(v.at) AS at
    FROM stand s JOIN kinds k USING (kind) JOIN accounts_account t ON t.id = s.account_id
    JOIN (
        SELECT platform, greatest(entered_at, starts_on::timestamp AT TIME ZONE %(zone)s) AS at
        FROM platforms_termsversion
    ) AS v ON v.platform = t.platform
    WHERE k.renewing IS NOT NULL AND v.at > s.at AND v.at <= %(at)s
    GROUP BY s.account_id, s.kind
), falls AS (
    SELECT m.account_id, k.kind, k.warn, s.attestation_id, s.at AS confirmed_at, b.since,
        CASE WHEN s.attestation_id IS NULL THEN b.since + k.first END AS by_first,
        s.holds_from + k.lasts AS by_time,
        p.at + k.leaving AS by_leaving,
        CASE WHEN r.until > s.holds_from AND r.until <= %(at)s THEN r.until + k.keeping END AS by_keeper,
        CASE WHEN o.at > s.holds_from THEN o.at + k.moving END AS by_move,
        w.at + k.renewing AS by_terms
    FROM mine m CROSS JOIN kinds k
    LEFT JOIN begun b USING (account_id)
    LEFT JOIN stand s ON s.account_id = m.account_id AND s.kind = k.kind
    LEFT JOIN parted p ON p.account_id = m.account_id AND p.kind = k.kind
    LEFT JOIN moved o ON o.account_id = m.account_id
    LEFT JOIN renewed w ON w.account_id = m.account_id AND w.kind = k.kind
    LEFT JOIN keepers r ON r.account_id = m.account_id AND k.keeping IS NOT NULL
), owed AS (
    SELECT account_id, kind, attestation_id, confirmed_at, due_at,
        -- What was never confirmed waits from the first day on.
        CASE WHEN attestation_id IS NULL THEN since ELSE due_at - warn END AS warn_at,
        CASE due_at WHEN by_first THEN 'first' WHEN by_leaving THEN 'left' WHEN by_keeper THEN 'keeper'
            WHEN by_move THEN 'moved' WHEN by_terms THEN 'renewed' ELSE 'time' END AS cause
    FROM falls, LATERAL (
        SELECT least(by_first, by_time, by_leaving, by_keeper, by_move, by_terms) AS due_at
    ) AS soonest
)"""


def given(kinds: Iterable[AttestationKind], *, at: datetime) -> dict[str, Any]:
    """The values that the tables want: of each kind the figures of its rule as it stands at that moment."""
    book, asked = loader.current(), list(kinds)
    day = book.calendar.day_of(at)
    rules = [book.rule(kind.rule, on=day).parameters for kind in asked]
    return {
        "at": at,
        "kinds": [kind.value for kind in asked],
        # Who keeps the recovery address matters for other kinds, too.
        "read": [*(kind.value for kind in asked), AttestationKind.RECOVERY.value],
        "lasts": [_days(rule.lasts_days) for rule in rules],
        "first": [_days(rule.first_days) for rule in rules],
        "warn": [_days(rule.warn_days) for rule in rules],
        "leaving": [_days(rule.leaving_days) for rule in rules],
        "keeping": [_days(rule.keeper_days) for rule in rules],
        "moving": [_days(rule.moving_days) for rule in rules],
        "renewing": [_days(rule.renewing_days) for rule in rules],
        "zone": book.zone,
        "roles": [role.value for role in roles_with(Permission.POST_APPROVE)],
    }


def _days(number: int | None) -> timedelta | None:
    return None if number is None else timedelta(days=number)
