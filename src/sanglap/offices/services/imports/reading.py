"""A list's file as rows, each cell in its normal form, with what is wrong about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sanglap.language import bijoy
from sanglap.offices.services.imports.cells import CHECKS
from sanglap.offices.services.imports.columns import BANGLA, CODE
from sanglap.offices.services.imports.rows import Row
from sanglap.offices.services.imports.sheets import FORMULA
from sanglap.offices.services.imports.tables import Table, read_table

Tell = Callable[[int, int], None]
_STEP = 2_000


def read(content: bytes, tell: Tell) -> tuple[list[Row], dict[str, Any]]:
    """The rows, and how the file was read; `tell(done, whole)` is called now and then. Raises Unreadable."""
    table = read_table(content)
    old: set[str] = {column for column in BANGLA if column in table.columns and _in_bijoy(table, column)}
    found = []
    for number, (line, cells) in enumerate(table.rows):
        if number % _STEP == 0:
            tell(number, len(table.rows))
        found.append(_row(table, line, cells, old))
    tell(len(table.rows), len(table.rows))
    _blame_twins(found)
    return found, table.notes


def check(line: int, values: dict[str, str]) -> Row:
    """A row from a source of our own, checked as one from a file."""
    row = Row(line, "", {})
    row.after = {column: CHECKS[column](row, column, raw) for column, raw in values.items()}
    _take_code(row)
    return row


def _row(table: Table, line: int, cells: Any, old: set[str]) -> Row:
    row = Row(line, "", {})
    if (len(cells) != table.width and any(cell.strip() for cell in cells[table.width :])) or len(cells) < table.width:
        row.blame("cells", CODE, str(len(cells)))
    after = row.after
    for column, place in table.columns.items():
        raw = cells[place] if place < len(cells) else ""
        if not raw:
            after[column] = ""
            continue
        if column in BANGLA and bijoy.may_be_bijoy(raw) and (column in old or bijoy.is_bijoy(raw)):
            raw = bijoy.to_unicode(raw)
            row.blame("bijoy", column, raw)
        if raw == FORMULA:
            row.blame("formula", column, raw)
        else:
            after[column] = CHECKS[column](row, column, raw)
    _take_code(row)
    return row


def _take_code(row: Row) -> None:
    row.code = row.after.pop(CODE, "")
    if not row.code:
        row.blame("missing", CODE)


def _in_bijoy(table: Table, column: str) -> bool:
    """Whether most of what stands in that column is in the old encoding; single names do not always show it."""
    place = table.columns[column]
    texts = [cells[place] for _line, cells in table.rows if place < len(cells)]
    candidates = [text for text in texts if bijoy.may_be_bijoy(text)]
    return bool(candidates) and 2 * sum(map(bijoy.is_bijoy, candidates)) >= len(candidates)


def _blame_twins(rows: list[Row]) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        if not row.code:
            continue
        other = first.setdefault(row.code, row)
        if other is not row:
            row.blame("twice", CODE, str(other.line))
            if not any(one["code"] == "twice" for one in other.faults):
                other.blame("twice", CODE, str(row.line))
