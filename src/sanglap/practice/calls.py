"""The latest calls of the API, as they were seen. Kept in memory; the oldest go first."""

import threading
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

KEPT = 20_000


@dataclass(slots=True)
class Seen:
    """One call. It is listed when it comes in; `answered` follows (0 stands for a line that was cut)."""

    method: str
    path: str
    at: datetime
    account: str = ""
    idempotency_key: str = ""
    fault: str = ""
    answered: int | None = None
    number: int = field(default=0)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "at": self.at.isoformat()}


class CallLog:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._seen: deque[Seen] = deque(maxlen=KEPT)

    def add(self, seen: Seen) -> Seen:
        with self._lock:
            seen.number = next(self._numbers)
            self._seen.append(seen)
        return seen

    def since(self, number: int = 0) -> list[Seen]:
        """The calls after that number, oldest first."""
        with self._lock:
            return [seen for seen in self._seen if seen.number > number]


log = CallLog()
