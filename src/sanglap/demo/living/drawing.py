"""Pictures for the demo's posts, drawn by the machine: no photo of anybody, and no file to keep."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

import av
import numpy as np
from django.conf import settings
from PIL import Image, ImageDraw, ImageFilter, ImageFont

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


_PAPER, _INK, _SEAL = (252, 249, 240), (26, 26, 26), (11, 93, 68)
_LARGE, _PLAIN = 52, 36


def notice(title: str, lines: Sequence[str]) -> bytes:
    """A notice as offices pin it up: a title on a band, and Bangla lines beneath it, as JPEG."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    pen, (width, _height) = ImageDraw.Draw(picture), _SIZE
    fonts = Path(settings.SANGLAP_FONTS)
    pen.rectangle((0, 0, width, 130), fill=_SEAL)
    bold = ImageFont.truetype(fonts / "NotoSansBengali_700Bold.ttf", _LARGE)
    pen.text((width // 2, 65), title, font=bold, fill="white", anchor="mm")
    plain = ImageFont.truetype(fonts / "NotoSansBengali_400Regular.ttf", _PLAIN)
    for number, line in enumerate(lines):
        pen.text((70, 180 + 2 * _PLAIN * number), line, font=plain, fill=_INK)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


_FILM, _RATE, _SECONDS = (480, 270), 12, 3
_RIVER, _MIST, _BOAT, _FLAG = (140, 190, 214), (226, 232, 232), (70, 82, 96), (178, 34, 34)


def ferry() -> bytes:
    """A ferry that crosses a river in the mist, as MP4 without sound."""
    out, (width, height) = io.BytesIO(), _FILM
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(_RATE * _SECONDS):
            picture = Image.new("RGB", _FILM, _MIST)
            pen = ImageDraw.Draw(picture)
            pen.rectangle((0, height // 2, width, height), fill=_RIVER)
            left = width * number // (_RATE * _SECONDS) * 2 // 3
            pen.polygon([(left, 130), (left + 140, 130), (left + 120, 165), (left + 20, 165)], fill=_BOAT)
            pen.rectangle((left + 45, 95, left + 95, 130), fill="white")
            pen.line((440, 120, 440, 240), fill=_TRUNK, width=5)
            pen.rectangle((395, 120, 440, 150), fill=_FLAG)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        container.mux(stream.encode())
    return out.getvalue()


_HUES = ((11, 93, 68), (20, 88, 120), (122, 63, 107), (122, 90, 30), (91, 74, 150), (138, 67, 50))
_AVATAR, _BANNER = 240, (900, 300)


def emblem(chance: Random) -> bytes:
    """A public building on a disc, as PNG: the profile picture of an office."""
    picture = Image.new("RGB", (_AVATAR, _AVATAR), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((4, 4, _AVATAR - 4, _AVATAR - 4), fill=chance.choice(_HUES))
    pen.polygon([(120, 48), (196, 98), (44, 98)], fill="white")
    for x in (60, 110, 160):
        pen.rectangle((x, 110, x + 20, 166), fill="white")
    pen.rectangle((44, 176, 196, 190), fill="white")
    return _png(picture)


def landscape(chance: Random) -> bytes:
    """A river between fields under the sun, as PNG: the banner of an office."""
    picture = Image.new("RGB", _BANNER, _SKY)
    pen, (width, height) = ImageDraw.Draw(picture), _BANNER
    at = chance.randrange(60, width - 160)
    pen.ellipse((at, 24, at + 90, 114), fill=_SUN)
    pen.rectangle((0, 150, width, height), fill=chance.choice(_LEAVES))
    bend = chance.randrange(200, width - 300)
    pen.polygon([(bend, 150), (bend + 40, 150), (bend + 260, height), (bend - 120, height)], fill=(140, 190, 214))
    return _png(picture)


_WALL, _SKINS, _SHIRTS = (120, 140, 130), ((198, 150, 120), (176, 128, 98)), ((164, 84, 60), (60, 92, 140))
_HEAD = 260


def people() -> bytes:
    """Two people before a wall, as JPEG: of nobody, and yet a machine takes them for faces."""
    picture = Image.new("RGB", _SIZE, _WALL)
    pen, height = ImageDraw.Draw(picture), _SIZE[1]
    for left, skin, shirt in zip((220, 720), _SKINS, _SHIRTS, strict=True):
        pen.rounded_rectangle((left - 40, 410, left + _HEAD + 40, height + 60), radius=90, fill=shirt)
        picture.paste(head := _head(skin), (left, 170), head)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


_FEATURES = (
    (14, 2, 86, 96, 0.2), (20, 12, 80, 98, 1), (22, 12, 78, 44, 1.1),
    *((x - 10, 36, x + 10, 41, 0.25) for x in (36, 64)), *((x - 11, 41, x + 11, 53, 0.6) for x in (36, 64)),
    *((x - 8, 43.5, x + 8, 50.5, 1.6) for x in (36, 64)), *((x - 4, 43, x + 4, 51, 0.12) for x in (36, 64)),
    (46, 44, 54, 68, 1.15), (43, 64, 57, 71, 0.7), (36, 76, 64, 84, 0.65),
)  # fmt: skip
"""Hair, face, forehead, brows, eyes, nose and mouth: left, top, right and bottom in hundredths, and how light."""


def _head(skin: tuple[int, int, int]) -> Image.Image:
    head = Image.new("RGBA", (_HEAD, _HEAD), (*_WALL, 0))
    pen, unit = ImageDraw.Draw(head), _HEAD / 100
    for left, top, right, bottom, light in _FEATURES:
        red, green, blue = (min(255, int(one * light)) for one in skin)
        pen.ellipse((left * unit, top * unit, right * unit, bottom * unit), fill=(red, green, blue, 255))
    return head.filter(ImageFilter.GaussianBlur(_HEAD / 80))


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
