"""Starts that meet another start, a stranger's number, or a stranger's port; and the command as a person types it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sanglap.launch.postgres import place
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.postgres.database import check, ensure_exists
from sanglap.launch.serve import Refused, refuse_taken
from sanglap.launch.supervisor import Service

pytestmark = pytest.mark.chaos
TESTS_OWN = (
    "DATABASE_URL",
    "SANGLAP_VAR_DIR",
    "SANGLAP_TEST_SERVER",
    "SANGLAP_TEST_TEMPLATE",
    "DJANGO_SETTINGS_MODULE",
)
ANSWERING = """
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({status}); self.end_headers()
http.server.HTTPServer(("127.0.0.1", {port}), Answer).serve_forever()
"""
Make = Callable[..., Cluster]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_many_make_one_database_at_once(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.start()

    def begin(name: str) -> str:
        ensure_exists(cluster.url("postgres"), name)
        return check(cluster.url(name))

    with ThreadPoolExecutor(6) as people:
        for turn in range(3):
            assert len(set(people.map(begin, [f"made_{turn}"] * 6))) == 1


def test_socket_lock_whose_number_is_another_programs_now(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.start()
    server, owner = cluster._server, cluster.place.owner
    assert server is not None
    server.kill()
    server.wait(10)
    as_server: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    with subprocess.Popen(["sleep", "60"], **as_server) as other:
        lock = cluster.place.socket / f"{place.SOCKET}.lock"
        lock.write_text("\n".join([str(other.pid), *lock.read_text().splitlines()[1:]]) + "\n")
        cluster.look_after()
        with psycopg.connect(cluster.url("postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert other.poll() is None
        other.kill()


@pytest.mark.parametrize("status", [200, 301, 400])
def test_whatever_a_service_answers_it_is_up(tmp_path: Path, status: int) -> None:
    port = free_port()
    command = [sys.executable, "-c", ANSWERING.format(status=status, port=port)]
    service = Service("web", command, tmp_path / "web.log", {}, f"http://127.0.0.1:{port}/health/")
    service.start()
    assert service.process is not None
    try:
        service.wait_ready()
    finally:
        service.process.kill()
        service.process.wait(5)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="the kernel tells elsewhere who listens")
def test_who_holds_a_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=rf"Port {port} is in use by process {os.getpid()} \(.*PORT="):
            refuse_taken(port)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
def test_programs_that_the_servers_user_cannot_reach_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "ROOTS_HOME", tmp_path / "roots")
    place.ROOTS_HOME.mkdir()
    programs = tmp_path / "closed" / "package" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("#!/bin/sh\n")
    (programs / "postgres").chmod(0o700)
    (tmp_path / "closed").chmod(0o700)
    with ThreadPoolExecutor(4) as people:
        copies = list(people.map(lambda _: place._reachable(programs, place._other_user()), range(4)))
    assert len(set(copies)) == 1
    assert (copies[0] / "postgres").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in place.ROOTS_HOME.iterdir()] == [copies[0].parents[2].name]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A var folder of one's own and no DATABASE_URL; the server's home is removed afterwards."""
    kept = {name: value for name, value in os.environ.items() if name not in TESTS_OWN}
    yield {**kept, "SANGLAP_VAR_DIR": str(tmp_path), "PORT": str(free_port())}
    home = Cluster("postgres", tmp_path).place.data.parent
    if place.ROOTS_HOME in home.parents:
        shutil.rmtree(home)


def sanglap(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sanglap.launch", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_commands_start_the_server_for_as_long_as_they_last(tmp_path: Path, environment: dict[str, str]) -> None:
    done = sanglap(environment, "migrate", "-v0")
    assert (done.returncode, done.stderr) == (0, "")
    doctor = sanglap(environment, "doctor").stdout
    assert "✓ Database" in doctor
    assert "✓ Migrations" in doctor
    assert not (Cluster("postgres", tmp_path).place.data / "postmaster.pid").exists()


def test_no_server_of_ours_beside_a_given_database(tmp_path: Path, environment: dict[str, str]) -> None:
    refused = sanglap({**environment, "DATABASE_URL": "postgresql://x@/nowhere?host=/nonexistent"}, "migrate")
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "does not answer" in refused.stderr
    assert not Cluster("postgres", tmp_path).place.data.exists()
