"""The embedded PostgreSQL comes back, whatever befell it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sanglap.launch.postgres import leftovers
from sanglap.launch.postgres.cluster import USER, Cluster
from sanglap.launch.postgres.database import Unfit, check, ensure_exists
from sanglap.launch.postgres.place import LONGEST_SOCKET, SOCKET

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]

Make = Callable[..., Cluster]

STARTER = """
import sys
from pathlib import Path
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.postgres.database import ensure_exists
cluster = Cluster("chaos", Path(sys.argv[1]), durable=False)
cluster.start()
ensure_exists(cluster.url("postgres"), "town")
print("owner" if cluster.owned else "guest", flush=True)
sys.stdin.read()
cluster.stop()
"""


class Starter:
    """Another process that starts the cluster, and stops it when told."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def word(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def stop(self) -> int:
        self.process.communicate(timeout=20)
        return self.process.returncode


def postmaster(cluster: Cluster) -> int:
    return int((cluster.place.data / "postmaster.pid").read_text().splitlines()[0])


def ask(cluster: Cluster, query: Any, database: str = "postgres") -> object:
    with psycopg.connect(cluster.url(database), autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def kill_and_bury(cluster: Cluster) -> None:
    """kill -9 of the postmaster that this process started."""
    assert cluster._server is not None
    cluster._server.kill()
    cluster._server.wait()


def test_two_start_at_once_and_one_server_serves_both(tmp_path: Path, make_cluster: Make) -> None:
    cluster = make_cluster()
    starters = [Starter(tmp_path), Starter(tmp_path)]
    words = {starter.word(): starter for starter in starters}
    assert set(words) == {"owner", "guest"}
    assert ask(cluster, "SELECT 1", "town") == 1
    assert words["guest"].stop() == 0
    assert ask(cluster, "SELECT 1", "town") == 1, "a guest who leaves takes nothing with him"
    assert words["owner"].stop() == 0
    with pytest.raises(psycopg.OperationalError):
        ask(cluster, "SELECT 1")


def test_a_guest_takes_over_when_the_owner_leaves(tmp_path: Path, make_cluster: Make) -> None:
    owner = Starter(tmp_path)
    assert owner.word() == "owner"
    cluster = make_cluster()
    cluster.start()
    cluster.look_after()
    assert not cluster.owned
    owner.stop()
    cluster.look_after()
    assert cluster.owned
    assert ask(cluster, "SELECT 1", "town") == 1


def test_the_server_dies_with_a_launcher_that_is_killed(tmp_path: Path, make_cluster: Make) -> None:
    owner = Starter(tmp_path)
    assert owner.word() == "owner"
    cluster = make_cluster()
    server = postmaster(cluster)
    owner.process.kill()
    owner.process.communicate()
    cluster.start()
    assert cluster.owned
    assert postmaster(cluster) != server
    assert not leftovers.is_alive(server)


@contextmanager
def working_backend(cluster: Cluster) -> Iterator[int]:
    """A backend that is at work, which outlives its postmaster for a while and holds the old memory; its number."""
    busy = psycopg.connect(cluster.url("postgres"), autocommit=True)
    try:
        busy.pgconn.send_query(b"SELECT sum(n) FROM generate_series(1, 6000000) AS n")
        time.sleep(0.2)
        yield busy.info.backend_pid
    finally:
        busy.close()


def test_killed_in_mid_work_and_started_again_at_once(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    ask(cluster, "CHECKPOINT")
    with working_backend(cluster) as backend:
        kill_and_bury(cluster)
        assert leftovers.is_alive(backend)
        cluster.look_after()
        assert not leftovers.is_alive(backend), "two generations of servers never share a cluster"
    assert ask(cluster, "SELECT count(*) FROM kept") == 1000


def test_killed_and_started_by_another_at_once(tmp_path: Path, make_cluster: Make) -> None:
    first = make_cluster()
    first.start()
    kill_and_bury(first)
    first.stop()
    second = make_cluster()
    second.start()
    assert second.owned
    assert ask(second, "SELECT 1") == 1


def test_a_lock_file_whose_number_is_another_program_now(make_cluster: Make) -> None:
    first = make_cluster()
    first.start()
    file = first.place.data / "postmaster.pid"
    owner = first.place.owner
    with (
        working_backend(first) as backend,
        # The other program runs as the server's user: PostgreSQL itself then refuses to start.
        subprocess.Popen(["sleep", "60"], user=owner.pw_uid if owner else None) as other,
    ):
        kill_and_bury(first)
        first.stop()
        file.write_text("\n".join([str(other.pid), *file.read_text().splitlines()[1:], ""]))
        second = make_cluster()
        assert leftovers.is_alive(backend)
        second.start()
        assert not leftovers.is_alive(backend), "two generations of servers never share a cluster"
        assert ask(second, "SELECT 1") == 1
        assert other.poll() is None, "a program that is not ours is left alone"
        other.kill()


def test_a_server_that_was_left_over_is_taken_down(make_cluster: Make) -> None:
    said: list[str] = []
    first = make_cluster()
    first.start()
    left = postmaster(first)
    # As if its launcher had died without a word where the system does not tell the children.
    assert first._lock is not None
    first._lock.close()
    second = make_cluster(said=said)
    second.start()
    assert not leftovers.is_alive(left)
    assert ask(second, "SELECT 1") == 1
    assert said == ["stopping a database server that was left over"]


def test_a_kill_during_initdb_leaves_no_half_cluster(make_cluster: Make) -> None:
    cluster = make_cluster()
    half = cluster.place.data.with_name("data.half")
    half.mkdir()
    (half / "rubbish").touch()
    cluster.place.data.mkdir()
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    assert not half.exists()


def test_a_socket_path_that_is_too_long(tmp_path: Path, make_cluster: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("a long name " * 8)
    # Root's clusters lie elsewhere; this is about a folder that is deep.
    monkeypatch.setattr("sanglap.launch.postgres.place.ROOTS_HOME", _open(deep))
    cluster = make_cluster(deep)
    assert len(str(cluster.place.data)) > LONGEST_SOCKET
    assert len(str(cluster.place.socket / SOCKET)) <= LONGEST_SOCKET
    assert stat.S_IMODE(cluster.place.socket.stat().st_mode) == 0o700
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1


def _open(folder: Path) -> Path:
    """The folder, made so that the server's user gets there."""
    folder.mkdir(parents=True)
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.geteuid() and path.is_relative_to("/tmp"):  # noqa: S108 - pytest's own folders
            path.chmod(path.stat().st_mode | 0o011)
    return folder


def test_what_the_caller_has_set_for_postgresql_changes_nothing(
    make_cluster: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGUSER": "nobody", "PGDATABASE": "x", "LC_ALL": "C", "PGDATA": "/"}.items():
        monkeypatch.setenv(name, value)
    cluster = make_cluster()
    cluster.start()
    ensure_exists(cluster.url("postgres"), "town")
    assert check(cluster.url("town"))
    assert ask(cluster, "SELECT current_user", "town") == USER
    assert ask(cluster, "SHOW listen_addresses") == ""


def test_databases_that_are_not_fit_are_refused(make_cluster: Make) -> None:
    cluster = make_cluster()
    cluster.start()
    ask(cluster, "CREATE DATABASE plain LOCALE 'C' ENCODING 'UTF8' TEMPLATE template0")
    ask(cluster, "CREATE DATABASE old LOCALE 'C' ENCODING 'SQL_ASCII' TEMPLATE template0")
    with pytest.raises(Unfit, match="cannot search in Bangla"):
        check(cluster.url("plain"))
    with pytest.raises(Unfit, match="not in UTF8"):
        check(cluster.url("old"))
    with pytest.raises(Unfit, match="does not answer"):
        check(cluster.url("nowhere"))
    with pytest.raises(Unfit, match="is no address") as refused:
        check("a secret: word")
    assert "secret" not in str(refused.value)
