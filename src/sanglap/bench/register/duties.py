"""What it costs to reckon every duty of every account for a week, against counting that week's deliveries and messages
once, account by account.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from sanglap.bench.measure import ROUNDS, Figure, at_most, seconds
from sanglap.duties import services
from sanglap.guideline import loader

GOAL = 10.0
_COUNT = """
SELECT count(*), sum(counted.many) FROM (
    SELECT account_id, count(*) AS many FROM outbox_delivery
    WHERE published_at >= %(start)s AND published_at < %(end)s GROUP BY account_id
    UNION ALL
    SELECT account_id, count(*) FROM inbox_message
    WHERE due_at >= %(start)s AND due_at < %(end)s GROUP BY account_id
) counted
"""


def run(now: datetime) -> list[Figure]:
    """The two figures, as of that moment: where everything is to be written, and where nothing has changed."""
    calendar = loader.current().calendar
    week = calendar.week(calendar.day_of(now))
    span = {"start": calendar.begins(week.start), "end": calendar.begins(week.end + timedelta(days=1))}

    def count() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, span)
            cursor.fetchall()

    def reckon() -> None:
        services.reckon(now=now)

    reckon()
    counts, nothing = zip(*[(seconds(count), seconds(reckon)) for _ in range(ROUNDS)], strict=True)
    everything = [_undone(reckon) for _ in range(ROUNDS)]
    bare = statistics.median(counts)
    return [
        _figure("register: duties, nothing changed", statistics.median(nothing), bare),
        _figure("register: duties, all to be written", statistics.median(everything), bare),
    ]


def _undone(reckon: Callable[[], None]) -> float:
    """How long it takes where no duty is there yet; afterwards all is as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM duties_duty")
        taken = seconds(reckon)
        transaction.set_rollback(True)
    return taken


def _figure(name: str, taken: float, bare: float) -> Figure:
    goal, met = at_most(GOAL, taken / bare)
    rates = {"reckonings": 1 / taken, "counts": 1 / bare}
    return Figure(name, round(taken / bare, 2), "×", "one count by account", goal, met, rates)
