"""A text as a QR code, for paper."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_POINTS = 8
"""Of a picture, along each side of a field."""


@dataclass(frozen=True, slots=True)
class Square:
    """`path` draws the dark fields in a box of `size` by `size` units, the quiet margin included."""

    size: int
    path: str

    @property
    def svg(self) -> str:
        """The code as a picture of its own, black on white."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.size} {self.size}" '
            f'shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/>'
            f'<path d="{self.path}" fill="#000"/></svg>'
        )


def square(text: str) -> Square:
    """The code as one SVG path. It can be read with a seventh of it soiled."""
    fields = _fields(text)
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(fields) for x, filled in enumerate(row) if filled)
    return Square(len(fields), "".join(dark))


def png(text: str) -> bytes:
    """The same code as a PNG, for programs that draw no paths."""
    fields = _fields(text)
    picture = Image.new("1", (len(fields), len(fields)), 1)
    picture.putdata([0 if filled else 1 for row in fields for filled in row])
    out = io.BytesIO()
    picture.resize((len(fields) * _POINTS,) * 2, Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def _fields(text: str) -> list[list[bool]]:
    code: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    found: list[list[bool]] = code.get_matrix()
    return found
