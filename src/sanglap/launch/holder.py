"""Who listens at a port, as far as this user may know (Linux; see man 5 proc)."""

from __future__ import annotations

import contextlib
from pathlib import Path

_LISTENING = "0A"


def holder(port: int) -> str:
    """The process that listens there, with its number and the beginning of its command line; else "another program"."""
    wanted = {f"socket:[{inode}]" for table in ("tcp", "tcp6") for inode in _sockets(table, port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(_link(descriptor) in wanted for descriptor in (process / "fd").iterdir()):
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                return f"process {process.name} ({words.strip()[:60]})"
    return "another program"


def _link(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:
        return ""


def _sockets(table: str, port: int) -> list[str]:
    """The inodes of the sockets that listen at that port."""
    try:
        rows = [line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    except OSError:
        return []
    return [row[9] for row in rows if row[3] == _LISTENING and int(row[1].rsplit(":", 1)[1], 16) == port]
