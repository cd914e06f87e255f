"""Real processes: what dies is brought back, and nothing is left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sanglap.launch import serve
from sanglap.launch.postgres import leftovers
from sanglap.launch.supervisor import NotReady, Service, Supervisor

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]

# Starts a child of its own, answers every request, and does not mind being asked to stop.
STUBBORN = """
import http.server, signal, subprocess, sys
from pathlib import Path
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
Path(sys.argv[1]).write_text(str(child.pid))
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Answer).serve_forever()
"""
SLEEPER = "import time; time.sleep(60)"
SUPERVISING = """
import sys
from pathlib import Path
from sanglap.launch.supervisor import Service, Supervisor
supervisor = Supervisor(None, print)
supervisor.listen()
try:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    for name in ("one", "two"):
        service = Service(name, sleeper, Path(sys.argv[1]) / name)
        supervisor.add(service)
        print(service.process.pid, flush=True)
    supervisor.run()
except KeyboardInterrupt:
    pass
finally:
    supervisor.stop()
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(None, said.append)
    yield made
    made.stop()


def service(folder: Path, name: str, script: str, *words: str, health: str = "") -> Service:
    return Service(name, [sys.executable, "-c", script, *words], folder / f"{name}.log", health=health)


def until(holds: Callable[[], bool], step: Callable[[], object] = lambda: None) -> None:
    end = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < end
        step()
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def number(one: Service) -> int:
    assert one.process is not None
    return one.process.pid


def test_what_dies_is_brought_back_and_others_are_not_kept_waiting(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    steady, hopeless = (
        service(tmp_path, "steady", SLEEPER),
        service(tmp_path, "hopeless", "raise SystemExit('no luck')"),
    )
    supervisor.add(steady)
    supervisor.services.append(hopeless)
    hopeless.start()
    until(lambda: sum("hopeless ended (code 1)" in text for text in said) == 3, supervisor.look)
    assert hopeless.pause == 3.5, "it waits longer each time: 0.5, 1.5, 3.5 seconds"
    assert any("no luck" in text for text in said), "why it ended is said on the terminal"
    killed = number(steady)
    os.kill(killed, signal.SIGKILL)
    until(lambda: number(steady) != killed, supervisor.look)
    assert not steady.dead
    assert hopeless.due is not None, "the other one still waits for its time"


def test_nothing_is_left_even_of_those_who_will_not_stop(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanglap.launch.supervisor.STOP_SECONDS", 1.0)
    port = free_port()
    stubborn = service(
        tmp_path, "stubborn", STUBBORN, str(tmp_path / "child"), str(port), health=f"http://127.0.0.1:{port}/"
    )
    supervisor.add(stubborn)
    child = int((tmp_path / "child").read_text())
    assert leftovers.is_alive(child)
    supervisor.stop()
    assert stubborn.dead
    until(lambda: not leftovers.is_alive(child))


def test_what_does_not_come_up_says_why(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="no luck today"):
        supervisor.add(service(tmp_path, "web", "raise SystemExit('no luck today')", health="http://127.0.0.1:9/"))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_the_command_ends_its_processes_end(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", SUPERVISING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        pids = [int(process.stdout.readline()) for _ in ("one", "two") if process.stdout.readline()]
        assert all(leftovers.is_alive(pid) for pid in pids)
        process.send_signal(how)
        process.wait(10)
    assert len(pids) == 2
    until(lambda: not any(leftovers.is_alive(pid) for pid in pids))


@pytest.mark.parametrize("place", ["127.0.0.1", "::1", "0.0.0.0"])  # noqa: S104 - a listener of the test's own
def test_a_port_that_is_taken_is_refused_in_one_line(place: str) -> None:
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    with socket.socket(family) as taken:
        try:
            taken.bind((place, 0))
        except OSError:
            pytest.skip(f"this machine has no {place}")
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(serve.Refused, match=rf"Port {port} is in use.*PORT=\d+ make demo$"):
            serve.refuse_taken(port)
    serve.refuse_taken(port)
    assert f"127.0.0.1:{port}" in serve.listeners(port)
    with pytest.raises(serve.Refused, match="does not exist"):
        serve.refuse_taken(65_536)
