"""A video is laid ready before it is shown, and a stop that comes meanwhile still holds it (6, 6.a)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from sanglap.audit.services import Actor
from sanglap.core.ids import new_id
from sanglap.files import store as blobs
from sanglap.networks.contract import Kind, NetworkError, NotSent, Outgoing, Recording, Refused, Session
from sanglap.outbox import engine, sending, services, store
from sanglap.outbox.models import Delivery, Stop
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.outbox.store import Claim, Result
from sanglap.outbox.tests.test_engine import Network, claim
from tests import factories
from tests.factories import NOW, SECOND, TEXT

pytestmark = pytest.mark.clause("6.a")


class Slow(Network):
    """Takes a video as it is told."""

    def __init__(self, error: NetworkError | None = None, laying: float = 0) -> None:
        super().__init__()
        self.refusal, self.laying, self.laid = error, laying, b""

    async def prepare(self, session: Session, outgoing: Outgoing) -> Outgoing:
        await asyncio.sleep(self.laying)
        if self.refusal:
            raise self.refusal
        assert outgoing.recording is not None
        assert outgoing.recording.path is not None
        self.laid = outgoing.recording.path.read_bytes()
        return replace(outgoing, ready=["6"])


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SANGLAP_FILES = tmp_path
    monkeypatch.setattr(sending, "PAUSE", 0)


def filmed(content: bytes | None = b"a film") -> dict[str, Any]:
    name = blobs.write(content) if content is not None else "0" * 64
    recording = Recording(name, "video/mp4", "খ")
    canonical = Payload(new_id(), Kind.POST, TEXT, "bn", recording=recording).canonical()
    return {"payload": canonical, "digest": digest(canonical)}


async def send(network: Slow, monkeypatch: pytest.MonkeyPatch, *, goes: list[bool], **fields: Any) -> Result:
    for place in (engine, sending):
        monkeypatch.setattr(place, "connector", lambda _key: network)
    left = list(goes)

    async def may_go_on(_claim: Claim) -> bool:
        return left.pop(0) if len(left) > 1 else left[0]

    async with httpx.AsyncClient() as client:
        return await engine.send(claim(**fields), client, may_go_on)


async def test_it_is_shown_once_it_lies_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Slow()
    result = await send(network, monkeypatch, goes=[False, True], **filmed())
    assert (result.outcome, network.laid) == (Outcome.PUBLISHED, b"a film")
    assert [outgoing.ready for _session, outgoing, _key in network.calls] == [["6"]]


async def test_a_stop_that_comes_meanwhile_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Slow()
    result = await send(network, monkeypatch, goes=[False], **filmed())
    assert (result.outcome, network.calls) == (Outcome.NOT_SENT, [])


@pytest.mark.parametrize(
    ("network", "content", "outcome"),
    [
        (Slow(Refused("too large")), b"a film", Outcome.REFUSED),
        (Slow(NotSent("later")), b"a film", Outcome.NOT_SENT),
        (Slow(laying=9), b"a film", Outcome.NOT_SENT),
        (Slow(), None, Outcome.REFUSED),
    ],
)
async def test_what_was_not_laid_ready_was_surely_not_shown(
    network: Slow, content: bytes | None, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SENDING", timedelta(seconds=0.05))
    result = await send(network, monkeypatch, goes=[True], **filmed(content))
    assert (result.outcome, network.calls) == (outcome, [])


@pytest.mark.django_db
def test_who_may_go_on() -> None:
    house = factories.house()
    account = house.account("kamrul")
    delivery = factories.delivery(account, state=DeliveryState.ATTEMPTING, attempts=1, cleared_until=NOW + SECOND)
    said = claim(id=delivery.pk, number=1)
    assert store.may_go_on(said, now=NOW)
    assert not store.may_go_on(said, now=NOW + SECOND), "its clearance ran out"
    assert not store.may_go_on(replace(said, number=2), now=NOW)
    delivery.resend_until = NOW + store.call_limit()
    delivery.save()
    assert not store.may_go_on(said, now=NOW), "the network would not know its key any more"
    delivery.resend_until = None
    delivery.save()
    Stop.objects.create(office=account.office, reason="test", placed_at=NOW)
    assert not store.may_go_on(said, now=NOW)


@pytest.mark.django_db
def test_a_worker_may_be_longer_over_a_video_before_it_counts_as_dead() -> None:
    account = factories.house().account("kamrul")
    plain = factories.delivery(account, state=DeliveryState.ATTEMPTING, attempts=1, state_since=NOW)
    said = Payload(account.pk, Kind.POST, TEXT, "bn", recording=Recording("0" * 64, "video/mp4", "খ"))
    film = services.schedule(
        account=account,
        payload=said,
        approved=digest(said.canonical()),
        due_at=NOW,
        actor=Actor.system("tests"),
        now=NOW,
    )
    Delivery.objects.filter(pk=film.pk).update(state=DeliveryState.ATTEMPTING, attempts=1, state_since=NOW)
    later = NOW + 3 * store.call_limit() + timedelta(seconds=9)
    assert store.sweep(now=later) == 1
    plain.refresh_from_db()
    film.refresh_from_db()
    assert (plain.state, film.state) == (DeliveryState.UNKNOWN, DeliveryState.ATTEMPTING)
    assert store.sweep(now=later + store.SENDING) == 1
