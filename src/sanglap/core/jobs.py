"""Work that nobody waits for: loops that find what is to be done, and the sweep of jobs whose worker died.

A loop is run by every worker, so it must claim what it takes up (`SKIP LOCKED`) or be harmless when run twice.
Jobs proper are Procrastinate's: rows in the same database, deferred in the transaction of the change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog
from django.db import InterfaceError, OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

log = structlog.get_logger(__name__)

CHANNEL = "sanglap"
AWAY = (OperationalError, InterfaceError)
"""What Django raises when the database goes away under a job, or calls it off."""
AGAIN = RetryStrategy(wait=2, linear_wait=5, retry_exceptions=AWAY)
"""For jobs that nobody would ask for again: what the database broke off is done anew, however long it was away."""


@dataclass(frozen=True, slots=True)
class Loop:
    """`run()` does what is due now and tells whether there may be more at once."""

    name: str
    every: float
    """Seconds between two looks, when nothing wakes it."""
    run: Callable[[], bool]
    wakes: frozenset[str]
    """Audit verbs upon which it looks at once."""
    rest: float = 0.0
    """Seconds after each look in which nothing wakes it: what happens meanwhile is looked at together."""


LOOPS: dict[str, Loop] = {}
LISTENED: set[str] = set()
"""The words upon which anybody looks; others are not worth a notification."""


def loop(
    name: str, *, every: float, wakes: tuple[str, ...] = (), rest: float = 0.0
) -> Callable[[Callable[[], bool]], Callable[[], bool]]:
    """Register a function as a loop of the worker."""

    def register(run: Callable[[], bool]) -> Callable[[], bool]:
        LOOPS[name] = Loop(name, every, run, frozenset(wakes), rest)
        LISTENED.update(wakes)
        return run

    return register


def wake(words: Iterable[str]) -> None:
    """Tell the workers, when this transaction commits, that these things happened."""
    heard = LISTENED.intersection(words)
    if heard:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, word) FROM unnest(%s::text[]) AS word", [CHANNEL, sorted(heard)])


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_stalled_jobs", pass_context=False)
async def sweep_stalled_jobs(timestamp: int) -> None:
    """Give back the jobs whose worker died: they are known by its heartbeat, which has stopped."""
    for job in await app.job_manager.get_stalled_jobs():
        log.warning("job given back", job=job.id, task=job.task_name, due=timestamp)
        await app.job_manager.retry_job(job)
