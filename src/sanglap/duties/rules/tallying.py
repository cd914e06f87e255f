"""How many stand so: kept in step with every statement that changes a duty, at its office and all offices above."""

from __future__ import annotations

from typing import Final

_COUNTED = ("kept", "running", "at_risk", "broken", "exempt")
_SUMS = ",\n        ".join(f"coalesce(sum(s.step) FILTER (WHERE s.standing = '{one}'), 0) AS {one}" for one in _COUNTED)
_ADDED = ", ".join(f"{one} = t.{one} + excluded.{one}" for one in _COUNTED)

TALLIED: Final = f"""
tallied AS (
    -- From steps (office_id, kind, standing, step): +1 for what now stands so, -1 for what no longer does.
    INSERT INTO duties_tally AS t (office_id, office_kind, kind, starts_on, {", ".join(_COUNTED)})
    SELECT a.ancestor_id, o.kind, s.kind, %(tally_week)s::date,
        {_SUMS}
    FROM (SELECT office_id, kind, standing, sum(step) AS step FROM steps GROUP BY 1, 2, 3 HAVING sum(step) <> 0) AS s
    JOIN offices_office o ON o.id = s.office_id
    JOIN offices_officeancestor a ON a.office_id = s.office_id
    -- An office that has none below it keeps no tally.
    WHERE a.depth > 0 OR EXISTS (SELECT FROM offices_office c WHERE c.parent_id = a.office_id)
    GROUP BY 1, 2, 3
    ON CONFLICT (office_id, starts_on, kind, office_kind) DO UPDATE SET {_ADDED}
)"""

CARRY: Final = f"""
-- What is not weekly stands in a new week as it stood in the last one that was reckoned.
INSERT INTO duties_tally (office_id, office_kind, kind, starts_on, {", ".join(_COUNTED)})
SELECT office_id, office_kind, kind, %(tally_week)s::date, {", ".join(_COUNTED)}
FROM duties_tally
WHERE kind = ANY(%(lasting)s)
  AND starts_on = (SELECT max(starts_on) FROM duties_tally WHERE starts_on < %(tally_week)s AND kind = ANY(%(lasting)s))
  AND NOT EXISTS (SELECT FROM duties_tally WHERE starts_on = %(tally_week)s AND kind = ANY(%(lasting)s))
ON CONFLICT DO NOTHING
"""

FORGET: Final = "DELETE FROM duties_tally WHERE starts_on = %(tally_week)s"

RECOUNT: Final = f"""
WITH steps AS (
    SELECT office_id, kind, standing, 1 AS step FROM duties_duty
    WHERE ends_on IS NOT NULL AND starts_on = %(tally_week)s
    UNION ALL
    SELECT office_id, kind, standing, 1 FROM duties_duty
    WHERE %(running)s AND ends_on IS NULL AND current
    UNION ALL
    -- Of a week that is over: as what is not weekly stood at its end.
    SELECT d.office_id, d.kind, t.standing, 1
    FROM duties_duty d
    JOIN LATERAL (
        SELECT standing FROM duties_turn WHERE duty_id = d.id AND at < %(end)s ORDER BY at DESC, id DESC LIMIT 1
    ) AS t ON t.standing <> ''
    WHERE NOT %(running)s AND d.ends_on IS NULL
), {TALLIED}
SELECT
"""
