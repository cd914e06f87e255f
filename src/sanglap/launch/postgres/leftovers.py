"""What an earlier server left behind: itself, still running, or a lock file whose number is another process's now."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from sanglap.launch.postgres.place import NoServer

STOP_SECONDS = 30.0


def clear(data: Path, say: Callable[[str], None]) -> None:
    """Make the way free for a new server on that directory; the caller holds the cluster's lock. Raises NoServer."""
    file = data / "postmaster.pid"
    try:
        first, *rest = file.read_text().splitlines()
        pid = abs(int(first))
    except (FileNotFoundError, ValueError):
        return
    if not is_alive(pid):
        return
    if serves(pid, data):
        _take_down(pid, say)
    else:
        # PostgreSQL would take this process for a server. Its own parent's number it takes for stale; and other than
        # with the file deleted, it still knows which memory to look at for processes of the old server.
        file.write_text("\n".join([str(os.getpid()), *rest, ""]))


def _take_down(pid: int, say: Callable[[str], None]) -> None:
    say("stopping a database server that was left over")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    end = time.monotonic() + STOP_SECONDS
    while is_alive(pid):
        if time.monotonic() > end:
            raise NoServer(f"A database server of an earlier start does not stop. Stop it by hand: kill -QUIT {pid}")
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs; one that is dead and merely not yet buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (OSError, IndexError):
        return True


def serves(pid: int, data: Path) -> bool:
    """Whether that process is the PostgreSQL server of this very cluster."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        words = _shown_by_ps(pid)
    return bool(words) and Path(words[0]).name == "postgres" and str(data) in words


def _shown_by_ps(pid: int) -> list[str]:
    # Where there is no /proc. A folder whose name has a space is not found here; then PostgreSQL's own look at the old
    # server's memory keeps two servers from one cluster.
    try:
        shown = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return []
    return shown.stdout.split()
