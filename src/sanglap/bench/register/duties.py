"""What it costs to reckon every duty of every account for a week, against counting that week's deliveries and messages
once, account by account.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

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
    """The two figures, as of that moment: where nothing has changed, and where everything is to be written."""
    calendar = loader.current().calendar
    week = calendar.week(calendar.day_of(now))
    span = {"start": calendar.begins(week.start), "end": calendar.begins(week.end + timedelta(days=1))}

    def count() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, span)
            cursor.fetchall()

    def reckon() -> None:
        services.reckon(now=now)

    for act in (reckon, count):
        act()  # the first of each fills caches and is not counted
    counts, nothing = zip(*[(seconds(count), seconds(reckon)) for _ in range(ROUNDS)], strict=True)
    everything = [_undone(reckon, week.start - timedelta(weeks=1)) for _ in range(ROUNDS)]
    bare = statistics.median(counts)
    return [
        _figure("register: duties, nothing changed", statistics.median(nothing), bare),
        _figure("register: duties, all to be written", statistics.median(everything), bare),
    ]


def _undone(reckon: Callable[[], None], since: date) -> float:
    """How long it takes where no duty of the weeks since that day, and none that lasts, is there yet; afterwards all
    is as it was.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody looks whether turns lead to what is gone: it comes back.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM duties_duty WHERE starts_on >= %s OR ends_on IS NULL", [since])
        cursor.execute("SET LOCAL session_replication_role = origin")
        began = time.monotonic()
        reckon()
        # What would be looked up at the end of the transaction belongs to it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = time.monotonic() - began
        transaction.set_rollback(True)
    return taken


def _figure(name: str, taken: float, bare: float) -> Figure:
    goal, met = at_most(GOAL, taken / bare)
    rates = {"reckonings": 1 / taken, "counts": 1 / bare}
    return Figure(name, round(taken / bare, 2), "×", "one count by account", goal, met, rates)
