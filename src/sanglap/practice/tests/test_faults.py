import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from sanglap.practice.faults import FaultError, asked
from sanglap.practice.testing import PracticeServer
from sanglap.practice.tests.conftest import Client

STATUSES = "/api/v1/statuses"


def post(office: httpx.Client, text: str = "পোস্ট", key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return office.post(STATUSES, data={"status": text}, headers=headers)


def stored(server: PracticeServer, handle: str) -> int:
    return int(server.count()["accounts"].get(handle, {"statuses": 0})["statuses"])


@pytest.mark.parametrize(("kind", "status"), [("refuse", 503), ("throttle", 429), ("reject", 422)])
def test_refused_calls_store_nothing(
    server: PracticeServer, office: httpx.Client, handle: str, kind: str, status: int
) -> None:
    server.fault(kind, count=2)
    assert [post(office).status_code for _ in range(3)] == [status, status, 200]
    assert stored(server, handle) == 1


def test_a_throttled_call_says_when_to_come_back(server: PracticeServer, office: httpx.Client) -> None:
    server.fault("throttle", seconds=60)
    answer = post(office)
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert answer.headers["X-RateLimit-Reset"].endswith("Z")


def test_delay(server: PracticeServer, office: httpx.Client) -> None:
    server.fault("delay", seconds=0.3)
    began = time.monotonic()
    assert post(office).status_code == 200
    assert time.monotonic() - began >= 0.3


def test_accept_then_fail_stores_and_the_key_finds_it(
    server: PracticeServer, office: httpx.Client, handle: str
) -> None:
    server.fault("accept_then_fail")
    assert post(office, key="k").status_code == 500
    assert stored(server, handle) == 1
    assert post(office, key="k").status_code == 200
    assert stored(server, handle) == 1


def test_accept_then_hang_stores_and_never_answers(server: PracticeServer, office: httpx.Client, handle: str) -> None:
    server.fault("accept_then_hang", seconds=0.2)
    with pytest.raises(httpx.RemoteProtocolError):
        post(office)
    assert stored(server, handle) == 1
    seen = server.log()[-1]
    assert (seen["fault"], seen["answered"]) == ("accept_then_hang", 0)


def test_a_hanging_call_is_seen_at_once_and_let_go_when_cleared(
    server: PracticeServer, office: httpx.Client, handle: str
) -> None:
    number = server.fault("accept_then_hang", seconds=600)
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(post, office)
        deadline = time.monotonic() + 10
        while not stored(server, handle) and time.monotonic() < deadline:
            pass
        assert server.log()[-1]["answered"] is None
        server.clear(number)
        with pytest.raises(httpx.RemoteProtocolError):
            hanging.result(10)


def test_callers_who_hung_up_hold_no_thread(server: PracticeServer, office: httpx.Client, handle: str) -> None:
    server.fault("accept_then_hang", seconds=600, count=40)

    def give_up(number: int) -> None:
        with pytest.raises((httpx.ReadTimeout, httpx.RemoteProtocolError)):
            office.post(STATUSES, data={"status": f"পোস্ট {number}"}, timeout=0.3)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(give_up, range(40)))
    assert stored(server, handle) == 40, "the switchboard still answers"


def test_revoke_is_for_good(server: PracticeServer, office: httpx.Client, handle: str) -> None:
    server.fault("revoke")
    assert post(office).status_code == 401
    assert post(office).status_code == 401
    assert stored(server, handle) == 0


def test_revoke_lasts_until_the_token_is_given_again(server: PracticeServer, client_of: Client) -> None:
    office = client_of(server.account("lost", token="the-token-of-lost"))
    server.fault("revoke")
    post(office)
    server.account("lost", token="the-token-of-lost")
    assert post(office).status_code == 200


def test_a_fault_hits_only_its_account_and_its_calls(
    server: PracticeServer, office: httpx.Client, client_of: Client, handle: str
) -> None:
    other = client_of(server.account("spared"))
    server.fault("refuse", account=handle, on="writes", count=50)
    assert post(other).status_code == 200
    assert office.get("/api/v1/accounts/verify_credentials").status_code == 200
    assert office.put(f"{STATUSES}/1", data={"status": "ক"}).status_code == 503
    server.clear()
    server.fault("refuse", on="reads")
    assert office.get("/api/v1/notifications").status_code == 503


def test_a_percentage_is_drawn_from_its_seed(server: PracticeServer, office: httpx.Client) -> None:
    def drawn() -> list[int]:
        server.clear()
        server.fault("refuse", percent=40, seed=7, on="all")
        return [office.get("/api/v2/instance").status_code for _ in range(30)]

    first = drawn()
    assert first == drawn()
    assert 3 < first.count(503) < 25


def test_the_list_of_calls(server: PracticeServer, office: httpx.Client, handle: str) -> None:
    before = server.log()[-1]["number"] if server.log() else 0
    server.fault("reject")
    post(office, key="seen")
    (seen,) = server.log(since=before)
    named = {name: seen[name] for name in ("method", "path", "account", "idempotency_key", "fault", "answered")}
    assert named == {
        "method": "POST",
        "path": STATUSES,
        "account": handle,
        "idempotency_key": "seen",
        "fault": "reject",
        "answered": 422,
    }


def test_what_is_on_is_listed(server: PracticeServer, anyone: httpx.Client) -> None:
    number = server.fault("delay", seconds=1, count=3)
    (shown,) = anyone.get("/faults/api").json()
    assert (shown["id"], shown["kind"], shown["count"], shown["hits"]) == (number, "delay", 3, 0)


def test_the_switchboard_takes_json_from_this_machine_only(server: PracticeServer, anyone: httpx.Client) -> None:
    assert anyone.post("/faults/api", data={"kind": "refuse"}).status_code == 415
    assert anyone.post("/faults/on", data={"kind": "refuse"}).status_code == 403, "no form token"
    far = {"X-Forwarded-For": "203.0.113.7"}
    for path in ("/faults/", "/faults/api", "/faults/api/count", "/faults/api/log", "/oauth/authorize"):
        assert anyone.get(path, headers=far).status_code == 403
    assert anyone.post("/faults/api/accounts", json={"handle": "x"}, headers=far).status_code == 403
    assert anyone.get("/faults/api", headers={"Host": "evil.example"}).status_code == 400
    assert anyone.get("/faults/api").json() == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "explode"},
        {"kind": "refuse", "count": 0},
        {"kind": "refuse", "percent": 101},
        {"kind": "refuse", "percent": -1},
        {"kind": "delay", "seconds": -1},
        {"kind": "refuse", "on": "moon"},
        {"kind": "refuse", "often": 1},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(FaultError):
        asked(given)
