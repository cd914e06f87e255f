"""The one door to the outside world: claims, sends concurrently, records in batches."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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
from sanglap.outbox.payload import digest, key_of, outgoing
from sanglap.outbox.pictures import with_content
from sanglap.outbox.sending import Asked, laid_ready
from sanglap.outbox.states import Outcome
from sanglap.outbox.store import Claim, Result

log = structlog.get_logger(__name__)

SENDERS = 50
"""Calls under way at once in one process."""
REST = 1.0
"""Seconds between two looks when nothing is due and nothing wakes it."""
LOOK = 0.2
"""The same while calls are under way."""
TOGETHER = 20
"""So many results are written down at once, or fewer …"""
GATHER = 0.1
"""… so many seconds after the first of them came."""

P = ParamSpec("P")
T = TypeVar("T")


class Engine:
    """Runs until stopped. `awaken()` may be called from any thread."""

    def __init__(self) -> None:
        self._database = ThreadPoolExecutor(1, "outbox-database")
        self._awake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._stopping = False
        self._senders: set[asyncio.Task[None]] = set()
        self._results: asyncio.Queue[Result] = asyncio.Queue()
        self._open = 0
        """Attempts that were claimed and whose results are not on record."""

    def awaken(self) -> None:
        self._loop.call_soon_threadsafe(self._awake.set)

    def stop(self) -> None:
        """Claim nothing more; `run` returns when what is under way is on record."""
        self._stopping = True
        self.awaken()

    async def run(self) -> None:
        async with http.client(connections=SENDERS) as client:
            while self._open or not self._stopping:
                for claim in await self._claim(SENDERS - self._open):
                    self._begin(claim, client)
                if self._open:
                    await self._record(await self._gathered())
                else:
                    await self._pause()

    def _begin(self, claim: Claim, client: httpx.AsyncClient) -> None:
        async def work() -> None:
            self._results.put_nowait(await send(claim, client, self._may_go_on))

        self._open += 1
        sender = asyncio.create_task(work())
        self._senders.add(sender)
        sender.add_done_callback(self._senders.discard)

    async def _gathered(self) -> list[Result]:
        """The results that have come: none after LOOK seconds without any."""
        results: list[Result] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK) as limit:
                while len(results) < min(TOGETHER, self._open):
                    results.append(await self._results.get())
                    if len(results) == 1:
                        limit.reschedule(self._loop.time() + GATHER)
        while not self._results.empty():
            results.append(self._results.get_nowait())
        return results

    async def _claim(self, free: int) -> list[Claim]:
        if self._stopping or free <= 0:
            return []
        try:
            return await self._in_database(store.claim, free, now=clock.now())
        except DatabaseFault as error:
            log.warning("outbox waits for the database", error=type(error).__name__)
            await asyncio.sleep(REST)
            return []

    async def _may_go_on(self, claim: Claim) -> bool:
        return await self._in_database(store.may_go_on, claim, now=clock.now())

    async def _record(self, results: list[Result]) -> None:
        # What the network said is worth keeping: it is tried until the database is back.
        while True:
            try:
                await self._in_database(store.record, results)
            except DatabaseFault as error:
                log.warning("outbox waits to record", error=type(error).__name__, results=len(results))
                await asyncio.sleep(REST)
            else:
                self._open -= len(results)
                return

    async def _pause(self) -> None:
        self._awake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(REST):
                await self._awake.wait()

    async def _in_database(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            close_old_connections()
            return work(*args, **kwargs)

        return await self._loop.run_in_executor(self._database, run)


async def send(claim: Claim, client: httpx.AsyncClient, may_go_on: Asked | None = None) -> Result:
    """Make the one call of this attempt. Never raises: whatever happens becomes an outcome."""
    unfit = _unfit(claim)
    if unfit is not None:
        return _failed(claim, *unfit)
    try:
        session = Session(claim.server, unseal(claim.sealed or b""), client)
        said = outgoing(claim.payload).part(claim.part, claim.after)
        if said.recording:
            said = await laid_ready(claim, session, said, may_go_on)
        async with asyncio.timeout(store.call_limit().total_seconds()):
            said = await with_content(said) if not said.recording else said
            shown = await connector(claim.network).publish(session, said, key_of(claim.id, claim.part))
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
    if claim.part > 1 and not claim.after:
        return Outcome.REFUSED, "it is not on record where the part before it stands"
    if clock.now() - claim.claimed_at > store.call_limit():
        # This process stood still since the claim; another may count the attempt as unknown any moment.
        return Outcome.NOT_SENT, "the worker was too slow to begin"
    return None


def _failed(claim: Claim, outcome: Outcome, detail: str, retry_at: datetime | None = None) -> Result:
    return Result(claim, outcome, clock.now(), detail=detail, retry_at=retry_at)
