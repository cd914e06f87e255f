"""How many stand so: kept in step with every statement that changes a duty, at its office and all offices above."""

from __future__ import annotations

from typing import Final

_COUNTED = ("kept", "running", "at_risk", "broken", "exempt")
_SUMS = ",\n        ".join(f"coalesce(sum(s.step) FILTER (WHERE s.standing = '{one}'), 0) AS {one}" for one in _COUNTED)
_ADDED = ", ".join(f"{one} = t.{one} + excluded.{one}" for one in _COUNTED)
_COLUMNS = ", ".join(_COUNTED)
_ONWARD = ", ".join(f"sum(coalesce(u.{one}, 0)) OVER so_far AS {one}" for one in _COUNTED)
# An office that has none below it keeps no tally.
_HAS_TALLIES = "a.depth > 0 OR EXISTS (SELECT FROM offices_office c WHERE c.parent_id = a.office_id)"

TALLIED: Final = f"""
tallied AS (
    -- From steps (office_id, kind, standing, step): +1 for what now stands so, -1 for what no longer does.
    INSERT INTO duties_tally AS t (office_id, office_kind, kind, starts_on, {_COLUMNS})
    SELECT a.ancestor_id, o.kind, s.kind, %(tally_week)s::date,
        {_SUMS}
    FROM (SELECT office_id, kind, standing, sum(step) AS step FROM steps GROUP BY 1, 2, 3 HAVING sum(step) <> 0) AS s
    JOIN offices_office o ON o.id = s.office_id
    JOIN offices_officeancestor a ON a.office_id = s.office_id
    WHERE {_HAS_TALLIES}
    GROUP BY 1, 2, 3
    ON CONFLICT (office_id, starts_on, kind, office_kind) DO UPDATE SET {_ADDED}
)"""

CARRY: Final = f"""
-- What is not weekly stands in a new week as it stood in the last one that was reckoned.
INSERT INTO duties_tally (office_id, office_kind, kind, starts_on, {_COLUMNS})
SELECT office_id, office_kind, kind, %(tally_week)s::date, {_COLUMNS}
FROM duties_tally
WHERE kind = ANY(%(lasting)s)
  AND starts_on = (SELECT max(starts_on) FROM duties_tally WHERE starts_on < %(tally_week)s AND kind = ANY(%(lasting)s))
  AND NOT EXISTS (SELECT FROM duties_tally WHERE starts_on = %(tally_week)s AND kind = ANY(%(lasting)s))
ON CONFLICT DO NOTHING
"""

FORGET: Final = """
DELETE FROM duties_tally WHERE starts_on = ANY(%(starts)s) OR (starts_on = ANY(%(weekly)s) AND kind = ANY(%(kinds)s))
"""

RECOUNT: Final = f"""
-- All the weeks asked for at once: %(starts)s are their first days and %(ends)s the moments after them, in their order;
-- %(past)s: others than the running week are among them.
WITH asked AS (
    SELECT * FROM unnest(%(starts)s::date[], %(ends)s::timestamptz[]) AS week (starts_on, ends_at)
), steps AS (
    SELECT office_id, kind, standing, starts_on, count(*) AS step, false AS onward
    FROM duties_duty WHERE ends_on IS NOT NULL AND starts_on = ANY(%(weekly)s::date[]) GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT office_id, kind, standing, %(running)s::date, count(*), false
    FROM duties_duty WHERE ends_on IS NULL AND current GROUP BY 1, 2, 3
    UNION ALL
    -- What is not weekly, in weeks that are over: a turn counts from the first week on at whose end it had happened.
    SELECT d.office_id, d.kind, turn.standing, week.starts_on, sum(turn.step), true
    FROM duties_turn t
    JOIN duties_duty d ON d.id = t.duty_id
    CROSS JOIN LATERAL (SELECT min(starts_on) AS starts_on FROM asked WHERE ends_at > t.at) AS week
    CROSS JOIN LATERAL (VALUES (t.standing, 1), (t.was, -1)) AS turn (standing, step)
    WHERE %(past)s AND d.ends_on IS NULL AND turn.standing <> '' AND week.starts_on < %(running)s
    GROUP BY 1, 2, 3, 4
), upward AS (
    SELECT a.ancestor_id, o.kind AS office_kind, s.kind, s.starts_on, s.onward,
        {_SUMS}
    FROM steps s
    JOIN offices_office o ON o.id = s.office_id
    JOIN offices_officeancestor a ON a.office_id = s.office_id
    WHERE {_HAS_TALLIES}
    GROUP BY 1, 2, 3, 4, 5
), lasting AS (
    SELECT ancestor_id, office_kind, kind, week.starts_on, {_ONWARD}
    FROM (SELECT DISTINCT ancestor_id, office_kind, kind FROM upward WHERE onward) AS each
    CROSS JOIN (SELECT starts_on FROM asked WHERE starts_on < %(running)s) AS week
    LEFT JOIN upward u USING (ancestor_id, office_kind, kind, starts_on)
    WINDOW so_far AS (PARTITION BY ancestor_id, office_kind, kind ORDER BY week.starts_on)
)
INSERT INTO duties_tally (office_id, office_kind, kind, starts_on, {_COLUMNS})
SELECT ancestor_id, office_kind, kind, starts_on, {_COLUMNS} FROM upward WHERE NOT onward
UNION ALL
SELECT ancestor_id, office_kind, kind, starts_on, {_COLUMNS} FROM lasting
"""
