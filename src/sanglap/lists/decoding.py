"""What kind of file it is, and its bytes as text."""

from __future__ import annotations

import codecs
from typing import Final

from sanglap.lists.faults import Unreadable

XLSX, TEXT = "xlsx", "text"

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
# Where Windows-1252 has no letter; old fonts put some of theirs there all the same.
_HOLES: Final = {hole: chr(hole) for hole in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_LOOKED_AT: Final = 4_000


def kind_of_file(content: bytes) -> str:
    """`XLSX` or `TEXT`. Raises Unreadable with what it is instead."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty")
    if content.startswith(b"PK\x03\x04"):
        return XLSX
    if content[:1_024].lstrip().startswith(b"%PDF"):
        raise Unreadable("pdf")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # An encrypted XLSX lies in the same container as an old XLS.
        raise Unreadable("locked" if "EncryptedPackage".encode("utf-16-le") in content else "xls")
    if content.startswith(_PICTURES) or content[8:12] == b"WEBP":
        raise Unreadable("image")
    if content.startswith((b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise Unreadable("archive")
    return TEXT


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; bytes in no form of Unicode are taken for Windows-1252, as old Bangla
    fonts used it. Raises Unreadable.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding), encoding
    if encoding := _utf16_without_bom(content):
        return _strictly(content, encoding), encoding
    if b"\x00" in content:
        raise Unreadable("binary")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="sanglap.holes"), "windows-1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("binary") from None


def _utf16_without_bom(content: bytes) -> str:
    """Its separators and digits have every second byte empty; ours always have a head line in Latin letters."""
    start = content[:_LOOKED_AT]
    if len(content) % 2 or b"\x00" not in start:
        return ""
    low, high = start[0::2].count(0), start[1::2].count(0)
    if high > len(start) // 10 and high > 4 * low:
        return "utf-16-le"
    return "utf-16-be" if low > len(start) // 10 and low > 4 * high else ""


def _fill(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return "".join(_HOLES[byte] for byte in error.object[error.start : error.end]), error.end
    raise error


codecs.register_error("sanglap.holes", _fill)
