"""What is brought as a picture and is broken, hostile or none: refused with a sentence, or made clean; never harm."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from sanglap.content import pictures
from sanglap.content.models import Picture
from sanglap.files import store
from sanglap.files.cleaning import MOST_PIXELS
from sanglap.files.services import Refused
from sanglap.files.tests.malformed import EITHER, EVIL, REFUSED, SOUND
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]

SECONDS = 5.0
MEGABYTES = 96
"""More memory than for a small picture no hostile file may take."""
BESIDE = {"exif", "icc_profile", "comment", "xmp", "XML:com.adobe.xmp", "Comment", "Author", "photoshop"}


@contextmanager
def bounded(megabytes: int = MEGABYTES) -> Iterator[None]:
    """Fails where what is done takes longer, or holds more memory at any moment, than it may."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before, began = _peak(), time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS
    assert _peak() - before < megabytes


def _peak() -> float:
    """The most memory that this process held, in megabytes, since that was last forgotten."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path
    return tmp_path


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def bring(house: House, content: bytes) -> Picture:
    office = house.offices["shibalaya"]
    return pictures.bring(house.scope("sumaiya"), office=office, content=content, name="IMG_1.jpg", now=NOW)


def test_there_are_more_than_fifty_and_no_two_are_one() -> None:
    made = [build() for build in (*(build for _code, build in REFUSED.values()), *SOUND.values(), *EITHER.values())]
    assert len({bytes(one) for one in made}) == len(made) > 100


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_both_languages_within_bounds(house: House, place: Path, name: str) -> None:
    code, build = REFUSED[name]
    content = build()
    with bounded(), pytest.raises(Refused) as refused:
        bring(house, content)
    assert not Picture.objects.exists()
    assert not list(place.rglob("*"))
    assert refused.value.code == code
    told = {}
    for language in ("bn", "en"):
        with translation.override(language):
            [told[language]] = refused.value.messages
    assert any("\u0980" <= sign <= "\u09ff" for sign in told["bn"])
    assert told["en"].isascii()
    assert min(map(len, told.values())) > 20


@pytest.mark.parametrize("name", SOUND)
def test_it_is_taken_and_nothing_comes_along(house: House, name: str) -> None:
    content = SOUND[name]()
    with bounded():
        picture = bring(house, content)
    assert_clean(picture)


@pytest.mark.parametrize("name", EITHER)
def test_whatever_becomes_of_it_is_clean_or_a_sentence(house: House, name: str) -> None:
    content = EITHER[name]()
    with bounded(3 * MEGABYTES):
        picture = None
        with suppress(Refused):
            picture = bring(house, content)
    if picture:
        assert_clean(picture)


def assert_clean(picture: Picture) -> None:
    for file in (picture.file, picture.small):
        with store.read(file.digest) as blob:
            written = blob.read()
        assert EVIL not in written
        with Image.open(io.BytesIO(written)) as opened:
            assert opened.get_format_mimetype() == file.media_type
            assert not opened.getexif()
            assert not BESIDE & set(opened.info)
            assert getattr(opened, "n_frames", 1) == 1
            opened.load()


def test_a_photo_that_lies_on_its_side_stands_upright(house: House) -> None:
    content = SOUND["photo with its place, on its side"]()
    with Image.open(io.BytesIO(content)) as lying, store.read(bring(house, content).file.digest) as blob:
        assert lying.size == (320, 240)
        assert Image.open(blob).size == (240, 320)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_the_largest_that_is_taken_is_made_smaller_within_bounds(house: House, form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8_000, MOST_PIXELS // 8_000), "green").save(out, form)
    with bounded(600):
        picture = bring(house, out.getvalue())
    with store.read(picture.file.digest) as blob:
        assert Image.open(blob).size == (2_048, 1_280)
