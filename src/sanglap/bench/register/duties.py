"""What it costs to reckon every duty of every account for a week, against counting that week's deliveries and messages
once, account by account.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import MD5, Cast

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, line, record_many
from sanglap.bench.measure import ROUNDS, Figure, at_most, seconds
from sanglap.duties import services
from sanglap.duties.models import Reckoned
from sanglap.duties.services import passing
from sanglap.guideline import loader

GOAL = 10.0
PASS = passing.OVERLAP + timedelta(seconds=30)
"""What a pass looks back upon."""
_WORKED = timedelta(hours=40)
"""In which a week's deliveries and messages come about, and so the history grows."""
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
    """The figures, as of that moment: for a pass at the nation's usual pace, where all are gone through and nothing has
    changed, and where everything is to be written.
    """
    calendar = loader.current().calendar
    week = calendar.week(calendar.day_of(now))
    span = {"start": calendar.begins(week.start), "end": calendar.begins(week.end + timedelta(days=1))}

    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, span)
            ((_accounts, found),) = cursor.fetchall()
            return int(found)

    def reckon() -> None:
        services.reckon(now=now)

    reckon()  # the first of each fills caches and is not counted
    touched = round(count() * (PASS / _WORKED))
    counts, whole = zip(*[(seconds(count), seconds(reckon)) for _ in range(ROUNDS)], strict=True)
    passes = [_passed(touched, now) for _ in range(ROUNDS)]
    everything = [_undone(reckon, week.start - timedelta(weeks=1)) for _ in range(ROUNDS)]
    bare = statistics.median(counts)
    return [
        _figure(f"register: duties, a pass after {touched} acts", statistics.median(passes), bare),
        _figure("register: duties, all gone through, nothing changed", statistics.median(whole), bare),
        _figure("register: duties, all to be written", statistics.median(everything), bare),
    ]


def _passed(many: int, now: datetime) -> float:
    """How long a pass takes where the history tells of so many acts, each on another account, since the last one;
    afterwards all is as it was.
    """
    with transaction.atomic():
        accounts = Account.objects.order_by(MD5(Cast("id", TextField())))[:many]
        machine = Actor.system("bench")
        record_many([line(machine, "message.answered", one, now=now, office_id=one.office_id) for one in accounts])
        Reckoned.objects.update(at=now - PASS + passing.OVERLAP, whole_at=now - PASS)
        taken = seconds(lambda: services.keep_up(now=now))
        transaction.set_rollback(True)
    return taken


def tidy() -> None:
    """Let the database give back what was undone."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) duties_duty, duties_turn, duties_tally")


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
