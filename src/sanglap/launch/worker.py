"""The worker process: the outbox's engine, every loop, and the jobs; any number of these may run, on any machines."""

import asyncio
import signal
import threading
from collections.abc import Iterable
from typing import cast

import psycopg
import structlog
from django.db import Error as DatabaseFault
from django.db import close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from sanglap.audit.services import current_act
from sanglap.core.ids import new_id
from sanglap.core.jobs import CHANNEL, LOOPS, Loop
from sanglap.outbox.engine import Engine
from sanglap.outbox.jobs import ENGINE_WAKES

log = structlog.get_logger(__name__)

JOBS_AT_ONCE = 4
BACK_OFF = 1.0
"""Seconds to wait after the database went away."""


class LoopThread(threading.Thread):
    """Runs one loop until stopped; a fault in one turn is logged and the next turn comes all the same."""

    def __init__(self, loop: Loop) -> None:
        super().__init__(name=loop.name, daemon=True)
        self.loop = loop
        self.awake = threading.Event()
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            self.awake.clear()
            if not self._turn() and not self.stopping.wait(self.loop.rest):
                self.awake.wait(self.loop.every)
        connection.close()

    def _turn(self) -> bool:
        close_old_connections()
        token = current_act.set(new_id())
        try:
            return self.loop.run()
        except DatabaseFault as error:
            log.warning("loop waits for the database", loop=self.name, error=type(error).__name__)
            self.awake.wait(BACK_OFF)
        except Exception:
            log.exception("loop failed", loop=self.name)
            self.awake.wait(BACK_OFF)
        finally:
            current_act.reset(token)
        return False

    def stop(self) -> None:
        self.stopping.set()
        self.awake.set()


class Worker:
    """All that one worker process does, from `run` until a signal."""

    def __init__(self) -> None:
        self.threads = [LoopThread(loop) for loop in LOOPS.values()]
        self.done = asyncio.Event()

    async def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, self.done.set)
        self.engine = Engine()
        for thread in self.threads:
            thread.start()
        tasks = [asyncio.create_task(work) for work in (self.engine.run(), self._listen(), self._jobs())]
        log.info("worker ready", loops=sorted(LOOPS))
        await self.done.wait()
        await self._stop(tasks)

    async def _stop(self, tasks: Iterable[asyncio.Task[None]]) -> None:
        engine, *others = tasks
        for thread in self.threads:
            thread.stop()
        self.engine.stop()
        for task in others:
            task.cancel()
        await asyncio.gather(engine, *others, return_exceptions=True)
        for thread in self.threads:
            await asyncio.to_thread(thread.join, 5)
        log.info("worker stopped")

    async def _listen(self) -> None:
        """Hear what the database's other users committed, and wake who waits for it."""
        while True:
            try:
                await self._hear()
            except psycopg.OperationalError as error:
                log.warning("no ear at the database", error=type(error).__name__)
                await asyncio.sleep(BACK_OFF)

    async def _hear(self) -> None:
        settings = connection.get_connection_params()
        for ours in ("cursor_factory", "context"):
            settings.pop(ours, None)
        async with await psycopg.AsyncConnection.connect(**settings, autocommit=True) as ear:
            await ear.execute(f"LISTEN {CHANNEL}")
            async for heard in ear.notifies():
                self._wake(heard.payload)

    def _wake(self, word: str) -> None:
        if word in ENGINE_WAKES:
            self.engine.awaken()
        for thread in self.threads:
            if word in thread.loop.wakes:
                thread.awake.set()

    async def _jobs(self) -> None:
        """Take jobs until cancelled; the library's worker is begun again when the database was away."""
        while True:
            try:
                # Jobs are fetched through a connector of the library's own; what they defer goes through Django's.
                jobs = app.with_connector(cast("DjangoConnector", app.connector).get_worker_connector())
                async with jobs.open_async():
                    await jobs.run_worker_async(concurrency=JOBS_AT_ONCE, install_signal_handlers=False, wait=True)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever ended it, jobs must go on being taken
                log.warning("jobs wait for the database", error=type(error).__name__)
            await asyncio.sleep(BACK_OFF)


def run() -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished and recorded first. Django must be set up."""

    async def work() -> None:
        await Worker().run()

    asyncio.run(work())
