"""Clause 5.c: so many people as the rule says answer for every account: on its panel, and appointed at its office.

Who serves is told by the terms alone: of the seat on the panel, and of a position at the account's office that lets
its holder approve. A week stands as its last moment does; while it runs, what is to come soon is warned of.
"""

from __future__ import annotations

from sanglap.duties.models import DutyKind, Standing
from sanglap.duties.rules.week import Reckoning
from sanglap.guideline.parameters.work import PanelSize, SizeStanding
from sanglap.people.permissions import Permission, roles_with

_STANDS = """
horizons AS (
    SELECT * FROM unnest(%(horizon)s::timestamptz[]) WITH ORDINALITY AS horizon (moment, calendar)
), pairs AS MATERIALIZED (
    SELECT s.id AS seat, s.account_id, s.user_id,
        tstzrange(s.starts_at, s.ends_at) * tstzrange(a.starts_at, a.ends_at) AS term
    FROM accounts_panelmember s
    JOIN mine USING (account_id)
    JOIN accounts_account c ON c.id = s.account_id
    JOIN offices_appointment a ON a.user_id = s.user_id
    JOIN offices_position p ON p.id = a.position_id AND p.office_id = c.office_id AND p.role = ANY(%(roles)s)
), turning AS MATERIALIZED (
    SELECT DISTINCT account_id FROM pairs WHERE NOT upper_inf(term) OR lower(term) > %(at)s
), steady AS (
    -- Where nobody ever left and nobody is to come, the number only grew: no need to look at each edge. These are most.
    SELECT m.id, m.account_id, coalesce(g.members, 0) AS members, z.standing AS stood, g.starts[z.turned] AS since,
        coalesce(to_jsonb(g.seats[1:10]), '[]') AS evidence
    FROM mine m
    LEFT JOIN (
        SELECT account_id, count(*) AS members, array_agg(start ORDER BY start) AS starts,
            array_agg(jsonb_build_object('kind', 'seat', 'id', seat) ORDER BY seat) AS seats
        FROM (
            SELECT account_id, user_id, min(lower(term)) AS start, min(seat::text)::uuid AS seat FROM pairs
            GROUP BY account_id, user_id
        ) AS one
        GROUP BY account_id
    ) AS g USING (account_id)
    JOIN unnest(%(sizes)s::int[], %(standings)s::text[], %(turns)s::int[]) AS z (members, standing, turned)
        ON z.members = least(coalesce(g.members, 0), %(most)s)
    WHERE NOT EXISTS (SELECT FROM turning t WHERE t.account_id = m.account_id)
), seats AS (
    SELECT seat, account_id, user_id, range_agg(term) AS terms
    FROM pairs JOIN turning USING (account_id)
    GROUP BY seat, account_id, user_id
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
    FROM mine m JOIN turning USING (account_id) JOIN horizons h USING (calendar) LEFT JOIN turns t USING (account_id)
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
), both_ways AS (
    SELECT id, members, stood, since, NULL::timestamptz AS soon, evidence FROM steady
    UNION ALL
    SELECT id, f.members, f.stood, f.since, f.soon, coalesce(s.evidence, '[]')
    FROM found f LEFT JOIN shown s USING (id)
), stands AS (
    SELECT id, members AS done, evidence,
        (SELECT coalesce(min(size) FILTER (WHERE size >= members), max(size))
         FROM unnest(%(in_order)s::int[]) AS size) AS owed,
        CASE WHEN stood = 'kept' AND soon IS NOT NULL THEN 'at_risk' ELSE stood END AS standing,
        CASE WHEN stood = 'broken' THEN coalesce(since, %(start)s)
             WHEN stood = 'at_risk' OR soon IS NULL THEN since END AS since,
        CASE WHEN stood = 'broken' THEN coalesce(since, %(start)s) ELSE soon END AS due
    FROM both_ways
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
        **_growing(sizes),
    )


def _growing(sizes: PanelSize) -> dict[str, object]:
    """How a panel that only ever grew stands at each size, and with which of its members it came to stand so."""
    most = max(sizes.in_order | sizes.noted) + 1  # no larger size is named, so all of them stand alike
    standings = [_STANDING[sizes.standing(size)] for size in range(most + 1)]
    turns = [0]
    for size in range(1, most + 1):
        turns.append(turns[-1] if standings[size] == standings[size - 1] and size > 1 else size)
    return {"sizes": list(range(most + 1)), "standings": standings, "turns": turns, "most": most}


_STANDING = {
    SizeStanding.IN_ORDER: Standing.KEPT.value,
    SizeStanding.NOTED: Standing.AT_RISK.value,
    SizeStanding.BREACH: Standing.BROKEN.value,
}
