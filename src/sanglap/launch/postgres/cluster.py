"""One PostgreSQL cluster: made, started, brought back after whatever befell it, stopped."""

from __future__ import annotations

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

from sanglap.launch.children import LastWords, die_with_parent
from sanglap.launch.postgres import leftovers
from sanglap.launch.postgres.place import PORT, SOCKET, NoServer, Place, find

USER = "sanglap"
READY_SECONDS = 600.0
"""Recovery after a crash may take long; that long is waited, with a word now and then."""
WORD_EVERY = 10.0

_MEBI = 2**20
_LEAST, _MOST, _SHARE = 128, 2048, 8
"""The server's own cache in MiB: an eighth of the memory between these, since all else runs here too."""


def _buffers() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEBI
    return f"{min(max(memory // _SHARE, _LEAST), _MOST)}MB"


# What is read at random comes from memory or a solid disk, not from one that turns: the default price is four.
DURABLE = {"max_connections": "100", "shared_buffers": _buffers(), "random_page_cost": "1.5"}
FAST = {
    **DURABLE,
    "shared_buffers": f"{_LEAST}MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


def _quiet(_said: str) -> None:
    """Say nothing."""


class Cluster:
    """A cluster in the var folder. The process that starts the server owns it and stops it; others only use it."""

    def __init__(self, name: str, var: Path, *, durable: bool = True, say: Callable[[str], None] = _quiet) -> None:
        self.place: Place = find(name, var)
        self.settings = DURABLE if durable else FAST
        self.say = say
        self._words = LastWords(self.place.log)
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
        # The port is named, lest a PGPORT of the caller's lead elsewhere.
        return f"postgresql://{USER}@/{quote(database)}?host={quote(str(self.place.socket), safe='')}&port={PORT}"

    def start(self) -> None:
        """Start the server, or use the one that another process of ours started. Raises NoServer."""
        deadline = time.monotonic() + READY_SECONDS
        said = time.monotonic()
        while not self._take_lock():
            # Somebody else is starting it or runs it: use his, as soon as it answers.
            if self._answers():
                return
            if time.monotonic() > deadline:
                raise NoServer(f"Another process holds {self.place.lock} but its server does not answer.")
            said = self._word("waiting for another command to start the database", said)
            time.sleep(0.1)
        self._bring_up(deadline)

    def look_after(self) -> None:
        """Bring the server back where it died; take it over where the one who ran it left. Raises NoServer.

        For those who use it for long, to be called every second or so.
        """
        if self.owned and not self.running:
            self.say("the database server died; starting it again")
            leftovers.clear(self.place.data, self.say)
            self._launch(time.monotonic() + READY_SECONDS)
        elif not self.owned and self._take_lock():
            self.say("the command that ran the database ended; running it from here")
            self._bring_up(time.monotonic() + READY_SECONDS)

    def stop(self, patience: float = 8.0) -> None:
        """Stop the server if this process started it, and leave it to others to start."""
        if self._server is not None and self._server.poll() is None:
            _end(self._server, patience)
        self._server = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def hurry(self) -> None:
        """Stop the server at once; it recovers at its next start."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)

    def remove(self) -> bool:
        """Delete the cluster and all data in it; False where somebody is using it."""
        if not self._take_lock():
            return False
        leftovers.clear(self.place.data, self.say)
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

    def _bring_up(self, deadline: float) -> None:
        try:
            self._make()
            leftovers.clear(self.place.data, self.say)
            self._launch(deadline)
        except BaseException:
            self.stop()
            raise

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
            raise NoServer(f"initdb failed:\n{made.stderr.strip()}")
        half.rename(self.place.data)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        owner = self.place.owner
        return subprocess.run(
            [str(self.place.programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.place.data.parent,
            env=_environment(),
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )

    def _launch(self, deadline: float) -> None:
        said = time.monotonic()
        # It names a process too, whose number may be another program's by now. Nobody serves here: the lock is ours.
        (self.place.socket / f"{SOCKET}.lock").unlink(missing_ok=True)
        self._spawn()
        while not self._answers():
            if time.monotonic() > deadline:
                raise NoServer(f"The database server does not become ready; see {self.place.log}")
            if not self.running:
                self._respawn(deadline)
            said = self._word("waiting for the database to recover", said)
            time.sleep(0.05)

    def _word(self, text: str, said: float) -> float:
        """Say it if nothing was said for a while; gives when something was said last."""
        if time.monotonic() - said < WORD_EVERY:
            return said
        self.say(text)
        return time.monotonic()

    def _respawn(self, deadline: float) -> None:
        # Right after a kill -9 the old server's children may still hold its memory; they go within moments.
        words = self._words.text()
        if "pre-existing shared memory" not in words or time.monotonic() > deadline:
            raise NoServer(f"The database server did not start; see {self.place.log}\n{words}")
        time.sleep(0.3)
        self._spawn()

    def _spawn(self) -> None:
        options = {
            **self.settings,
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self.place.socket),
        }
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        owner = self.place.owner
        self._words.begin()
        with self.place.log.open("ab") as log:
            self._server = subprocess.Popen(
                [str(self.place.programs / "postgres"), "-D", str(self.place.data), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place.data,
                env=_environment(),
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - it calls nothing but prctl
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
            )

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


def _end(server: subprocess.Popen[bytes], patience: float) -> None:
    # Fast shutdown, then immediate, then the axe.
    for how, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 1), (signal.SIGKILL, 3)):
        server.send_signal(how)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
