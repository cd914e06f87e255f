"""Of how many parts a picture is made, looked at before a library reads it.

Each part costs whoever reads it some time, however small it is: a file of a few megabytes can hold millions, and a JPEG
of a few kilobytes can be drawn over itself for hours. No camera and no program makes such pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

MOST: Final = 20_000
"""Chunks, segments or blocks. A picture of twenty megabytes has some thousands."""
MOST_SCANS: Final = 32
"""A JPEG that becomes clear step by step has about ten; each draws over the whole picture."""

_JPEG_MARKER: Final = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
_ALONE: Final = frozenset({0x01, 0xD8})
"""Markers of a JPEG that have nothing behind them."""
_END, _SCAN = 0xD9, 0xDA
_PNG_FIRST, _PNG_AROUND = 8, 12
_GIF_HEAD: Final = 13
_GIF_EXTENSION: Final = 0x21


def too_many(content: bytes, form: str) -> bool:
    """Whether it has more than any honest picture has. `form` as Pillow calls it; of others nothing is known."""
    if form not in _PARTS:
        return False
    scans = 0
    for number, is_scan in enumerate(_PARTS[form](content), start=1):
        scans += is_scan
        if number > MOST or scans > MOST_SCANS:
            return True
    return False


def _of_jpeg(content: bytes) -> Iterator[bool]:
    """Of each segment, whether it begins a scan. What lies between two markers belongs to none, as readers have it."""
    place = 0
    while found := _JPEG_MARKER.search(content, place):
        marker, place = found[1][0], found.end()
        if marker == _END:
            return
        yield marker == _SCAN
        if marker not in _ALONE:
            place += max(2, int.from_bytes(content[place : place + 2]))


def _of_png(content: bytes) -> Iterator[bool]:
    place = _PNG_FIRST
    while place + _PNG_AROUND <= len(content):
        yield False
        place += _PNG_AROUND + int.from_bytes(content[place : place + 4])


def _of_gif(content: bytes) -> Iterator[bool]:
    """The blocks before the first picture: what comes behind it is not read."""
    colours = content[10] if len(content) > _GIF_HEAD else 0
    place = _GIF_HEAD + (3 << (colours % 8 + 1) if colours & 0x80 else 0)
    while content[place : place + 1] == bytes([_GIF_EXTENSION]):
        place += 2
        while place < len(content):
            yield False
            size = content[place]
            place += 1 + size
            if not size:
                break


_PARTS: Final[Mapping[str, Callable[[bytes], Iterator[bool]]]] = {"JPEG": _of_jpeg, "PNG": _of_png, "GIF": _of_gif}
