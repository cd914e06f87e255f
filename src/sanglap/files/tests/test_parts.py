"""A picture of too many parts is known before it is read, and no honest one is taken for that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sanglap.files import parts
from sanglap.files.tests import malformed

NOTES = {"JPEG": malformed.segment(0xFE, b"x"), "PNG": malformed.chunk(b"prVt", b"x"), "GIF": b"\x21\xfe\x01x\0"}
WITH: dict[str, Callable[[bytes], bytes]] = {"JPEG": malformed.jpeg, "PNG": malformed.png, "GIF": malformed.gif}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_it_is_counted_to_the_last(form: str) -> None:
    own = sum(1 for _part in parts._PARTS[form](WITH[form](b"")))
    # A remark of a GIF is a block, and one that ends it.
    left = (parts.MOST - own) // (2 if form == "GIF" else 1)
    assert not parts.too_many(WITH[form](NOTES[form] * left), form)
    assert parts.too_many(WITH[form](NOTES[form] * (left + 1)), form)


def test_scans_are_counted_to_the_last() -> None:
    own = malformed.scans(0).count(b"\xff\xda")
    assert not parts.too_many(malformed.scans(parts.MOST_SCANS - own), "JPEG")
    assert parts.too_many(malformed.scans(parts.MOST_SCANS - own + 1), "JPEG")


def test_what_stands_behind_a_photo_is_none_of_its_scans() -> None:
    assert not parts.too_many(malformed.drawn("JPEG") + b"\xff\xda\0\x02" * 100_000, "JPEG")
    assert not parts.too_many(malformed.jpeg(malformed.segment(0xE2, b"\xff\xda\0\x02" * 10_000)), "JPEG")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "MPO"])
def test_what_is_cut_off_anywhere_is_counted_without_a_fault(form: str) -> None:
    content = malformed.drawn("WEBP" if form == "MPO" else form, size=(24, 16))
    for length in range(len(content)):
        assert not parts.too_many(content[:length], form)
