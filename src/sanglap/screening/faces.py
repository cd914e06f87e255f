"""Where faces may be in a picture (clause 5.d): a help for whoever looks at it, who decides.

The cascades that come with OpenCV find most faces seen from the front and some from the side; they miss turned, small,
dark and covered ones, and now and then see one where none is (coins!). One look takes up to a second or two: keep what
was found with the picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageOps

from sanglap.core.boxes import Box

if TYPE_CHECKING:
    from cv2 import CascadeClassifier

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_FACES: Final = 50
_SIDE: Final = 640
"""The longer side in points to which a picture is brought: with it the time is bounded, whatever was given."""
_LEAST: Final = 24
"""The smallest face in these points: a banner of this width shows no face that one would know below it."""
_FRONT, _PROFILE = "haarcascade_frontalface_default.xml", "haarcascade_profileface.xml"
_STEP, _AGREE = 1.1, 6
"""By how much each window is larger than the one before, and how many near ones must agree that a face is there."""
_SAME: Final = 0.3
"""Two windows that share so much are one face."""


def faces(image: bytes) -> list[Box]:
    """Where faces may be, the largest first, `MOST_FACES` at most. Of an animated picture the first frame counts.

    Never raises: in what is no picture, or too large a one, there is nothing found.
    """
    grey = _grey(image)
    if grey is None:
        return []
    height, width = grey.shape
    found = _parted(sorted(_windows(grey), key=lambda one: -one[2] * one[3]))
    return [Box(x / width, y / height, w / width, h / height) for x, y, w, h in found[:MOST_FACES]]


def _grey(image: bytes) -> Any:
    """The picture as an array of grey, upright, of bounded size; None where it cannot be looked at."""
    import numpy as np

    if not image or len(image) > MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(image)) as opened:
            if opened.width * opened.height > MOST_PIXELS or min(opened.size) < _LEAST:
                return None
            opened.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            small = ImageOps.exif_transpose(opened)
            small.thumbnail((_SIDE, _SIDE))
            # What is transparent is seen on white paper.
            flat = Image.new("RGBA", small.size, "white")
            flat.alpha_composite(small.convert("RGBA"))
            if min(flat.size) < _LEAST:
                return None
            return np.asarray(flat.convert("L"))
    except Exception:  # noqa: BLE001 - a picture from outside can fail in any manner, and none of them matters here
        return None


def _windows(grey: Any) -> Iterator[tuple[int, int, int, int]]:
    """Every window in which a cascade sees a face: from the front, and from both sides."""
    import cv2

    # The cascades even out light and dark by themselves in each window; done beforehand, dark faces get lost.
    yield from _seen(grey, _FRONT)
    yield from _seen(grey, _PROFILE)
    width = grey.shape[1]
    for x, y, w, h in _seen(cv2.flip(grey, 1), _PROFILE):
        yield width - x - w, y, w, h


def _seen(grey: Any, name: str) -> Iterable[tuple[int, int, int, int]]:
    rows = _cascade(name).detectMultiScale(grey, scaleFactor=_STEP, minNeighbors=_AGREE, minSize=(_LEAST, _LEAST))
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in rows]


@cache
def _cascade(name: str) -> CascadeClassifier:
    """Read once in each process, at the first picture: it takes a while and some memory."""
    import cv2
    from cv2.data import haarcascades

    return cv2.CascadeClassifier(f"{haarcascades}{name}")


def _parted(windows: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """One window for each face, where several see the same; the first given stays."""
    kept: list[tuple[int, int, int, int]] = []
    for one in windows:
        if all(_shared(one, other) < _SAME for other in kept):
            kept.append(one)
    return kept


def _shared(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """How much of the smaller of two windows lies in the other, from 0 to 1."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, wide) * max(0, high) / min(one[2] * one[3], other[2] * other[3])
