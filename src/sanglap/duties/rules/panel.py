"""Clause 5.c: so many people as the rule says answer for every account: on its panel, and appointed at its office.

Who serves is told by the terms alone: of the seat on the panel, and of a position at the account's office that lets
its holder approve. A week stands as its last moment does; while it runs, what is to come soon is warned of.
"""

from __future__ import annotations

from sanglap.duties.models import DutyKind
from sanglap.duties.rules.week import Reckoning
from sanglap.people.permissions import Permission, roles_with

_STANDS = """
horizons AS (
    SELECT * FROM unnest(%(horizon)s::timestamptz[]) WITH ORDINALITY AS horizon (moment, calendar)
), seats AS (
    SELECT s.id AS seat, s.account_id, s.user_id,
        range_agg(tstzrange(s.starts_at, s.ends_at) * tstzrange(a.starts_at, a.ends_at)) AS terms
    FROM accounts_panelmember s
    JOIN mine USING (account_id)
    JOIN accounts_account c ON c.id = s.account_id
    JOIN offices_appointment a ON a.user_id = s.user_id
    JOIN offices_position p ON p.id = a.position_id AND p.office_id = c.office_id AND p.role = ANY(%(roles)s)
    GROUP BY s.id
), served AS (
    -- Whoever goes on without a gap, in another seat or another position, has not left.
    SELECT account_id, unnest(range_agg(terms)) AS term FROM seats GROUP BY account_id, user_id
), edges AS (
    SELECT account_id, moment, sum(step) AS step
    FROM (
        SELECT account_id, lower(term) AS moment, 1 AS step FROM served
        UNION ALL
        SELECT account_id, upper(term), -1 FROM served WHERE NOT upper_inf(term)
    ) AS edge
    GROUP BY account_id, moment
), numbers AS (
    SELECT account_id, moment, (sum(step) OVER (PARTITION BY account_id ORDER BY moment))::int AS members FROM edges
), fits AS (
    SELECT account_id, moment, members,
        CASE WHEN members = ANY(%(in_order)s::int[]) THEN 'kept'
             WHEN members = ANY(%(noted)s::int[]) THEN 'at_risk'
             ELSE 'broken' END AS standing
    FROM numbers
), turns AS (
    SELECT *, standing IS DISTINCT FROM lag(standing) OVER (PARTITION BY account_id ORDER BY moment) AS turn FROM fits
), found AS (
    SELECT m.id, m.account_id,
        coalesce((array_agg(t.members ORDER BY t.moment DESC) FILTER (WHERE t.moment <= %(at)s))[1], 0) AS members,
        coalesce((array_agg(t.standing ORDER BY t.moment DESC) FILTER (WHERE t.moment <= %(at)s))[1], 'broken')
            AS stood,
        max(t.moment) FILTER (WHERE t.moment <= %(at)s AND t.turn) AS since,
        min(t.moment) FILTER (
            WHERE NOT %(over)s AND t.moment > %(at)s AND t.moment < h.moment AND t.turn AND t.standing <> 'kept'
        ) AS soon
    FROM mine m JOIN horizons h USING (calendar) LEFT JOIN turns t USING (account_id)
    GROUP BY m.id, m.account_id
), shown AS (
    -- Those whose leaving made it so come first, then whoever leaves soonest.
    SELECT id, to_jsonb((array_agg(jsonb_build_object('kind', 'seat', 'id', seat) ORDER BY until, seat))[1:10])
        AS evidence
    FROM (
        SELECT f.id, s.seat, min(upper(t.term)) AS until
        FROM found f JOIN seats s USING (account_id), unnest(s.terms) AS t (term)
        WHERE t.term @> %(at)s OR (f.stood <> 'kept' AND upper(t.term) = f.since)
        GROUP BY f.id, s.seat
    ) AS seat
    GROUP BY id
), stands AS (
    SELECT f.id, f.members AS done, coalesce(s.evidence, '[]'::jsonb) AS evidence,
        (SELECT coalesce(min(size) FILTER (WHERE size >= f.members), max(size))
         FROM unnest(%(in_order)s::int[]) AS size) AS owed,
        CASE WHEN f.stood = 'kept' AND f.soon IS NOT NULL THEN 'at_risk' ELSE f.stood END AS standing,
        CASE WHEN f.stood = 'broken' THEN coalesce(f.since, %(start)s)
             WHEN f.stood = 'at_risk' OR f.soon IS NULL THEN f.since END AS since,
        CASE WHEN f.stood = 'broken' THEN coalesce(f.since, %(start)s) ELSE f.soon END AS due
    FROM found f LEFT JOIN shown s USING (id)
)"""


def reckon(week: Reckoning) -> int:
    """Bring the week up to date for every account. One query."""
    rule = week.book.rule("panel-size", on=week.week.start)
    sizes = rule.parameters
    return week.write(
        DutyKind.PANEL,
        _STANDS,
        roles=[role.value for role in roles_with(Permission.POST_APPROVE)],
        in_order=sorted(sizes.in_order),
        noted=sorted(sizes.noted),
        horizon=[calendar.after_working_days(week.at, sizes.warn_working_days) for calendar in week.calendars],
    )
