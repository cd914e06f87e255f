"""Several processes as one command: started in order, brought back when they die, stopped together, none left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from sanglap.launch.children import die_with_parent
from sanglap.launch.postgres.cluster import Cluster

LOOK_EVERY = 0.2
STOP_SECONDS = 6.0
CALM_SECONDS = 30.0
"""A process that lived so long has earned a fresh start when it dies; one that dies sooner waits longer each time."""
LONGEST_PAUSE = 15.0
READY_SECONDS = 60.0


class NotReady(Exception):
    """A process did not come up. The message says which, and where its log is."""


@dataclass
class Service:
    """One process: what to run, and where it answers when it is ready ("" : it needs not answer)."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    health: str = ""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    pause: float = 0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - main thread
            )
        self.started = time.monotonic()

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
                if httpx.get(self.health, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                    return
            time.sleep(0.1)
        if self.health or self.dead:
            raise NotReady(f"The {self.name} process does not come up; see {self.log}")

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to the process and whatever it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)


class Supervisor:
    """Keeps services running, and the cluster beneath them if it is ours."""

    def __init__(self, cluster: Cluster | None, say: Callable[[str], None]) -> None:
        self.cluster = cluster
        self.services: list[Service] = []
        self.say = say
        self.stopping = False
        self._signals = 0

    def add(self, service: Service) -> None:
        """Start a service and wait until it answers. Raises NotReady."""
        self.say(f"starting {service.name}")
        self.services.append(service)
        service.start()
        service.wait_ready()

    def listen(self) -> None:
        """Stop upon Ctrl-C and SIGTERM; a second one stops at once."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._signals += 1
        if not self.stopping:
            self.stopping = True
            # Whatever it was waiting for, it stops waiting.
            raise KeyboardInterrupt
        for service in self.services:
            service.signal(signal.SIGKILL)

    def run(self) -> None:
        """Watch until told to stop."""
        while not self.stopping:
            self._look()
            time.sleep(LOOK_EVERY)

    def _look(self) -> None:
        if self.cluster is not None and self.cluster.owned and not self.cluster.running:
            self.say("the database server died; starting it again")
            self.cluster.restart()
        for service in self.services:
            if service.dead:
                self._bring_back(service)

    def _bring_back(self, service: Service) -> None:
        lived = time.monotonic() - service.started
        service.pause = 0 if lived > CALM_SECONDS else min(service.pause * 2 + 0.5, LONGEST_PAUSE)
        code = service.process.returncode if service.process else None
        self.say(
            f"{service.name} ended (code {code}); starting it again"
            + (f" in {service.pause:.1f} s" if service.pause else "")
        )
        # What it had started dies with it.
        service.signal(signal.SIGKILL)
        time.sleep(service.pause)
        service.start()

    def stop(self) -> None:
        """Stop everything: first those who use the database, then the database."""
        self.stopping = True
        for service in self.services:
            service.signal(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for service in self.services:
            if service.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    service.process.wait(max(end - time.monotonic(), 0.01))
                service.signal(signal.SIGKILL)
                service.process.wait()
        if self.cluster is not None:
            self.cluster.stop()
