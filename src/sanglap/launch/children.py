"""Child processes that do not outlive their parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the child gets that signal when its parent dies, even by kill -9. Linux only; else nothing."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def ask() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, how)
            if os.getppid() != parent:  # it died before the request was made
                os._exit(1)

    return ask


class LastWords:
    """What a process wrote to its log since it was started last."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._begin = 0

    def begin(self) -> None:
        """From here on."""
        self._begin = self.log.stat().st_size if self.log.exists() else 0

    def text(self, lines: int = 12) -> str:
        """The last lines; "" where it wrote none."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as file:
            file.seek(max(self._begin, file.seek(0, os.SEEK_END) - 8000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
