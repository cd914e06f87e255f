"""The contract suite, run on every connector in the registry."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from sanglap.core import http
from sanglap.networks.contract import Session
from sanglap.networks.registry import CONNECTORS, connector
from sanglap.networks.tests.contract_suite import CALL_SECONDS, ContractSuite, Harness, Stage
from sanglap.networks.tests.harness_mastodon import MastodonHarness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings

HARNESSES: dict[str, Callable[[Path], Harness]] = {
    "mastodon": MastodonHarness,
}


CALLING = sorted(key for key in CONNECTORS if not connector(key).capabilities.by_hand)


def test_every_connector_that_calls_has_a_harness() -> None:
    assert sorted(HARNESSES) == CALLING


@pytest.fixture(scope="module", params=CALLING)
def network(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Harness]]:
    """One network and its stand-in, started once for all tests."""
    key: str = request.param
    harness = HARNESSES[key](tmp_path_factory.mktemp(key))
    harness.start()
    yield key, harness
    harness.stop()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of loopback that is taken, and where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
async def stage(network: tuple[str, Harness], closed_port: int, settings: Settings) -> AsyncIterator[Stage]:
    key, harness = network
    settings.SANGLAP_OUTBOUND_ALLOW = [httpx.URL(harness.origin).netloc.decode(), f"127.0.0.1:{closed_port}"]
    office = harness.office()
    timeout = http.Timeout(read=CALL_SECONDS, total=CALL_SECONDS)
    async with http.client(timeout=timeout) as client:
        yield Stage(connector(key), harness, office, Session(harness.origin, office.secrets, client))
    harness.calm()


class TestContract(ContractSuite):
    """All of it."""
