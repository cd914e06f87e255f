"""How many calls are left. Counted in memory, in windows that begin on full five (thirty) minutes.

As Mastodon does: 300 calls of the API in five minutes for each account (for each address where no account
calls), and 30 deletions in thirty minutes for each account. Source: docs.joinmastodon.org/api/rate-limits.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left in the window after this call; `spent`: this call is one too many."""

    limit: int
    remaining: int
    reset: datetime
    spent: bool

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": self.reset.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }


class Window:
    """Counts calls by key. One window at a time is kept, so nothing grows without end."""

    def __init__(self, period: timedelta) -> None:
        self._seconds = int(period.total_seconds())
        self._lock = threading.Lock()
        self._number = 0
        self._used: dict[str, int] = {}

    def take(self, key: str, limit: int, now: datetime) -> Allowance:
        """Count one call of `key` at `now` (UTC)."""
        number = int(now.timestamp()) // self._seconds
        with self._lock:
            if number != self._number:
                self._number, self._used = number, {}
            used = self._used[key] = self._used.get(key, 0) + 1
        reset = datetime.fromtimestamp((number + 1) * self._seconds, UTC)
        return Allowance(limit, max(limit - used, 0), reset, spent=used > limit)


calls = Window(timedelta(minutes=5))
deletions = Window(timedelta(minutes=30))
