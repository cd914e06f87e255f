"""Several processes as one command: started in order, brought back when they die, stopped together, none left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from sanglap.launch.children import LastWords, die_with_parent
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.postgres.place import NoServer

LOOK_EVERY = 0.2
CALM_SECONDS = 30.0
"""A process that lived so long has earned a fresh start when it dies; one that dies sooner waits longer each time."""
LONGEST_PAUSE = 15.0
READY_SECONDS = 60.0
# Together less than ten seconds, with what it takes to send the signals.
STOP_SECONDS = 5.0
STOP_LAST_SECONDS = 1.5
STOP_DATABASE_SECONDS = 2.0


class NotReady(Exception):
    """A process did not come up. The message says which, and what it said last."""


@dataclass
class Service:
    """One process: what to run, and where it answers when it is ready ("" : it needs not answer)."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    health: str = ""
    stops_last: bool = False
    """Others talk to it until their very end."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    pause: float = 0
    due: float | None = None
    """When it is to be started again; None while it runs."""

    def __post_init__(self) -> None:
        self._words = LastWords(self.log)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._words.begin()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it calls nothing but prctl
            )
        self.started = time.monotonic()
        self.due = None

    @property
    def dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def wait_ready(self) -> None:
        """Until it answers. Raises NotReady."""
        end = time.monotonic() + READY_SECONDS
        while self.health and time.monotonic() < end:
            if self.dead:
                break
            with contextlib.suppress(httpx.TransportError):
                # A host name that is refused and a redirect to TLS are answers too.
                if not httpx.get(self.health, timeout=5, trust_env=False).is_server_error:
                    return
            time.sleep(0.1)
        if self.health or self.dead:
            raise NotReady(f"The {self.name} process does not come up; its log is {self.log}\n{self.last_words()}")

    def last_words(self) -> str:
        """The end of its log, set in for the terminal."""
        return "\n".join(f"    {line}" for line in self._words.text().splitlines())

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to the process and whatever it started."""
        if self.process is not None:
            # Where the system refuses, all of the group are dead already, and only not buried.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, how)


class Supervisor:
    """Keeps services running, and the embedded database beneath them."""

    def __init__(self, cluster: Cluster | None, say: Callable[[str], None]) -> None:
        self.cluster = cluster
        self.services: list[Service] = []
        self.say = say
        self.stopping = False
        self._signals = 0
        self._database_due = 0.0
        self._database_pause = 0.0

    def add(self, service: Service) -> None:
        """Start a service and wait until it answers. Raises NotReady."""
        self.say(f"starting {service.name}")
        self.services.append(service)
        service.start()
        service.wait_ready()

    def listen(self) -> None:
        """Stop upon Ctrl-C, SIGTERM and a closed terminal; a second one stops at once."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._signals += 1
        if not self.stopping:
            self.stopping = True
            # Whatever it was waiting for, it stops waiting.
            raise KeyboardInterrupt
        for service in self.services:
            service.signal(signal.SIGKILL)
        if self.cluster is not None:
            self.cluster.hurry()

    def run(self) -> None:
        """Watch until told to stop."""
        while not self.stopping:
            self.look()
            time.sleep(LOOK_EVERY)

    def look(self) -> None:
        """Start again what died, each when its time has come."""
        self._look_after_database()
        for service in self.services:
            if service.dead:
                self._bring_back(service)

    def _look_after_database(self) -> None:
        if self.cluster is None or time.monotonic() < self._database_due:
            return
        try:
            self.cluster.look_after()
            self._database_pause = 0.0
        except NoServer as error:
            self._database_pause = _longer(self._database_pause)
            self._database_due = time.monotonic() + self._database_pause
            self.say(f"{error}\n  trying again in {self._database_pause:.1f} s")

    def _bring_back(self, service: Service) -> None:
        now = time.monotonic()
        if service.due is None:
            service.pause = 0.0 if now - service.started > CALM_SECONDS else _longer(service.pause)
            service.due = now + service.pause
            code = service.process.returncode if service.process else None
            self.say(f"{service.name} ended (code {code}); starting it again in {service.pause:.1f} s")
            # Who ended by himself says why; who was killed had no time to.
            if (code or 0) > 0 and (words := service.last_words()):
                self.say(f"the end of {service.log}:\n{words}")
            # What it had started dies with it.
            service.signal(signal.SIGKILL)
        if now >= service.due:
            service.start()

    def stop(self) -> None:
        """Stop everything: first those who use the others, then the others, then the database."""
        self.stopping = True
        _stop([service for service in self.services if not service.stops_last], STOP_SECONDS)
        _stop([service for service in self.services if service.stops_last], STOP_LAST_SECONDS)
        if self.cluster is not None:
            self.cluster.stop(STOP_DATABASE_SECONDS)


def _stop(services: Iterable[Service], seconds: float) -> None:
    end = time.monotonic() + seconds
    services = [service for service in services if service.process is not None]
    for service in services:
        service.signal(signal.SIGTERM)
    for service in services:
        if service.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                service.process.wait(max(end - time.monotonic(), 0.01))
            service.signal(signal.SIGKILL)
            service.process.wait()


def _longer(pause: float) -> float:
    return min(pause * 2 + 0.5, LONGEST_PAUSE)
