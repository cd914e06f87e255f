"""How far it has come, as the database tells, which may be away just now; and how it went in the end."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import psycopg

LOOK_EVERY = 0.1
SAY_EVERY = 5.0
STUCK_SECONDS = 420.0
"""Longer than any pause after which something is tried again while a network answers at all."""

_STATES = """
SELECT count(*) FILTER (WHERE d.state IN ('published', 'failed', 'withdrawn')
                           OR (d.state = 'unknown' AND d.look_at IS NULL)), count(d.id)
FROM publishing_publication p JOIN outbox_delivery d ON d.id = p.delivery_id
"""
_OUTCOMES = """
SELECT count(*) FILTER (WHERE state = 'published'), count(*) FILTER (WHERE state = 'unknown'),
    count(*) FILTER (WHERE state IN ('failed', 'withdrawn'))
FROM outbox_delivery
"""
# What was found on the network has no attempt that ended well: then the network's own time counts.
_LATENESS = """
SELECT extract(epoch FROM coalesce(
    (SELECT max(t.finished_at) FROM outbox_attempt t WHERE t.delivery_id = d.id AND t.outcome = 'published'),
    d.published_at) - d.due_at)::float8, d.due_at
FROM outbox_delivery d WHERE d.state = 'published'
"""
_RECONCILED = """
SELECT count(DISTINCT e.object_id) FROM audit_entry e JOIN outbox_delivery d ON d.id::text = e.object_id
WHERE e.verb = 'delivery.outcome_unknown' AND d.state <> 'unknown'
"""


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


class Progress:
    """Looks at the database from outside, for as long as it takes."""

    def __init__(self, database_url: str, posts: int) -> None:
        self._url = database_url
        self._posts = posts
        self.settled = 0

    def follow(self, meanwhile: Callable[[int], None]) -> bool:
        """Wait until all is settled, calling `meanwhile` with how much is; False where nothing moves any more."""
        moved = said = time.monotonic()
        state: tuple[object, ...] = ()
        while self.settled < self._posts:
            with suppress(psycopg.OperationalError):
                now = self._row(_STATES)
                if now != state:
                    state, moved, self.settled = now, time.monotonic(), int(str(now[0]))
            meanwhile(self.settled)
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                say(f"{self.settled} of {self._posts} settled")
            if time.monotonic() - moved > STUCK_SECONDS:
                return False
            time.sleep(LOOK_EVERY)
        return True

    def _row(self, query: str) -> tuple[object, ...]:
        with psycopg.connect(self._url, connect_timeout=5) as connection:
            return connection.execute(query).fetchone() or ()


@dataclass(frozen=True)
class Went:
    """How it went by our own tables. Seconds of lateness are sorted."""

    sent: int
    unknown: int
    failed: int
    reconciled: int
    lateness: list[float]
    seconds: float
    """From the first that fell due to the last that was out."""


def went(database_url: str, *, first: datetime) -> Went:
    with psycopg.connect(database_url) as connection:
        ((sent, unknown, failed),) = connection.execute(_OUTCOMES).fetchall()
        ((reconciled,),) = connection.execute(_RECONCILED).fetchall()
        rows = connection.execute(_LATENESS).fetchall()
    last = max(((due - first).total_seconds() + late for late, due in rows), default=0.0)
    return Went(sent, unknown, failed, reconciled, sorted(late for late, _due in rows), last)


def share(lateness: list[float], percent: int) -> float:
    """The lateness that so many percent of them stay within."""
    if len(lateness) < 2:  # noqa: PLR2004 - one alone has no shares
        return round(sum(lateness), 3)
    return round(statistics.quantiles(lateness, n=100, method="inclusive")[percent - 1], 3)
