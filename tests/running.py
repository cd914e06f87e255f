"""Web, worker and practice network as real processes, for browser and chaos tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from sanglap.launch.testing import fresh_database
from sanglap.practice.testing import PracticeServer

WAIT = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """The processes and where they are. `environment` is what they were given."""

    url: str
    practice: PracticeServer
    database_url: str
    environment: Mapping[str, str]
    logs: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own; its output goes to a file of its name."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                env={**self.environment, **(more or {})},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes[name] = process
        return process

    def start_worker(
        self,
        *,
        script: str = "import django; django.setup(); from sanglap.launch.worker import run; run()",
        more: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        return self.start("worker", "-c", script, more=more)

    def kill(self, name: str) -> None:
        """kill -9, the whole session."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def command(self, *words: str) -> str:
        """Run one of Django's commands and give what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *words],
            env=dict(self.environment),
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query, values).fetchall()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for name in list(self.processes):
            with suppress(subprocess.TimeoutExpired):
                self.processes[name].wait(10)
            self.kill(name)


def wait_until(what: str, holds: object, seconds: float = WAIT) -> None:
    """Wait until `holds()` is true; fail with `what` when that takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]  # a callable
            return
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds:.0f} s in vain: {what}")


@contextmanager
def running_system(
    folder: Path, *, web: bool = True, worker: bool = True, call_seconds: float = 5
) -> Iterator[Running]:
    """The demo's cast on a fresh database, with the wanted processes running."""
    with fresh_database() as database_url, PracticeServer(folder, rate=100_000) as practice:
        place = practice.url.removeprefix("http://")
        port = free_port()
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "sanglap.config.settings",
            "SANGLAP_DEMO": "true",
            "SANGLAP_OUTBOUND_ALLOW": place,
            "SANGLAP_POLL_SECONDS": "1",
            "SANGLAP_CALL_SECONDS": str(call_seconds),
            "SANGLAP_HOSTS": "localhost,127.0.0.1",
        }
        running = Running(f"http://localhost:{port}", practice, database_url, environment, folder)
        try:
            running.command("demo_seed", "--server", practice.url)
            if web:
                running.start(
                    "web",
                    "-m",
                    "gunicorn",
                    "--threads",
                    "4",
                    "--no-control-socket",
                    "--bind",
                    f"127.0.0.1:{port}",
                    "sanglap.config.wsgi:application",
                )
                wait_until("the web process answers", lambda: _answers(running.url + "/health/"))
            if worker:
                running.start_worker()
            yield running
        finally:
            running.stop()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
