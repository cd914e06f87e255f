"""The practice network in the part of Mastodon."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING

import httpx

from sanglap.networks.tests.contract_suite import Office, Trouble
from sanglap.practice.testing import PracticeServer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HANG_SECONDS = 10


class MastodonHarness:
    """See `contract_suite.Harness`."""

    def __init__(self, folder: Path) -> None:
        self._server = PracticeServer(folder)
        self._running = ExitStack()
        self._numbers = count(1)
        self._readers: dict[str, str] = {}

    @property
    def origin(self) -> str:
        return self._server.url

    def start(self) -> None:
        self._running.enter_context(self._server)

    def stop(self) -> None:
        self._running.close()

    def calm(self) -> None:
        self._server.clear()

    def office(self) -> Office:
        handle = f"office{next(self._numbers)}"
        token = self._server.account(handle, name="দপ্তর")
        self._readers[handle] = self._server.account(handle, name="দপ্তর")
        return Office(handle, {"token": token})

    def revoke(self, office: Office) -> None:
        self._server.fault("revoke", on="all", account=office.handle)

    def trouble(self, office: Office, trouble: Trouble) -> None:
        seconds = {Trouble.ACCEPT_THEN_HANG: HANG_SECONDS, Trouble.THROTTLE: 60}.get(trouble, 0)
        self._server.fault(trouble.value, account=office.handle, seconds=seconds)

    def shown(self, office: Office) -> Sequence[str]:
        headers = {"Authorization": f"Bearer {self._readers[office.handle]}"}
        with httpx.Client(base_url=f"{self.origin}/api/v1/", headers=headers, trust_env=False) as client:
            me = client.get("accounts/verify_credentials").json()["id"]
            ids = [status["id"] for status in client.get(f"accounts/{me}/statuses").json()]
            return [client.get(f"statuses/{one}/source").json()["text"] for one in reversed(ids)]

    def comment(self, text: str, under: str) -> str:
        return self._server.comment(under, "citizen", text)

    def mention(self, text: str, office: Office) -> str:
        return self._server.comment(None, "citizen", f"@{office.handle} {text}")

    def edit(self, comment: str, text: str) -> None:
        self._server.edit_comment(comment, text)

    def delete(self, comment: str) -> None:
        self._server.delete_comment(comment)
