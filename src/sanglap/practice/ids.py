"""Identifiers as Mastodon makes them: milliseconds since 1970 above sixteen free bits; they sort by time."""

import secrets
import threading
from datetime import datetime

_lock = threading.Lock()
_last = 0


def new_id(at: datetime) -> int:
    """A new identifier, greater than every one this process gave before.

    The low bits begin at random, so that two processes do not meet in the same millisecond.
    """
    global _last  # noqa: PLW0603 -- one counter for the process is the point
    candidate = (int(at.timestamp() * 1000) << 16) | secrets.randbits(12)
    with _lock:
        _last = max(_last + 1, candidate)
        return _last
