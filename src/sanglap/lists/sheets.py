"""XLSX: looked at from outside before it is unpacked, then read as plain cells.

The library behind it is slow to load, and most processes never read a spreadsheet: it is imported where it is used.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from sanglap.lists.faults import Unreadable

MOST_PARTS: Final = 500
MOST_BYTES: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 250
"""A sheet of equal cells is pressed to a fiftieth; what goes far beyond that is no list."""
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 64
_SMALL: Final = 4 * 1024 * 1024
_MOST_ASIDE = 1024 * 1024
FORMULA: Final = "="
"""Stands for a formula of which the file does not hold the value."""


def rows(content: bytes) -> Iterator[list[str]]:
    """The cells of the first sheet as text, row by row, empty rows too. Raises Unreadable."""
    from openpyxl.utils.exceptions import InvalidFileException

    formulas = _guard(content)
    try:
        with warnings.catch_warnings():
            # It warns of drawings, old dates and the like, which are of no concern here.
            warnings.simplefilter("ignore")
            values = _cells(content, values=True)
            if not formulas:
                yield from ([_text(cell) for cell in row] for row in values)
                return
            for row, written in zip(values, _cells(content, values=False), strict=True):
                yield [_with_formula(*pair) for pair in zip(row, written, strict=True)]
    except Unreadable:
        raise
    except (InvalidFileException, zipfile.BadZipFile, ParseError, ValueError, KeyError, TypeError, IndexError,
            AttributeError, OSError, EOFError, NotImplementedError, OverflowError, RuntimeError):  # fmt: skip
        # Whatever the library stumbles over, the file is none that a spreadsheet would write.
        raise Unreadable("broken") from None


def _cells(content: bytes, *, values: bool) -> Iterator[Sequence[Any]]:
    from openpyxl.reader.excel import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    try:
        sheet = book.worksheets[0]
        # What the file says of its size may be wrong.
        sheet.reset_dimensions()
        # Nor are its rows and columns to be believed: beyond a spreadsheet's own bounds nothing is.
        yield from sheet.iter_rows(max_row=_LAST_ROW, max_col=_LAST_COLUMN, values_only=True)
    finally:
        book.close()


def _guard(content: bytes) -> bool:
    """Whether any sheet holds a formula. Raises Unreadable for what is no XLSX or would burst."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            whole = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or whole > MOST_BYTES or _pressed(parts) or any(map(_too_large, parts)):
                raise Unreadable("bomb")
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("locked")
            if "xl/workbook.xml" not in names:
                raise Unreadable("archive")
            return _look_inside(packed, parts)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
        raise Unreadable("broken") from None


def _pressed(parts: list[zipfile.ZipInfo]) -> bool:
    return any(part.file_size > _SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size) for part in parts)


def _too_large(part: zipfile.ZipInfo) -> bool:
    """Only cells and their texts may be many; of the rest the library makes a hundred times as much as it reads."""
    if part.filename.startswith(("xl/worksheets/", "xl/sharedStrings")) or not part.filename.endswith(
        (".xml", ".rels")
    ):
        return False
    return part.file_size > _MOST_ASIDE


def _look_inside(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    """No part may define entities: the means to make much of little. Gives whether a formula was seen."""
    formula = False
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with packed.open(part) as file:
            if _holds(file, (b"<!DOCTYPE", b"<!doctype")):
                raise Unreadable("broken")
            if part.filename.startswith("xl/worksheets/") and not formula:
                file.seek(0)
                formula = _holds(file, (b"<f>", b"<f ", b"<f/", b":f>", b":f "))
    return formula


def _holds(file: Any, marks: Sequence[bytes]) -> bool:
    """Whether any of these short marks stands in the file, wherever it is cut in reading."""
    rest = b""
    while block := file.read(1 << 20):
        text = rest + block
        if any(mark in text for mark in marks):
            return True
        rest = block[-9:]
    return False


def _with_formula(value: Any, written: Any) -> str:
    formula = (isinstance(written, str) and written.startswith("=")) or not (
        written is None or isinstance(written, str | int | float | bool | date | time | timedelta)
    )
    return FORMULA if value is None and formula else _text(value)


def _text(value: Any) -> str:
    """A cell as a person would have written it: 42 and not 42.0, 2026-11-23 and not a number of days."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - exact
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)
