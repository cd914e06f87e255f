"""Figures of the map, reckoned beforehand: a page must not count all offices of a nation."""

from datetime import datetime

from django.db import connection

from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Role

_RECKON = """
WITH counted AS (
    SELECT coalesce(area.parent_id, area.code) AS division, area.code AS area, count(*) AS offices,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM offices_position position JOIN offices_appointment held ON held.position_id = position.id
            WHERE position.office_id = office.id AND position.role = %(head)s
              AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
        )) AS headed
    FROM offices_office office JOIN offices_area area ON area.code = office.area_id
    WHERE office.state = %(open)s
    GROUP BY 1, 2
), summed AS (
    SELECT area AS code, offices, headed FROM counted WHERE area <> division
    UNION ALL
    SELECT division, sum(offices), sum(headed) FROM counted GROUP BY division
)
UPDATE offices_area area SET offices_count = coalesce(summed.offices, 0), headed_count = coalesce(summed.headed, 0)
FROM offices_area every LEFT JOIN summed ON summed.code = every.code
WHERE area.code = every.code
  AND (area.offices_count, area.headed_count)
      IS DISTINCT FROM (coalesce(summed.offices, 0), coalesce(summed.headed, 0))
"""


def reckon_areas(*, now: datetime) -> int:
    """Bring the figures of the areas up to date; gives how many changed. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RECKON, {"head": Role.HEAD, "open": OfficeState.OPEN, "now": now})
        return int(cursor.rowcount)
