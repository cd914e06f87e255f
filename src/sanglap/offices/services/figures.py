"""What is reckoned beforehand: a page must not look through all offices of a nation."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count

from sanglap.offices.models import Figure, Kind, Office
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


_HEADS = """
WITH serving AS MATERIALIZED (
    SELECT DISTINCT position.office_id FROM offices_position position
    JOIN offices_appointment held ON held.position_id = position.id
    WHERE position.role = %(head)s AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
      AND (%(offices)s::uuid[] IS NULL OR position.office_id = ANY(%(offices)s::uuid[]))
), changed AS (
    SELECT office.id, serving.office_id IS NOT NULL AS has_head
    FROM offices_office office LEFT JOIN serving ON serving.office_id = office.id
    WHERE (%(offices)s::uuid[] IS NULL OR office.id = ANY(%(offices)s::uuid[]))
      AND office.has_head <> (serving.office_id IS NOT NULL)
    -- Whoever changes an office just now reckons it himself.
    FOR NO KEY UPDATE OF office SKIP LOCKED
)
UPDATE offices_office office SET has_head = changed.has_head FROM changed WHERE office.id = changed.id
"""


def reckon_heads(offices: Iterable[UUID] | None = None, *, now: datetime) -> int:
    """Bring up to date which offices have a serving head: of these, or of all; gives how many changed. One statement.

    Terms begin and end by themselves, so all are reckoned every minute; whoever appoints or relieves does it at once.
    """
    with connection.cursor() as cursor:
        given = None if offices is None else list(offices)
        cursor.execute(_HEADS, {"head": Role.HEAD, "now": now, "offices": given})
        return int(cursor.rowcount)


OFFICES = "offices"


def reckon_offices(*, now: datetime) -> None:
    """Bring up to date how many open offices there are, and how many of each kind (clause 2.2). Two statements."""
    rows = Office.objects.filter(state=OfficeState.OPEN).values_list("kind").annotate(number=Count("pk")).order_by()
    by_kind = dict.fromkeys(Kind.values, 0) | dict(rows)
    keep_figures({(OFFICES, kind): number for kind, number in by_kind.items()}, now=now)


def keep_figures(figures: Mapping[tuple[str, str], int], *, now: datetime) -> None:
    """Keep what was counted, by name and part, for everybody to see. One statement; two at once do no harm."""
    rows = [
        Figure(name=name, part=part, number=number, reckoned_at=now)
        # In one order, so that two workers do not wait for each other.
        for (name, part), number in sorted(figures.items())
    ]
    Figure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name", "part"], update_fields=["number", "reckoned_at"]
    )
