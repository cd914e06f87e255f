"""Mastodon's uploads against answers that the practice network would not give: slow, failing, nonsense."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sanglap.networks.contract import AccessLost, NetworkError, NotSent, Picture, Recording, Refused
from sanglap.networks.mastodon import media
from sanglap.networks.mastodon.client import CONNECTOR
from sanglap.networks.tests.test_mastodon import POST, SERVER, STATUSES, api, session, status

if TYPE_CHECKING:
    import respx

    from sanglap.networks.contract import Session

__all__ = ["api", "session"]
UPLOAD = f"{SERVER}/api/v2/media"
PICTURE = Picture("0" * 64, "image/jpeg", "গাছের চারা", b"bytes of a picture")
WITH_PICTURE = replace(POST, pictures=[PICTURE])


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "PAUSE", 0)
    monkeypatch.setattr(media, "LONG_PAUSE", 0)


async def publish(session: Session) -> str:
    return (await CONNECTOR.publish(session, WITH_PICTURE, "key")).remote_id


async def test_an_upload_brings_content_and_description(api: respx.MockRouter, session: Session) -> None:
    sent = api.post(UPLOAD).respond(200, json={"id": "5"})
    posted = api.post(STATUSES).respond(200, json=status("8"))
    assert await publish(session) == "8"
    body = sent.calls[0].request.content
    assert PICTURE.content in body
    assert PICTURE.alt.encode() in body
    assert b"image/jpeg" in body
    assert b'"media_ids":["5"]' in posted.calls[0].request.content


async def test_a_server_at_work_is_waited_for(api: respx.MockRouter, session: Session) -> None:
    api.post(UPLOAD).respond(202, json={"id": "5", "url": None})
    asked = api.get(f"{SERVER}/api/v1/media/5").mock(
        side_effect=[httpx.Response(206, json={"id": "5"}), httpx.Response(200, json={"id": "5"})]
    )
    api.post(STATUSES).respond(200, json=status("8"))
    assert await publish(session) == "8"
    assert asked.call_count == 2


async def test_a_server_that_is_never_ready_is_not_sent(api: respx.MockRouter, session: Session) -> None:
    api.post(UPLOAD).respond(202, json={"id": "5"})
    api.get(f"{SERVER}/api/v1/media/5").respond(206, json={"id": "5"})
    posted = api.post(STATUSES)
    with pytest.raises(NotSent):
        await publish(session)
    assert not posted.called


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status_code": 422, "json": {"error": "File file size must be less than 16 MB"}}, Refused),
        ({"status_code": 401, "json": {"error": "The access token is invalid"}}, AccessLost),
        ({"status_code": 429, "json": {"error": "Too many requests"}}, NotSent),
        ({"status_code": 500, "json": {}}, NotSent),
        ({"status_code": 200, "content": b"no json"}, NotSent),
        ({"status_code": 200, "json": {}}, NotSent),
    ],
)
async def test_whatever_becomes_of_an_upload_nothing_is_posted(
    api: respx.MockRouter, session: Session, answer: dict[str, Any], error: type[NetworkError]
) -> None:
    api.post(UPLOAD).respond(**answer)
    posted = api.post(STATUSES)
    with pytest.raises(error):
        await publish(session)
    assert not posted.called


async def test_a_lost_upload_may_be_repeated(api: respx.MockRouter, session: Session) -> None:
    api.post(UPLOAD).mock(side_effect=httpx.ReadError)
    with pytest.raises(NotSent):
        await publish(session)


@pytest.fixture
def film(tmp_path: Path) -> Recording:
    path = tmp_path / "film"
    path.write_bytes(b"bytes of a film" * 9_000)
    return Recording("1" * 64, "video/mp4", "একজন নার্স", "", path)


async def test_a_video_is_laid_ready_and_then_shown(api: respx.MockRouter, session: Session, film: Recording) -> None:
    sent = api.post(UPLOAD).respond(202, json={"id": "6", "url": None})
    api.get(f"{SERVER}/api/v1/media/6").mock(
        side_effect=[httpx.Response(206, json={"id": "6"}), httpx.Response(200, json={"id": "6"})]
    )
    posted = api.post(STATUSES).respond(200, json=status("8"))
    ready = await CONNECTOR.prepare(session, replace(POST, recording=film))
    assert ready.ready == ["6"]
    assert not posted.called
    assert b"bytes of a film" * 9_000 in sent.calls[0].request.content
    assert film.alt.encode() in sent.calls[0].request.content
    assert (await CONNECTOR.publish(session, ready, "key")).remote_id == "8"
    assert b'"media_ids":["6"]' in posted.calls[0].request.content
    assert sent.call_count == 1


async def test_a_video_that_the_server_does_not_code_is_refused_or_put_off(
    api: respx.MockRouter, session: Session, film: Recording
) -> None:
    api.post(UPLOAD).respond(202, json={"id": "6"})
    api.get(f"{SERVER}/api/v1/media/6").respond(422, json={"error": "Error processing thumbnail"})
    with pytest.raises(Refused):
        await CONNECTOR.prepare(session, replace(POST, recording=film))
    api.post(UPLOAD).mock(side_effect=httpx.WriteTimeout)
    with pytest.raises(NotSent):
        await CONNECTOR.prepare(session, replace(POST, recording=film))
