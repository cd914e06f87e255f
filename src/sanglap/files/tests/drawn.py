"""Pictures with writing in them, drawn in the fonts that the front end's build lays ready."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from sanglap.config.environment import PROJECT

FONTS = PROJECT / "build" / "fonts"


def poster(
    lines: Sequence[str],
    *,
    size: int = 34,
    ink: str = "black",
    paper: str = "white",
    turned: int = 0,
    width: int = 1000,
) -> bytes:
    """The lines one under another, as PNG; turned by so many degrees."""
    picture = Image.new("RGB", (width, 80 + len(lines) * size * 2), paper)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        face = "NotoSans" if line.isascii() else "NotoSansBengali"
        font = ImageFont.truetype(FONTS / f"{face}_400Regular.ttf", size)
        pen.text((40, 40 + number * size * 2), line, font=font, fill=ink)
    out = io.BytesIO()
    picture.rotate(turned, expand=True, fillcolor=paper).save(out, "PNG")
    return out.getvalue()
