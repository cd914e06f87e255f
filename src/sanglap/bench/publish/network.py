"""The network as the benchmark itself sees it: accounts there, a bare loop that posts, and what stands there."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from sanglap.core.ids import new_id
from sanglap.language.html import plain_text
from sanglap.language.normal import normalise
from sanglap.outbox.engine import SENDERS

PAGE = 40
TIMEOUT = 60


@dataclass(frozen=True)
class Holder:
    """Whoever a token belongs to, as the network says."""

    id: str
    handle: str
    token: str = field(repr=False)


class Network:
    """A Mastodon-speaking server, called directly."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._client = httpx.Client(base_url=server, timeout=TIMEOUT, trust_env=False)

    def make(self, handle: str) -> Holder:
        """An account of that handle, as practice networks make them."""
        given = {"handle": handle, "name": handle, "note": "", "token": None}
        return self.holder(str(self._ask("POST", "/faults/api/accounts", json=given)["token"]))

    def holder(self, token: str) -> Holder:
        known = self._ask("GET", "/api/v1/accounts/verify_credentials", headers=_headers(token))
        return Holder(str(known["id"]), str(known["acct"]), token)

    def fail_after_acceptance(self, *, percent: float, seed: int) -> None:
        """From now on so many of the posts are taken and answered as if they had not been; practice networks only."""
        self._ask("POST", "/faults/api", json={"kind": "accept_then_fail", "percent": percent, "seed": seed})

    def fail_no_more(self) -> None:
        self._ask("DELETE", "/faults/api")

    def texts(self, holder: Holder) -> Counter[str]:
        """How often each text stands on the account's pages."""
        return Counter(normalise(plain_text(status["content"])) for status in self._statuses(holder))

    def _statuses(self, holder: Holder) -> Iterator[dict[str, Any]]:
        query: dict[str, str | int] = {"limit": PAGE}
        while page := self._ask(
            "GET", f"/api/v1/accounts/{holder.id}/statuses", params=query, headers=_headers(holder.token)
        ):
            yield from page
            query["max_id"] = min((str(status["id"]) for status in page), key=lambda key: (len(key), key))

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self._client.request(method, path, **more)
        answer.raise_for_status()
        return answer.json()


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


def bare_seconds(server: str, posts: Sequence[tuple[str, str]]) -> float:
    """How long it takes merely to post these (token, text), with the engine's library and as many calls at once."""
    return asyncio.run(_bare(server, posts))


async def _bare(server: str, posts: Sequence[tuple[str, str]]) -> float:
    waiting = iter(posts)
    room = httpx.Limits(max_connections=SENDERS, max_keepalive_connections=SENDERS)
    async with httpx.AsyncClient(base_url=server, limits=room, timeout=TIMEOUT, trust_env=False) as client:
        began = time.monotonic()
        async with asyncio.TaskGroup() as senders:
            for _number in range(SENDERS):
                senders.create_task(_sender(client, waiting))
        return time.monotonic() - began


async def _sender(client: httpx.AsyncClient, waiting: Iterator[tuple[str, str]]) -> None:
    for token, text in waiting:
        body = {"status": text, "language": "bn", "visibility": "public"}
        headers = {**_headers(token), "Idempotency-Key": str(new_id())}
        answer = await client.post("/api/v1/statuses", json=body, headers=headers)
        if not answer.is_success:
            raise RuntimeError(f"the bare loop is answered {answer.status_code}")
