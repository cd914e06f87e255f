"""The practice network as a process, for tests. Only tests import this; it speaks to it over HTTP."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import httpx

START_SECONDS = 30


class PracticeServer:
    """A practice network of one's own, with its database in `folder`. Also a context manager.

    `rate`: calls of the API allowed in five minutes for each account (Mastodon: 300). The database stays
    between `kill`/`stop` and `start`; faults and the list of calls do not.
    """

    def __init__(self, folder: Path, *, rate: int = 300, environment: dict[str, str] | None = None) -> None:
        self.database = folder / "practice.sqlite3"
        self.url = ""
        self._environment = {
            **os.environ,
            "SANGLAP_PRACTICE_DB": str(self.database),
            "SANGLAP_PRACTICE_RATE": str(rate),
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._client = httpx.Client(timeout=30, trust_env=False)

    def start(self, port: int = 0) -> str:
        """Start, wait until it answers, return its origin, as `http://127.0.0.1:40123`. 0: any free port."""
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            listener.listen(256)
            self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "-c", "python:sanglap.practice.gunicorn_conf"),
                    *("--bind", f"fd://{listener.fileno()}", "sanglap.practice.wsgi:application"),
                ],
                env=self._environment,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
        # The listener is open already: the first question simply waits until the server takes it.
        try:
            self._client.get(self.url + "/health", timeout=START_SECONDS).raise_for_status()
        except httpx.HTTPError:
            self.kill()
            raise
        return self.url

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, with everything it was doing."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGTERM:
                process.terminate()
            else:
                os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._client.close()

    def account(self, handle: str, *, name: str = "", note: str = "", token: str | None = None) -> str:
        """Make the office's account (or bring it up to date) and return a token for it."""
        given = {"handle": handle, "name": name, "note": note, "token": token}
        return str(self._ask("POST", "/faults/api/accounts", given)["token"])

    def face(self, handle: str, **given: Any) -> None:
        """Change its profile: `name`, `note`, `fields` ([[name, text], …]), `settings`, `site` (how its office's
        website at `/sites/<handle>/` behaves), `avatar` and `header` (pictures in base64).
        """
        self._ask("POST", "/faults/api/face", {"handle": handle, **given})

    def fault(self, kind: str, **given: Any) -> int:
        """Switch a fault on; returns its number.

        `kind`: refuse, throttle, delay, accept_then_fail, accept_then_hang, reject, revoke. Further: `on`
        (posts, writes, reads, all; default posts), `account` (handle), `count` (next calls it hits; default
        1) or `percent` with `seed`, and `seconds`.
        """
        return int(self._ask("POST", "/faults/api", {"kind": kind, **given})["id"])

    def clear(self, number: int | None = None) -> None:
        """Switch off that fault, or all, and let go the calls that hang because of them."""
        self._ask("DELETE", "/faults/api" + (f"?id={number}" if number is not None else ""))

    def count(self) -> dict[str, Any]:
        """`{statuses, duplicates, accounts: {handle: {statuses, distinct, duplicates, citizen}}}`.

        A duplicate is one status too many with the same text in answer to the same (or no) status.
        """
        found: dict[str, Any] = self._ask("GET", "/faults/api/count")
        return found

    def log(self, since: int = 0) -> list[dict[str, Any]]:
        """The API's calls after that number, oldest first.

        Each is `{number, method, path, at, account, idempotency_key, fault, answered}`; `answered` is the
        HTTP status, None while it is still under way, 0 where the line was cut.
        """
        found: list[dict[str, Any]] = self._ask("GET", f"/faults/api/log?since={since}")
        return found

    def comment(self, post_id: str | None, author: str, text: str) -> str:
        """A citizen of that name answers a post (None: writes by themselves). Returns the comment's id.

        The text is taken as it is: only an `@handle` in it notifies that account, as on Mastodon.
        """
        given = {"in_reply_to_id": post_id, "author": author, "text": text}
        return str(self._ask("POST", "/faults/api/comments", given)["id"])

    def edit_comment(self, comment_id: str, text: str) -> None:
        self._ask("PUT", f"/faults/api/comments/{comment_id}", {"text": text})

    def delete_comment(self, comment_id: str) -> None:
        self._ask("DELETE", f"/faults/api/comments/{comment_id}")

    def _ask(self, method: str, path: str, given: dict[str, Any] | None = None) -> Any:
        answer = self._client.request(method, self.url + path, json=given)
        answer.raise_for_status()
        return answer.json()
