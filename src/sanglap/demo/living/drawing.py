"""Pictures for the demo's posts, drawn by the machine: no photo of anybody, and no file to keep."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

_SIZE = (1200, 750)
_SKY, _FIELD, _SUN, _TRUNK = (198, 226, 233), (122, 168, 94), (247, 201, 72), (116, 79, 52)
_LEAVES = ((38, 106, 74), (58, 130, 80), (84, 150, 70))


def seedlings(chance: Random) -> bytes:
    """Rows of seedlings in a field under the sun, as JPEG."""
    picture = Image.new("RGB", _SIZE, _SKY)
    pen = ImageDraw.Draw(picture)
    width, height = _SIZE
    horizon = height * 2 // 5
    pen.ellipse((width - 260, 60, width - 130, 190), fill=_SUN)
    pen.rectangle((0, horizon, width, height), fill=_FIELD)
    for row in range(5):
        size = 26 + 22 * row
        base = horizon + 40 + row * (height - horizon - 60) // 5
        for x in range(size, width, int(size * 2.4)):
            _seedling(pen, x + chance.randint(-6, 6), base, size, chance)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _seedling(pen: ImageDraw.ImageDraw, x: int, base: int, size: int, chance: Random) -> None:
    pen.line((x, base, x, base - size), fill=_TRUNK, width=max(3, size // 9))
    leaf = chance.choice(_LEAVES)
    for side in (-1, 1):
        tip = x + side * size * 2 // 3
        pen.ellipse((min(x, tip), base - size - size // 3, max(x, tip), base - size // 2), fill=leaf)


def emblem(chance: Random) -> bytes:
    """A banner with a round mark in the middle, as PNG: nobody's face."""
    picture = Image.new("RGB", (900, 300), chance.choice(_LEAVES))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((360, 60, 540, 240), fill=_SUN)
    pen.ellipse((390, 90, 510, 210), fill=_SKY)
    pen.line((450, 200, 450, 110), fill=_TRUNK, width=10)
    for side in (-1, 1):
        tip = 450 + side * 44
        pen.ellipse((min(450, tip), 100, max(450, tip), 150), fill=chance.choice(_LEAVES))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
