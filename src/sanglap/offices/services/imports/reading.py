"""A list of offices as rows, each known by its code."""

from __future__ import annotations

from typing import Any

from sanglap.lists.reading import Tell, read_rows
from sanglap.offices.services.imports.cells import CHECKS
from sanglap.offices.services.imports.columns import CODE
from sanglap.offices.services.imports.rows import OfficeRow


def read(content: bytes, tell: Tell) -> tuple[list[OfficeRow], dict[str, Any]]:
    """The rows of a list of offices, and how the file was read; `tell(done, whole)` is called now and then.

    Raises Unreadable.
    """
    found, notes = read_rows(content, OfficeRow, CHECKS, tell)
    for row in found:
        _take_code(row)
    _blame_twins(found)
    return found, notes


def check(line: int, values: dict[str, str]) -> OfficeRow:
    """A row from a source of our own, checked as one from a file."""
    row = OfficeRow(line, "", {})
    row.after = {column: CHECKS[column](row, column, raw) for column, raw in values.items()}
    _take_code(row)
    return row


def _take_code(row: OfficeRow) -> None:
    row.code = row.after.pop(CODE, "")
    if not row.code:
        row.blame("missing", CODE)


def _blame_twins(rows: list[OfficeRow]) -> None:
    first: dict[str, OfficeRow] = {}
    for row in rows:
        if not row.code:
            continue
        other = first.setdefault(row.code, row)
        if other is not row:
            row.blame("twice", CODE, str(other.line))
            if not any(one["code"] == "twice" for one in other.faults):
                other.blame("twice", CODE, str(row.line))
