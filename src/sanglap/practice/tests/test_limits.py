import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from sanglap.practice.limits import Window
from sanglap.practice.testing import PracticeServer


def test_a_window_ends() -> None:
    window = Window(timedelta(minutes=5))
    now = datetime(2026, 11, 23, 6, 2, tzinfo=UTC)
    assert [window.take("a", 2, now).remaining for _ in range(3)] == [1, 0, 0]
    assert window.take("a", 2, now).spent
    assert not window.take("b", 2, now).spent
    assert window.take("a", 2, now).reset == datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
    assert not window.take("a", 2, now + timedelta(minutes=3)).spent


def test_calls_are_counted_for_each_account(folder: Path) -> None:
    # The clock is set back to the beginning of a window, so that none ends in the middle of the test.
    back = int(time.time()) % 1800 - 1
    environment = {"SANGLAP_PRACTICE_DELETES": "1", "SANGLAP_CLOCK": f"-{max(back, 0)}s"}
    with PracticeServer(folder, rate=4, environment=environment) as server:
        tokens = [server.account("one"), server.account("two")]
        clients = [
            httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
            for token in tokens
        ]
        first, second = clients
        answers = [first.get("/api/v1/accounts/verify_credentials") for _ in range(5)]
        number = second.post("/api/v1/statuses", data={"status": "ক"}).json()["id"]
        gone = [second.delete(f"/api/v1/statuses/{number}") for _ in range(2)]
        for client in clients:
            client.close()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["3", "2", "1", "0", "0"]
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"4"}
    assert answers[-1].json() == {"error": "Too many requests"}
    assert [answer.status_code for answer in gone] == [200, 429]
    assert gone[0].headers["X-RateLimit-Limit"] == "1", "the limit that is nearest is told"
