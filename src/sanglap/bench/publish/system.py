"""`sanglap serve` in a folder of its own, with its own database and practice network; parts of it can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.test import override_settings

from sanglap.bench.place import entered, free_port, wait

PARTS = {"worker": "sanglap.launch worker", "web": "sanglap.config.wsgi", "database": "postgres -D"}
"""What can be killed, by a part of its command line."""
STOP_SECONDS = 20
MANY = 1_000_000_000
"""Calls in five minutes that its practice network allows: the limit is not what is measured."""


class System:
    """The running processes. `practice` is the address of its practice network, `database_url` that of its database."""

    def __init__(self, folder: Path, *, server: str, workers: int) -> None:
        self._port = _two_free_ports()
        self.practice = f"http://127.0.0.1:{self._port + 1}"
        self.called = _host_and_port(server or self.practice)
        self.database_url = ""
        self._data: Path | None = None
        self._serve: subprocess.Popen[bytes] | None = None
        self._log = folder / "serve.log"
        given = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SANGLAP_HOSTS"}}
        self._environment = {
            **given,
            "SANGLAP_VAR_DIR": str(folder),
            "PORT": str(self._port),
            "SANGLAP_WORKERS": str(workers),
            "SANGLAP_LOG_LEVEL": "WARNING",
            "SANGLAP_PRACTICE_RATE": str(MANY),
            "SANGLAP_CREDENTIAL_KEYS": settings.SANGLAP_CREDENTIAL_KEYS,
            "SANGLAP_OUTBOUND_ALLOW": ",".join([*settings.SANGLAP_OUTBOUND_ALLOW, self.called]),
        }

    def start(self) -> None:
        """Start all of it and wait until it serves; the cast's offices and people are there then."""
        with self._log.open("ab") as log:
            self._serve = subprocess.Popen(
                [sys.executable, "-m", "sanglap.launch", "serve"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait(f"http://127.0.0.1:{self._port}/health/")
        except TimeoutError as error:
            raise RuntimeError(f"the system does not come up:\n{self._log.read_text()[-4000:]}") from error
        self.database_url = self._run("sanglap.launch", "database").strip()
        with psycopg.connect(self.database_url) as server:
            ((data,),) = server.execute("SHOW data_directory").fetchall()
        self._data = Path(data)
        self._run("django", "demo_seed", "--people-only", SANGLAP_DEMO="true", DATABASE_URL=self.database_url)

    def _run(self, module: str, *words: str, **more: str) -> str:
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(
            command, env={**self._environment, **more}, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Django here works on its database and may call the network that it calls."""
        allowed = [*settings.SANGLAP_OUTBOUND_ALLOW, self.called]
        with override_settings(SANGLAP_OUTBOUND_ALLOW=allowed), entered(self.database_url):
            yield

    def running(self, part: str) -> list[int]:
        """The processes of that part, as long as they are alive."""
        if self._serve is None:
            return []
        words = ["ps", "-eww", "-o", "pid=,ppid=,stat=,command="]
        shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        rows = (line.split(None, 3) for line in shown.splitlines())
        return [
            int(pid)
            for pid, parent, state, command in rows
            if int(parent) == self._serve.pid and PARTS[part] in command and not state.startswith("Z")
        ]

    def stop(self) -> None:
        """End everything, and forget its data: where root runs it they do not lie in the folder."""
        if self._serve is not None:
            self._serve.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._serve.wait(STOP_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(self._serve.pid, signal.SIGKILL)
            self._serve.wait()
        if self._data is not None:
            shutil.rmtree(self._data.parent, ignore_errors=True)


def _host_and_port(server: str) -> str:
    parts = urlsplit(server)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _two_free_ports() -> int:
    """The first of two neighbours: the practice network takes the next one."""
    while True:
        port = free_port()
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port + 1))
            return port


@contextmanager
def system(*, server: str, workers: int) -> Iterator[System]:
    """A system that calls that network ("": its own practice network); gone afterwards, with its data."""
    with tempfile.TemporaryDirectory(prefix="sanglap-bench-") as folder:
        made = System(Path(folder), server=server, workers=workers)
        try:
            made.start()
            yield made
        finally:
            made.stop()
