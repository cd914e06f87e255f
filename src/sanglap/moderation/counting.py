"""How many hidings and appeals there were between two moments, in the whole government or at one office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from sanglap.moderation.models import Counted

# What was decided and never done was never hidden from anybody: it counts from when it is done.
_COUNT = """
SELECT measure, count(*) FROM moderation_hiding
WHERE done_at >= %(begin)s AND done_at < %(end)s AND (%(office)s::uuid IS NULL OR office_id = %(office)s)
GROUP BY measure
UNION ALL
SELECT 'lifted', count(*) FROM moderation_hiding
WHERE lifted_at >= %(begin)s AND lifted_at < %(end)s AND done_at IS NOT NULL
  AND (%(office)s::uuid IS NULL OR office_id = %(office)s)
UNION ALL
SELECT 'appeals', count(*) FROM moderation_appeal
WHERE at >= %(begin)s AND at < %(end)s AND (%(office)s::uuid IS NULL OR office_id = %(office)s)
UNION ALL
SELECT state, count(*) FROM moderation_appeal
WHERE decided_at >= %(begin)s AND decided_at < %(end)s AND (%(office)s::uuid IS NULL OR office_id = %(office)s)
GROUP BY state
"""


def counted(begin: datetime, end: datetime, *, office_id: UUID | None = None) -> Mapping[str, int]:
    """The numbers by `Counted`, all of them; for one office where one is named. One statement, by index."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"begin": begin, "end": end, "office": office_id})
        return dict.fromkeys(Counted.values, 0) | dict(cursor.fetchall())
