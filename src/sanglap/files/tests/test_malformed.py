"""What is brought as a picture and is broken, hostile or none: refused with a sentence, or made clean; never harm."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from sanglap.files import parts
from sanglap.files.cleaning import LONGEST_SIDE, MOST_PIXELS, Refused, clean_picture
from sanglap.files.tests import malformed
from sanglap.files.tests.malformed import EITHER, EVIL, NO_PICTURE, REFUSED, SOUND

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


def test_there_are_more_than_fifty_and_no_two_are_one() -> None:
    made = [build() for build in (*(build for _code, build in REFUSED.values()), *SOUND.values(), *EITHER.values())]
    assert len({bytes(one) for one in made}) == len(made) > 100


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_both_languages_within_bounds(name: str) -> None:
    code, build = REFUSED[name]
    content = build()
    with bounded(), pytest.raises(Refused) as refused:
        clean_picture(content)
    assert refused.value.code == code
    told = {}
    for language in ("bn", "en"):
        with translation.override(language):
            [told[language]] = refused.value.messages
    assert any("\u0980" <= sign <= "\u09ff" for sign in told["bn"])
    assert told["en"].isascii()
    assert min(map(len, told.values())) > 20


@pytest.mark.parametrize("name", SOUND)
def test_it_is_taken_and_nothing_comes_along(name: str) -> None:
    content = SOUND[name]()
    with bounded():
        written, media_type = clean_picture(content)
    assert_clean(written, media_type)


@pytest.mark.parametrize("name", EITHER)
def test_whatever_becomes_of_it_is_clean_or_a_sentence(name: str) -> None:
    content = EITHER[name]()
    with bounded(3 * MEGABYTES):
        written = None
        with suppress(Refused):
            written = clean_picture(content)
    if written:
        assert_clean(*written)


def assert_clean(written: bytes, media_type: str) -> None:
    assert EVIL not in written
    with Image.open(io.BytesIO(written)) as opened:
        assert opened.get_format_mimetype() == media_type
        assert not opened.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp", "XML:com.adobe.xmp", "Comment", "Author"} & set(
            opened.info
        )
        assert getattr(opened, "n_frames", 1) == 1
        opened.load()


def test_a_photo_that_lies_on_its_side_stands_upright() -> None:
    with Image.open(io.BytesIO(malformed.jpeg(malformed.PLACE))) as lying:
        assert lying.size == (320, 240)
    written, _media_type = clean_picture(malformed.jpeg(malformed.PLACE))
    with Image.open(io.BytesIO(written)) as standing:
        assert standing.size == (240, 320)


@pytest.mark.parametrize("name", NO_PICTURE)
def test_what_calls_itself_otherwise_is_known_by_what_is_in_it(name: str) -> None:
    assert not parts.too_many(NO_PICTURE[name](), "JPEG")


@pytest.mark.parametrize(
    "build",
    [
        lambda: malformed.png(size=(8_000, 5_000), pixels=bytes(5_000 * (1 + 3 * 8_000))),
        lambda: malformed.drawn("JPEG", size=(8_000, 5_000), quality=30),
    ],
    ids=["PNG", "JPEG"],
)
def test_the_largest_that_is_taken_is_made_smaller_within_bounds(build: Callable[[], bytes]) -> None:
    content = build()
    with Image.open(io.BytesIO(content)) as opened:
        assert opened.width * opened.height == MOST_PIXELS
    with bounded(600):
        written, _media_type = clean_picture(content)
    with Image.open(io.BytesIO(written)) as opened:
        assert opened.size == (LONGEST_SIDE, 2_500)
