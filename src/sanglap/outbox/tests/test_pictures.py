"""What is in the pictures that go out is what was approved, or nothing goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sanglap.files import store
from sanglap.networks.contract import Kind, Outgoing, Picture, Refused
from sanglap.outbox.pictures import with_content

pytestmark = pytest.mark.clause("6.a")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path
    return tmp_path


def outgoing(digest: str) -> Outgoing:
    return Outgoing(Kind.POST, "ক", "bn", None, (Picture(digest, "image/png", "খ"),))


async def test_pictures_are_read_from_the_store() -> None:
    filled = await with_content(outgoing(store.write(b"a picture")))
    assert [picture.content for picture in filled.pictures] == [b"a picture"]


async def test_a_picture_that_is_gone_is_not_left_out_silently() -> None:
    with pytest.raises(Refused):
        await with_content(outgoing("0" * 64))


async def test_a_picture_that_was_exchanged_on_the_disk_is_not_sent(place: Path) -> None:
    digest = store.write(b"a picture")
    (place / digest[:2] / digest[2:4] / digest).write_bytes(b"another")
    with pytest.raises(Refused):
        await with_content(outgoing(digest))
