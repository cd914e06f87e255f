"""The public figures of the whole government, month by month, reckoned beforehand: no page counts a nation's rows."""

from __future__ import annotations

from datetime import datetime

from sanglap.moderation.counting import counted
from sanglap.moderation.models import Tally
from sanglap.moderation.months import begins, months

_MOVING = 2
"""So many months are counted anew each time: the one that runs, and the one before, which may have ended just now."""


def reckon(*, now: datetime) -> None:
    """Count the months that still move, and those of the last year that were never counted. Two at once do no harm."""
    year = months(now)
    known = set(Tally.objects.filter(month__in=year).values_list("month", flat=True))
    rows = [
        Tally(month=month, what=what, number=number)
        for month in year
        if month in year[-_MOVING:] or month not in known
        for what, number in sorted(counted(begins(month), begins(month, after=1)).items())
    ]
    Tally.objects.bulk_create(rows, update_conflicts=True, unique_fields=["month", "what"], update_fields=["number"])
