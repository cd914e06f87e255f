"""`sanglap serve`: everything as one command, whatever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from sanglap.demo import cast
from sanglap.launch.postgres.cluster import Cluster
from tests.running import free_port, wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]


class Command:
    """`sanglap serve --demo` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "said.log"
        self.cluster = Cluster("postgres", self.var)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        given = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SANGLAP_HOSTS"}}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sanglap.launch", "serve", "--demo"],
                stdout=log,
                stderr=log,
                env={**given, "SANGLAP_VAR_DIR": str(self.var), "PORT": str(self.port)},
                start_new_session=True,
            )
        # The first start tells a year.
        wait_until("all is up", lambda: "Ctrl-C stops everything" in self.log.read_text(), 300)

    def postmaster(self) -> int:
        """The server's process; 0 while there is none."""
        try:
            return int((self.cluster.place.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError):
            return 0

    def healthy(self) -> bool:
        try:
            return httpx.get(self.url + "/health/", timeout=5, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def left(self) -> list[str]:
        """Processes that work in the folder."""
        shown = subprocess.run(["ps", "-eww", "-o", "pid=,stat=,command="], capture_output=True, text=True, check=True)
        marks = (str(self.var), str(self.cluster.place.data), f":{self.port}", f":{self.port + 1}")
        return [line for line in shown.stdout.splitlines() if any(mark in line for mark in marks) and " Z" not in line]


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """One folder for all: its first start tells a year, the later ones find it told."""
    made = Command(tmp_path_factory.mktemp("serve"))
    yield made
    if made.process is not None and made.process.poll() is None:
        os.killpg(made.process.pid, signal.SIGKILL)
        made.process.wait()
    wait_until("nothing is left", lambda: not made.left(), 20)
    if made.cluster.place.owner is not None:
        shutil.rmtree(made.cluster.place.data.parent)


def _people(command: Command) -> int:
    with psycopg.connect(command.cluster.url("sanglap")) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM people_user").fetchall()
    return int(count)


def test_whatever_is_killed_comes_back_and_everything_stops(command: Command) -> None:
    # One test, so that the year is told once, whichever workers there are.
    _postgres_is_killed(command)
    _the_launcher_is_killed(command)


def _postgres_is_killed(command: Command) -> None:
    command.start()
    for name in ("localhost", "127.0.0.1"):
        assert httpx.get(f"http://{name}:{command.port}/", trust_env=False).status_code == 200
    people = _people(command)
    assert people >= len(cast.PEOPLE)
    killed = command.postmaster()
    os.kill(killed, signal.SIGKILL)
    wait_until("PostgreSQL is back", lambda: command.postmaster() not in {0, killed} and command.healthy(), 60)
    assert _people(command) == people
    assert command.process is not None
    # What else dies is brought back, too.
    (worker,) = (line.split()[0] for line in _lines("sanglap.launch worker") if _child_of(line, command.process.pid))
    os.kill(int(worker), signal.SIGKILL)
    wait_until(
        "the worker is back",
        lambda: any(
            _child_of(line, command.process.pid) and line.split()[0] != worker
            for line in _lines("sanglap.launch worker")
        ),
        30,
    )
    command.process.send_signal(signal.SIGINT)
    assert command.process.wait(15) == 0
    wait_until("nothing is left", lambda: not command.left(), 3)


def _the_launcher_is_killed(command: Command) -> None:
    command.start()
    assert command.process is not None
    os.kill(command.process.pid, signal.SIGKILL)
    command.process.wait()
    command.log.write_text("")
    # The old processes go with their parent; their ports are free again within moments.
    wait_until("the ports are free", lambda: not any(f":{command.port}" in line for line in command.left()), 15)
    command.start()
    assert command.healthy()
    command.process.terminate()
    assert command.process.wait(15) == 0


def _lines(mark: str) -> list[str]:
    shown = subprocess.run(["ps", "-eww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True)
    return [line for line in shown.stdout.splitlines() if mark in line]


def _child_of(line: str, parent: int) -> bool:
    return int(line.split()[1]) == parent
