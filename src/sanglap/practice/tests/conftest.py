"""A running practice network, spoken to over HTTP; Django's models are never touched here."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from sanglap.practice.testing import PracticeServer

Client = Callable[[str], httpx.Client]
_numbers = count(1)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path_factory.mktemp("practice"), rate=1_000_000) as server:
        yield server


@pytest.fixture
def server(running: PracticeServer) -> Iterator[PracticeServer]:
    yield running
    running.clear()


@pytest.fixture
def handle() -> str:
    """A handle that no other test has."""
    return f"office_{next(_numbers)}"


@pytest.fixture
def client_of(server: PracticeServer) -> Iterator[Client]:
    """Clients by token."""
    made: list[httpx.Client] = []

    def client(token: str = "") -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        made.append(httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=20))
        return made[-1]

    yield client
    for one in made:
        one.close()


@pytest.fixture
def office(server: PracticeServer, client_of: Client, handle: str) -> httpx.Client:
    """A client that speaks for an office of its own."""
    return client_of(server.account(handle, name="জেলা প্রশাসন", note="দাপ্তরিক পাতা"))


@pytest.fixture
def anyone(client_of: Client) -> httpx.Client:
    return client_of("")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
