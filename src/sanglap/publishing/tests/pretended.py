"""A Mastodon server as far as HTTP shows it, with a clock of its own; it fails when and as it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import httpx

KEPT = timedelta(hours=1)
"""How long it recognises a repeated call."""


class Mood(StrEnum):
    """What becomes of new posts."""

    WELL = "well"
    TAKES_AND_FAILS = "takes and fails"
    TAKES_AND_IS_LOST = "takes and is lost"
    FAILS = "fails"
    BUSY = "busy"


@dataclass
class Status:
    id: int
    text: str
    at: datetime
    answers: str | None = None
    """The id of what it answers."""

    def told(self) -> dict[str, object]:
        return {
            "id": str(self.id), "url": f"https://social.example/@x/{self.id}", "created_at": self.at.isoformat(),
            "in_reply_to_id": self.answers,
        }  # fmt: skip


@dataclass
class Network:
    now: datetime
    mood: Mood = Mood.WELL
    statuses: list[Status] = field(default_factory=list)
    _keys: dict[str, Status] = field(default_factory=dict)

    def begin(self, now: datetime) -> None:
        """Be as new."""
        self.now, self.mood, self.statuses, self._keys = now, Mood.WELL, [], {}

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def texts(self) -> list[str]:
        return [status.text for status in self.statuses]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "POST":
            return self._take(request)
        if path.endswith("/source"):
            (found,) = (status for status in self.statuses if path.split("/")[-2] == str(status.id))
            return httpx.Response(200, json={"text": found.text})
        if path.endswith("/statuses"):
            below = int(request.url.params.get("max_id", 10**9))
            return httpx.Response(200, json=[one.told() for one in reversed(self.statuses) if one.id < below])
        me = {"id": "1", "acct": "x", "display_name": "x", "url": "https://social.example/@x", "note": ""}
        return httpx.Response(200, json=me)

    def _take(self, request: httpx.Request) -> httpx.Response:
        if self.mood is Mood.BUSY:
            return httpx.Response(429, json={"error": "Too many requests"})
        if self.mood is Mood.FAILS:
            return httpx.Response(503, json={"error": "Service unavailable"})
        key = request.headers["Idempotency-Key"]
        known = self._keys.get(key)
        if known is None or known.at + KEPT <= self.now:
            sent = json.loads(request.content)
            known = self._keys[key] = Status(
                len(self.statuses) + 1, sent["status"], self.now, sent.get("in_reply_to_id")
            )
            self.statuses.append(known)
        if self.mood is Mood.TAKES_AND_IS_LOST:
            raise httpx.ReadError("cut", request=request)
        if self.mood is Mood.TAKES_AND_FAILS:
            return httpx.Response(500, json={"error": "This page is not correct"})
        return httpx.Response(200, json=known.told())
