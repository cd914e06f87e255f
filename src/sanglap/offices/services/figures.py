"""Figures of the map, reckoned beforehand: a page must not count all offices of a nation."""

from datetime import datetime

from django.db import connection

from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Role

_RECKON = """
WITH counted AS (
    SELECT coalesce(area.parent_id, area.code) AS division, area.code AS area, count(*) AS positions,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM offices_appointment held WHERE held.position_id = position.id
              AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
        )) AS serving
    FROM offices_position position
    JOIN offices_office office ON office.id = position.office_id
    JOIN offices_area area ON area.code = office.area_id
    WHERE position.role = %(head)s AND position.abolished_at IS NULL AND office.state = %(open)s
    GROUP BY 1, 2
), summed AS (
    SELECT area AS code, positions, serving FROM counted WHERE area <> division
    UNION ALL
    SELECT division, sum(positions), sum(serving) FROM counted GROUP BY division
)
UPDATE offices_area area
SET head_positions = coalesce(summed.positions, 0), heads_serving = coalesce(summed.serving, 0)
FROM offices_area every LEFT JOIN summed ON summed.code = every.code
WHERE area.code = every.code
  AND (area.head_positions, area.heads_serving)
      IS DISTINCT FROM (coalesce(summed.positions, 0), coalesce(summed.serving, 0))
"""


def reckon_areas(*, now: datetime) -> int:
    """Bring the figures of the areas up to date; gives how many changed. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RECKON, {"head": Role.HEAD, "open": OfficeState.OPEN, "now": now})
        return int(cursor.rowcount)
