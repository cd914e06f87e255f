"""The one door to the outside world: claims, sends concurrently, records in batches."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import ParamSpec, TypeVar

import httpx
import structlog
from django.db import Error as DatabaseFault
from django.db import close_old_connections

from sanglap.accounts.vault import Unreadable, unseal
from sanglap.core import clock, http
from sanglap.networks.contract import AccessLost, NetworkError, NotSent, Refused, Session
from sanglap.networks.registry import connector
from sanglap.outbox import store
from sanglap.outbox.payload import digest, outgoing
from sanglap.outbox.pictures import with_content
from sanglap.outbox.states import Outcome
from sanglap.outbox.store import Claim, Result

log = structlog.get_logger(__name__)

SENDERS = 50
"""Calls under way at once in one process."""
REST = 1.0
"""Seconds between two looks when nothing is due and nothing wakes it."""

P = ParamSpec("P")
T = TypeVar("T")


class Engine:
    """Runs until stopped. `awaken()` may be called from any thread."""

    def __init__(self) -> None:
        self._database = ThreadPoolExecutor(1, "outbox-database")
        self._awake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._stopping = False

    def awaken(self) -> None:
        self._loop.call_soon_threadsafe(self._awake.set)

    def stop(self) -> None:
        """Claim nothing more; `run` returns when what is under way is on record."""
        self._stopping = True
        self.awaken()

    async def run(self) -> None:
        under_way: set[asyncio.Task[Result]] = set()
        async with http.client() as client:
            while under_way or not self._stopping:
                for claim in await self._claim(SENDERS - len(under_way)):
                    under_way.add(asyncio.create_task(send(claim, client)))
                if not under_way:
                    await self._pause()
                    continue
                done, under_way = await asyncio.wait(under_way, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
                if done:
                    await self._record([task.result() for task in done])

    async def _claim(self, free: int) -> list[Claim]:
        if self._stopping or free <= 0:
            return []
        try:
            return await self._in_database(store.claim, free, now=clock.now())
        except DatabaseFault as error:
            log.warning("outbox waits for the database", error=type(error).__name__)
            await asyncio.sleep(REST)
            return []

    async def _record(self, results: list[Result]) -> None:
        # What the network said is worth keeping: it is tried until the database is back.
        while True:
            try:
                await self._in_database(store.record, results)
            except DatabaseFault as error:
                log.warning("outbox waits to record", error=type(error).__name__, results=len(results))
                await asyncio.sleep(REST)
            else:
                return

    async def _pause(self) -> None:
        self._awake.clear()
        try:
            async with asyncio.timeout(REST):
                await self._awake.wait()
        except TimeoutError:
            pass

    async def _in_database(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            close_old_connections()
            return work(*args, **kwargs)

        return await self._loop.run_in_executor(self._database, run)


async def send(claim: Claim, client: httpx.AsyncClient) -> Result:
    """Make the one call of this attempt. Never raises: whatever happens becomes an outcome."""
    unfit = _unfit(claim)
    if unfit is not None:
        return _failed(claim, *unfit)
    try:
        session = Session(claim.server, unseal(claim.sealed or b""), client)
        async with asyncio.timeout(store.call_limit().total_seconds()):
            said = await with_content(outgoing(claim.payload))
            shown = await connector(claim.network).publish(session, said, str(claim.id))
    except Unreadable:
        return _failed(claim, Outcome.ACCESS_LOST, "the credentials were sealed with a key that is gone")
    except TimeoutError:
        return _failed(claim, Outcome.UNKNOWN, "the network did not answer in time")
    except NetworkError as error:
        return _failed(claim, _OUTCOMES.get(type(error), Outcome.UNKNOWN), error.detail, error.retry_at)
    except Exception:
        log.exception("a connector failed", network=claim.network, delivery=str(claim.id))
        return _failed(claim, Outcome.UNKNOWN, "the connector failed")
    return Result(claim, Outcome.PUBLISHED, clock.now(), shown.remote_id, shown.url, shown.at)


_OUTCOMES: dict[type[NetworkError], Outcome] = {
    NotSent: Outcome.NOT_SENT,
    Refused: Outcome.REFUSED,
    AccessLost: Outcome.ACCESS_LOST,
}


def _unfit(claim: Claim) -> tuple[Outcome, str] | None:
    """Why this attempt is not to be made at all; None where it is."""
    if claim.sealed is None:
        return Outcome.ACCESS_LOST, "no credentials are kept for this account"
    if digest(claim.payload) != claim.digest:
        return Outcome.REFUSED, "the payload does not bear its digest"
    if clock.now() - claim.claimed_at > store.call_limit():
        # This process stood still since the claim; another may count the attempt as unknown any moment.
        return Outcome.NOT_SENT, "the worker was too slow to begin"
    return None


def _failed(claim: Claim, outcome: Outcome, detail: str, retry_at: datetime | None = None) -> Result:
    return Result(claim, outcome, clock.now(), detail=detail, retry_at=retry_at)
