"""A text as a QR code, for paper."""

from dataclasses import dataclass
from typing import Any

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


@dataclass(frozen=True, slots=True)
class Square:
    """`path` draws the dark fields in a box of `size` by `size` units, the quiet margin included."""

    size: int
    path: str


def square(text: str) -> Square:
    """The code as one SVG path. It can be read with a seventh of it soiled."""
    code: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    fields = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(fields) for x, filled in enumerate(row) if filled)
    return Square(len(fields), "".join(dark))
