"""One PostgreSQL cluster: made, started, brought back after whatever befell it, stopped."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from sanglap.launch.children import die_with_parent
from sanglap.launch.postgres.place import NoServer, Place, find

USER = "sanglap"
READY_SECONDS = 600.0
"""Recovery after a crash may take long; that long is waited, with a word now and then."""
WORD_EVERY = 10.0

DURABLE = {"max_connections": "100", "shared_buffers": "128MB"}
FAST = {**DURABLE, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def _quiet(_said: str) -> None:
    """Say nothing."""


class Cluster:
    """A cluster in the var folder. The process that starts the server owns it and stops it; others only use it."""

    def __init__(self, name: str, var: Path, *, durable: bool = True, say: Callable[[str], None] = _quiet) -> None:
        self.place: Place = find(name, var)
        self.settings = DURABLE if durable else FAST
        self.say = say
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def owned(self) -> bool:
        """Whether this process started the server and has to stop it."""
        return self._lock is not None

    @property
    def running(self) -> bool:
        """Whether the server that this process started is still there."""
        return self._server is not None and self._server.poll() is None

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{quote(database)}?host={quote(str(self.place.socket), safe='')}"

    def start(self) -> None:
        """Start the server, or use the one that another process of ours started. Raises NoServer."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._take_lock():
            # Somebody else is starting it or runs it: use his, as soon as it answers.
            if self._answers():
                return
            if time.monotonic() > deadline:
                raise NoServer(f"Another process holds {self.place.lock} but its server does not answer.")
            time.sleep(0.1)
        try:
            self._make()
            self._clear_leftovers()
            self._launch(deadline)
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Bring the server back after it died. Raises NoServer."""
        self._clear_leftovers()
        self._launch(time.monotonic() + READY_SECONDS)

    def stop(self) -> None:
        """Stop the server if this process started it, and leave it to others to start."""
        if self._server is not None and self._server.poll() is None:
            _end(self._server)
        self._server = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def remove(self) -> bool:
        """Delete the cluster and all data in it; False where somebody is using it."""
        if not self._take_lock():
            return False
        self._clear_leftovers()
        shutil.rmtree(self.place.data, ignore_errors=True)
        self.stop()
        return True

    def _take_lock(self) -> bool:
        file = self.place.lock.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._lock = file
        return True

    def _make(self) -> None:
        """Initdb into a folder beside, which gets its name when it is whole: a kill leaves no half cluster."""
        if (self.place.data / "PG_VERSION").exists():
            return
        self.say("making the database cluster")
        half = self.place.data.with_name("data.half")
        for leftover in (half, self.place.data):
            shutil.rmtree(leftover, ignore_errors=True)
        # Under the C locale pg_trgm finds nothing in Bangla, hence C.UTF-8.
        made = self._run(
            "initdb",
            "-D",
            str(half),
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--auth=trust",
            f"--username={USER}",
            "--no-instructions",
        )
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
        half.rename(self.place.data)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self.place.programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.place.data.parent,
            env=_environment(),
            **self._as_owner(),  # type: ignore[call-overload]  # user, group
        )
        return done

    def _as_owner(self) -> dict[str, object]:
        owner = self.place.owner
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}

    def _clear_leftovers(self) -> None:
        """Take down a server of ours that outlived its launcher; forget a lock file whose number now is another's."""
        file = self.place.data / "postmaster.pid"
        try:
            pid = int(file.read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return
        if not _is_alive(pid):
            return
        if not _serves(pid, self.place.data):
            file.unlink(missing_ok=True)
            return
        self.say("stopping a database server that was left over")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        for _ in range(300):
            if not _is_alive(pid):
                return
            time.sleep(0.1)
        raise NoServer(f"A database server of an earlier start (process {pid}) does not stop. Stop it by hand.")

    def _launch(self, deadline: float) -> None:
        said = time.monotonic()
        self._spawn()
        while not self._answers():
            if time.monotonic() > deadline:
                raise NoServer(f"The database server does not become ready; see {self.place.log}")
            if not self.running:
                self._respawn(deadline)
            if time.monotonic() - said > WORD_EVERY:
                said = time.monotonic()
                self.say("waiting for the database to recover")
            time.sleep(0.05)

    def _respawn(self, deadline: float) -> None:
        # Right after a kill -9 the old server's children may still hold its memory; they go within moments.
        if "pre-existing shared memory" not in self._last_words() or time.monotonic() > deadline:
            raise NoServer(f"The database server did not start; see {self.place.log}\n{self._last_words()}")
        time.sleep(0.3)
        self._spawn()

    def _spawn(self) -> None:
        options = {**self.settings, "listen_addresses": "", "unix_socket_directories": str(self.place.socket)}
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self.place.log.open("ab") as log:
            self._log_from = log.tell()
            self._server = subprocess.Popen(  # type: ignore[call-overload]  # user, group
                [str(self.place.programs / "postgres"), "-D", str(self.place.data), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place.data,
                env=_environment(),
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - one thread starts it
                **self._as_owner(),
            )

    def _last_words(self) -> str:
        with self.place.log.open("rb") as log:
            log.seek(self._log_from)
            return log.read()[-2000:].decode(errors="replace")

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


def _environment() -> dict[str, str]:
    """Nothing of the caller's that PostgreSQL would listen to."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _end(server: subprocess.Popen[bytes]) -> None:
    # Fast shutdown, then immediate, then the axe.
    for how, seconds in ((signal.SIGINT, 8), (signal.SIGQUIT, 3), (signal.SIGKILL, 3)):
        server.send_signal(how)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, IndexError):
        return False


def _serves(pid: int, data: Path) -> bool:
    """Whether that process is a PostgreSQL server of this very cluster."""
    shown = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in shown.stdout and str(data) in shown.stdout
