"""One attempt: whatever happens becomes an outcome, and nothing unfit is sent at all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from sanglap.accounts.vault import seal
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.networks.contract import (
    AccessLost,
    Kind,
    NetworkError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    Published,
    Refused,
    Session,
)
from sanglap.outbox import engine
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.states import Outcome
from sanglap.outbox.store import Claim, Result
from tests.factories import NOW, SECRETS, SERVER, TEXT

SHOWN = Published("77", "https://social.example/@x/77", NOW)


class Network:
    """Stands in for a connector: publishes, or raises what it is told."""

    def __init__(self, error: BaseException | None = None, takes: float = 0) -> None:
        self.error, self.takes = error, takes
        self.calls: list[tuple[Session, Outgoing, str]] = []

    async def publish(self, session: Session, outgoing: Outgoing, key: str) -> Published:
        self.calls.append((session, outgoing, key))
        await asyncio.sleep(self.takes)
        if self.error:
            raise self.error
        return SHOWN


def claim(**fields: Any) -> Claim:
    canonical = Payload(new_id(), Kind.POST, TEXT, "bn").canonical()
    given = Claim(
        id=new_id(), account_id=new_id(), office_id=new_id(), number=1, payload=canonical, digest=digest(canonical),
        network="mastodon", server=SERVER, sealed=seal(SECRETS), claimed_at=clock.now(),
    )  # fmt: skip
    return replace(given, **fields)


async def send(network: Network, monkeypatch: pytest.MonkeyPatch, **fields: Any) -> Result:
    monkeypatch.setattr(engine, "connector", lambda _key: network)
    async with httpx.AsyncClient() as client:
        return await engine.send(claim(**fields), client)


async def test_what_was_published_comes_back_with_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    network, key = Network(), new_id()
    result = await send(network, monkeypatch, id=key)
    assert (result.outcome, result.remote_id, result.url, result.published_at) == (
        Outcome.PUBLISHED, "77", SHOWN.url, NOW,
    )  # fmt: skip
    ((session, outgoing, used),) = network.calls
    assert (session.server, dict(session.secrets)) == (SERVER, SECRETS)
    assert outgoing == Outgoing(Kind.POST, TEXT, "bn")
    assert used == str(key)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotSent("busy"), Outcome.NOT_SENT),
        (Refused("too long"), Outcome.REFUSED),
        (AccessLost("401"), Outcome.ACCESS_LOST),
        (OutcomeUnknown("reset"), Outcome.UNKNOWN),
        (TimeoutError(), Outcome.UNKNOWN),
        (httpx.ReadError("gone"), Outcome.UNKNOWN),
        (ZeroDivisionError("a bug of the connector's"), Outcome.UNKNOWN),
        (NetworkError("of no kind"), Outcome.UNKNOWN),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
async def test_every_error_becomes_an_outcome(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, outcome: Outcome
) -> None:
    network = Network(error)
    result = await send(network, monkeypatch)
    assert (result.outcome, result.remote_id, result.published_at) == (outcome, "", None)
    assert len(network.calls) == 1


async def test_when_to_come_again_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    result = await send(Network(NotSent("busy", retry_at=NOW)), monkeypatch)
    assert (result.retry_at, result.detail) == (NOW, "busy")


async def test_a_call_that_takes_too_long_is_of_unknown_outcome(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SANGLAP_CALL_SECONDS = 0.05
    result = await send(Network(takes=5), monkeypatch)
    assert result.outcome == Outcome.UNKNOWN
    assert result.finished_at - result.claim.claimed_at < timedelta(seconds=3)


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"sealed": None}, Outcome.ACCESS_LOST),
        ({"sealed": b"no seal"}, Outcome.ACCESS_LOST),
        ({"digest": "0" * 64}, Outcome.REFUSED),
        ({"claimed_at": NOW - timedelta(days=900)}, Outcome.NOT_SENT),
    ],
    ids=["without secrets", "secrets unreadable", "another digest", "claimed long ago"],
)
async def test_what_is_unfit_is_not_sent_at_all(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], outcome: Outcome
) -> None:
    network = Network()
    assert (await send(network, monkeypatch, **fields)).outcome == outcome
    assert network.calls == []


@pytest.mark.clause("6.a")
async def test_words_that_were_changed_after_approval_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    network, given = Network(), claim()
    result = await send(network, monkeypatch, payload=given.payload.replace("রবিবার", "সোমবার"), digest=given.digest)
    assert result.outcome == Outcome.REFUSED
    assert network.calls == []
