"""The switchboard of faults: what is to go wrong, with which calls, how often. Kept in memory.

A fault names its kind, the calls it looks at (`on`), perhaps one account, and either how many of the next
calls it hits (`count`) or a share of them (`percent`, drawn from `seed`, so that a run can be repeated).
"""

import random
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count as counting
from typing import Any


class Kind(StrEnum):
    """What goes wrong."""

    REFUSE = "refuse"
    """503, and nothing was accepted."""
    THROTTLE = "throttle"
    """429 with nothing left, and nothing was accepted. `seconds`: when the limit resets."""
    DELAY = "delay"
    """Accepted and answered as it should be, but only after `seconds`."""
    ACCEPT_THEN_FAIL = "accept_then_fail"
    """Accepted and stored; the answer is 500."""
    ACCEPT_THEN_HANG = "accept_then_hang"
    """Accepted and stored; `seconds` of silence, then the line is cut without an answer."""
    REJECT = "reject"
    """422, and nothing was accepted."""
    REVOKE = "revoke"
    """The token is revoked for good; 401."""


class Target(StrEnum):
    """Which calls a fault looks at."""

    POSTS = "posts"
    """New statuses."""
    WRITES = "writes"
    """New, edited and deleted statuses."""
    MEDIA = "media"
    """Uploads."""
    READS = "reads"
    """GET."""
    ALL = "all"


class FaultError(ValueError):
    """A fault that was asked for makes no sense; the message says why."""


@dataclass(slots=True)
class Fault:
    """One fault that is switched on."""

    kind: Kind
    on: Target = Target.POSTS
    account: str = ""
    """Handle; "": every account."""
    seconds: float = 0
    count: int | None = 1
    """How many more calls it hits; None where `percent` decides."""
    percent: float | None = None
    seed: int = 0
    number: int = 0
    hits: int = 0
    freed: threading.Event = field(default_factory=threading.Event, repr=False)
    """Set when the fault is switched off: what waits because of it goes on."""
    _draw: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        if self.percent is None and (self.count is None or self.count < 1):
            raise FaultError("count must be at least 1")
        if self.percent is not None:
            if not 0 < self.percent <= 100:  # noqa: PLR2004 -- a percentage
                raise FaultError("percent must lie above 0 and not above 100")
            self.count = None
        if not 0 <= self.seconds <= 3600:  # noqa: PLR2004 -- an hour
            raise FaultError("seconds must lie between 0 and 3600")
        self._draw.seed(self.seed)

    @property
    def exhausted(self) -> bool:
        return self.count == 0

    def looks_at(self, method: str, path: str, account: str) -> bool:
        """Whether a call of this method and path by that account (its handle) is one it may hit."""
        if self.account and self.account != account:
            return False
        match self.on:
            case Target.POSTS:
                return method == "POST" and path == "/api/v1/statuses"
            case Target.WRITES:
                return method != "GET" and path.startswith("/api/v1/statuses")
            case Target.MEDIA:
                return method == "POST" and path == "/api/v2/media"
            case Target.READS:
                return method == "GET"
            case Target.ALL:
                return True

    def strikes(self) -> bool:
        """Whether it hits the call it looks at; counts it where it does."""
        if self.percent is not None:
            struck = self._draw.random() * 100 < self.percent
        else:
            struck = bool(self.count)
            self.count = self.count - 1 if self.count else 0
        self.hits += struck
        return struck

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.number,
            "kind": self.kind,
            "on": self.on,
            "account": self.account,
            "seconds": self.seconds,
            "count": self.count,
            "percent": self.percent,
            "seed": self.seed,
            "hits": self.hits,
        }


class Switchboard:
    """The faults that are on, oldest first; the first that strikes is the one that happens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = counting(1)
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            fault.number = next(self._numbers)
            self._faults.append(fault)
        return fault

    def clear(self, number: int | None = None) -> int:
        """Switch off that fault, or all, and let go what waits because of them. Returns how many were on."""
        with self._lock:
            gone = [fault for fault in self._faults if number is None or fault.number == number]
            self._faults = [fault for fault in self._faults if fault not in gone]
        for fault in gone:
            fault.freed.set()
        return len(gone)

    def listed(self) -> list[Fault]:
        """Faults that are on, and those that have hit all they were to hit until they are cleared away."""
        with self._lock:
            return list(self._faults)

    def strike(self, method: str, path: str, account: str) -> Fault | None:
        """The fault that hits this call."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults:
                if not fault.exhausted and fault.looks_at(method, path, account) and fault.strikes():
                    return fault
        return None


board = Switchboard()


def asked(given: dict[str, Any]) -> Fault:
    """The fault that a JSON object or a form names. Raises FaultError with what is wrong."""
    known = {"kind", "on", "account", "seconds", "count", "percent", "seed"}
    if unknown := set(given) - known:
        raise FaultError(f"unknown: {', '.join(sorted(unknown))}")
    filled = {name: value for name, value in given.items() if value not in (None, "")}
    try:
        return Fault(
            kind=Kind(filled["kind"]),
            on=Target(filled.get("on", Target.POSTS)),
            account=str(filled.get("account", "")).removeprefix("@"),
            seconds=float(filled.get("seconds", 0)),
            count=int(filled.get("count", 1)),
            percent=float(filled["percent"]) if "percent" in filled else None,
            seed=int(filled.get("seed", 0)),
        )
    except KeyError as error:
        raise FaultError("kind is missing") from error
    except FaultError:
        raise
    except (TypeError, ValueError) as error:
        raise FaultError(str(error)) from error
