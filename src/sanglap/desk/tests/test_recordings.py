"""Videos and sounds in the composer and before those who approve; files in pieces; stretches for players (6, 6.a)."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sanglap.content import recordings
from sanglap.content.footage import Footage, Recording
from sanglap.content.models import Draft, Picture, Variant, WorkingCopy
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_composing import typed
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.files import sending
from sanglap.files.models import File, Sending
from sanglap.files.tests.malformed import drawn
from sanglap.files.tests.recorded import film, speech
from tests import factories
from tests.factories import House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
ALT = "একজন নার্স শিশুকে টিকা দিচ্ছেন"
SRT = "1\n00:00:00,000 --> 00:00:01,500\nটিকা নিন\n"
TUS: dict[str, Any] = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path
    return tmp_path


def make() -> None:
    recording = recordings.claim(now=clock.now())
    assert recording is not None
    recordings.make(recording, now=clock.now())


def brought(house: House, client: Client, words: dict[str, Any], content: bytes, name: str = "টিকা.mp4") -> Recording:
    said(client.post(reverse("desk:compose"), {**words, "box": "film", "film": SimpleUploadedFile(name, content)}))
    make()
    return Recording.objects.latest("pk")


def test_brought_described_captioned_approved_and_played(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    compose = reverse("desk:compose")
    page = said(client.post(compose, {**words, "box": "film", "film": SimpleUploadedFile("টিকা.mp4", film())}))
    video = Recording.objects.get()
    assert reverse("desk:recording-state", args=[video.pk]) in page
    assert WorkingCopy.objects.get().typed["recording"]["id"] == str(video.pk)
    early = client.post(compose, {**words, "submit": "yes", "recording": str(video.pk), "recording-alt": ALT})
    assert early.status_code == 422, "it is not ready"
    make()
    ready = said(client.get(reverse("desk:recording-state", args=[video.pk])))
    assert reverse("desk:recording-still", args=[video.pk]) in ready
    assert "96 × 64" in ready
    held = {**words, "recording": str(video.pk), "recording-alt": ALT}
    wrong = SimpleUploadedFile("ক.srt", SRT.replace("01,500", "99,500").encode())
    assert "line 2" in said(client.post(compose, {**held, "box": "words", "words": wrong}))
    page = said(client.post(compose, {**held, "box": "words", "words": SimpleUploadedFile("ক.srt", SRT.encode())}))
    captions = File.objects.get(media_type="text/vtt")
    assert reverse("desk:captions", args=[captions.pk]) in page
    assert reverse("desk:recording", args=[video.pk]) in page, "the preview plays it"
    held["captions"] = str(captions.pk)
    assert client.post(compose, {**held, "submit": "yes"}).status_code == 302
    footage = Footage.objects.get()
    assert (footage.recording, footage.alt, footage.captions) == (video, ALT, captions)
    variant = Variant.objects.get()
    for who, address in (
        ("sumaiya", reverse("desk:post", args=[Draft.objects.get().pk])),
        ("kamrul", reverse("desk:approve", args=[variant.pk])),
    ):
        page = opened(house, who, address)
        assert reverse("desk:recording", args=[video.pk]) in page
        assert f'src="{reverse("desk:captions", args=[captions.pk])}"' in page
    assert "টিকা নিন" in page
    draft = reverse("desk:edit", args=[Draft.objects.get().pk])
    assert ALT in opened(house, "sumaiya", draft), "the next revision begins with it"
    assert "media-src 'self'" in signed_in(house, "kamrul").get(draft)["Content-Security-Policy"]


def test_the_button_that_takes_it_away_does(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    video = brought(house, client, words, speech(), "ক.mp3")
    held = {**words, "recording": str(video.pk), "recording-alt": ALT}
    assert 'name="recording"' not in said(client.post(reverse("desk:compose"), {**held, "box": "drop-film"}))


def test_what_is_refused_says_why_and_a_video_without_captions_is_not_handed_in(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    broken = brought(house, client, words, film()[:700])
    page = said(client.get(reverse("desk:recording-state", args=[broken.pk])))
    assert "govuk-error-message" in page
    video = brought(house, client, words, film())
    held = {**words, "recording": str(video.pk), "recording-alt": ALT, "submit": "yes"}
    answer = client.post(reverse("desk:compose"), held, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk:edit", args=[Draft.objects.get().pk])
    draft = Draft.objects.get()
    again = {**held, "key": str(draft.pk), "seen": "1", "silent": "yes"}
    client.post(reverse("desk:edit", args=[draft.pk]), again)
    assert Variant.objects.get(revision__number=2).state == "submitted"


def test_players_get_stretches_and_nobody_else_anything(house: House) -> None:
    client = signed_in(house, "sumaiya")
    video = brought(house, client, typed(house), film())
    assert video.file is not None
    address, size = reverse("desk:recording", args=[video.pk]), video.file.size
    whole = client.get(address)
    body = b"".join(whole.streaming_content)  # type: ignore[attr-defined]  # a file
    assert (whole.status_code, whole["Accept-Ranges"], len(body)) == (200, "bytes", size)
    for asked, first, last in (
        ("0-99", 0, 99),
        ("100-", 100, size - 1),
        ("-50", size - 50, size - 1),
        (f"9-{size * 2}", 9, size - 1),
    ):
        part = client.get(address, headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes {first}-{last}/{size}")
        assert b"".join(part.streaming_content) == body[first : last + 1]  # type: ignore[attr-defined]
        assert int(part["Content-Length"]) == last - first + 1
        assert part["Content-Type"] == "video/mp4"
    assert client.get(address, headers={"Range": f"bytes={size}-"}).status_code == 416
    changed = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (changed.status_code, b"".join(changed.streaming_content)) == (200, body)  # type: ignore[attr-defined]
    for nonsense in ("bytes=a-b", "bytes=0-1,4-5", "lines=1-2", "bytes=9-1"):
        answer = client.get(address, headers={"Range": nonsense})
        assert answer.status_code == 416 or b"".join(answer.streaming_content) == body  # type: ignore[attr-defined]
    for name in ("recording", "recording-still", "recording-state"):
        assert signed_in(house, "tanvir").get(reverse(f"desk:{name}", args=[video.pk])).status_code == 404


def announced(client: Client, size: int, name: str = "টিকা.mp4") -> str:
    told = f"filename {b64encode(name.encode()).decode()},filetype dmlkZW8="
    answer = client.post(
        reverse("desk:sendings"), content_type="application/offset+octet-stream",
        HTTP_UPLOAD_LENGTH=str(size), HTTP_UPLOAD_METADATA=told, **TUS,
    )  # fmt: skip
    assert (answer.status_code, answer["Tus-Resumable"]) == (201, "1.0.0")
    return str(answer["Location"])


def piece(client: Client, address: str, content: bytes, at: int, **more: str) -> Any:
    kind = "application/offset+octet-stream"
    return client.patch(address, content, content_type=kind, HTTP_UPLOAD_OFFSET=str(at), **{**TUS, **more})


def test_a_video_comes_in_pieces_over_a_line_that_breaks(house: House) -> None:
    client, words, content = signed_in(house, "sumaiya"), typed(house), film()
    address, half = announced(client, len(content)), len(content) // 2
    assert piece(client, address, content[:half], 0)["Upload-Offset"] == str(half)
    assert piece(client, address, content[half:], 7).status_code == 409
    asked = client.head(address, **TUS)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == (str(half), str(len(content)))
    key = address.rstrip("/").rsplit("/", 1)[-1]
    compose, held = reverse("desk:compose"), {**words, "box": "film", "sent-film": key}
    client.post(compose, held)
    assert not Recording.objects.exists(), "it is not whole"
    assert piece(client, address, content[half:] + b"more", half).status_code == 413
    assert piece(client, address, content[half:], half).status_code == 204
    other = signed_in(house, "tanvir")
    assert other.head(address, **TUS).status_code in {403, 404}
    client.post(compose, held)
    make()
    video = Recording.objects.get()
    assert (video.name, video.making) == ("টিকা.mp4", "ready")
    assert not Sending.objects.exists()
    client.post(compose, held)
    assert Recording.objects.count() == 1, "the second click brings nothing"


def test_pictures_come_in_pieces_too(house: House) -> None:
    client, words, content = signed_in(house, "sumaiya"), typed(house), drawn("JPEG")
    address = announced(client, len(content), "মেলা.jpg")
    piece(client, address, content, 0)
    key = address.rstrip("/").rsplit("/", 1)[-1]
    client.post(reverse("desk:compose"), {**words, "box": "add", "sent-bring": key})
    assert Picture.objects.get().file.name == "মেলা.jpg"


def test_the_protocol_holds_its_bounds(house: House, place: Path) -> None:
    client = signed_in(house, "sumaiya")
    said_by = client.options(reverse("desk:sendings"))
    assert (said_by.status_code, said_by["Tus-Version"], said_by["Tus-Max-Size"]) == (204, "1.0.0", str(2**29))
    begin = reverse("desk:sendings")
    for headers, status in (
        ({"HTTP_UPLOAD_LENGTH": "9"}, 412),
        ({"HTTP_UPLOAD_LENGTH": "9", "HTTP_TUS_RESUMABLE": "0.2"}, 412),
        (TUS, 400),
        ({"HTTP_UPLOAD_LENGTH": "-9", **TUS}, 400),
        ({"HTTP_UPLOAD_LENGTH": "0", **TUS}, 400),
        ({"HTTP_UPLOAD_LENGTH": str(2**29 + 1), **TUS}, 413),
    ):
        assert client.post(begin, **headers).status_code == status
    address = announced(client, 9)
    assert piece(client, address, b"x", 0, HTTP_TUS_RESUMABLE="9").status_code == 412
    assert client.patch(address, b"x", content_type="text/plain", HTTP_UPLOAD_OFFSET="0", **TUS).status_code == 415
    assert client.patch(address, b"x", content_type="application/offset+octet-stream", **TUS).status_code == 400
    assert client.head(reverse("desk:sending", args=[new_id()]), **TUS).status_code == 404
    assert client.delete(address, **TUS).status_code == 204
    assert client.head(address, **TUS).status_code == 404
    for _number in range(sending.AT_ONCE + 2):
        announced(client, 9)
    assert Sending.objects.count() == sending.AT_ONCE
    assert len(list((place / "pieces").iterdir())) == sending.AT_ONCE


def test_whoever_only_suggests_sends_pictures_and_no_videos(house: House) -> None:
    client, begin = signed_in(house, "jamal"), reverse("desk:sendings")
    most = 20 * 1024 * 1024
    assert client.options(begin)["Tus-Max-Size"] == str(most)
    assert client.post(begin, HTTP_UPLOAD_LENGTH=str(most + 1), **TUS).status_code == 413
    content = drawn("JPEG")
    address = announced(client, len(content))
    assert piece(client, address, content, 0).status_code == 204
    house.account("kamrul")
    key = address.rstrip("/").rsplit("/", 1)[1]
    page = client.post(reverse("desk:suggest"), {"words": "x", "box": "add", "sent-bring": key})
    assert b'name="picture"' in page.content


def test_what_nobody_goes_on_with_is_swept(house: House, place: Path) -> None:
    from sanglap.files import services

    announced(signed_in(house, "sumaiya"), 9)
    services.sweep(now=factories.NOW)
    assert Sending.objects.exists()
    services.sweep(now=clock.now() + services.LEFT * 2)
    assert not Sending.objects.exists()
    assert not list((place / "pieces").iterdir())
