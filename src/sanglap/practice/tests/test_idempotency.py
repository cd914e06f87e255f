from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from sanglap.practice.testing import PracticeServer
from sanglap.practice.tests.conftest import Client

STATUSES = "/api/v1/statuses"


def test_the_same_key_gives_the_same_status(office: httpx.Client, server: PracticeServer, handle: str) -> None:
    first = office.post(STATUSES, data={"status": "এক"}, headers={"Idempotency-Key": "k"}).json()
    again = office.post(STATUSES, data={"status": "অন্য"}, headers={"Idempotency-Key": "k"}).json()
    other = office.post(STATUSES, data={"status": "এক"}, headers={"Idempotency-Key": "l"}).json()
    assert again["id"] == first["id"]
    assert again["content"] == "<p>এক</p>"
    assert other["id"] != first["id"]
    assert server.count()["accounts"][handle] == {
        "statuses": 2,
        "distinct": 1,
        "duplicates": 1,
        "citizen": False,
    }


def test_keys_belong_to_accounts(office: httpx.Client, server: PracticeServer, client_of: Client) -> None:
    other = client_of(server.account("second_office"))
    headers = {"Idempotency-Key": "shared"}
    first = office.post(STATUSES, data={"status": "এক"}, headers=headers).json()
    assert other.post(STATUSES, data={"status": "এক"}, headers=headers).json()["id"] != first["id"]


def test_eight_at_once_make_one(office: httpx.Client, server: PracticeServer, handle: str) -> None:
    def send(key: int) -> tuple[int, str]:
        answer = office.post(STATUSES, data={"status": f"পোস্ট {key}"}, headers={"Idempotency-Key": str(key)})
        assert answer.status_code == 200
        return key, answer.json()["id"]

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(send, [key for key in range(20) for _ in range(8)]))
    assert len(made) == 20
    assert server.count()["accounts"][handle]["statuses"] == 20


def test_a_refused_text_does_not_use_up_its_key(office: httpx.Client) -> None:
    headers = {"Idempotency-Key": "once"}
    assert office.post(STATUSES, data={"status": "ক" * 501}, headers=headers).status_code == 422
    assert office.post(STATUSES, data={"status": "ক"}, headers=headers).status_code == 200


def test_a_key_is_kept_for_an_hour_also_through_a_crash(folder: Path) -> None:
    headers = {"Idempotency-Key": "k"}

    def send(environment: dict[str, str]) -> str:
        server = PracticeServer(folder, environment=environment)
        with server:
            headers["Authorization"] = f"Bearer {server.account('office', token='t' * 20)}"
            answer = httpx.post(server.url + STATUSES, data={"status": "এক"}, headers=headers, trust_env=False)
            server.kill()
        return str(answer.json()["id"])

    first = send({})
    assert send({"SANGLAP_CLOCK": "+59m"}) == first
    assert send({"SANGLAP_CLOCK": "+1h1m"}) != first
