"""A list's file as rows, each cell in its normal form, with what is wrong about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sanglap.language import bijoy
from sanglap.offices.services.imports.cells import CHECKS
from sanglap.offices.services.imports.columns import CODE
from sanglap.offices.services.imports.form import Check
from sanglap.offices.services.imports.rows import Row
from sanglap.offices.services.imports.sheets import FORMULA
from sanglap.offices.services.imports.tables import Table, read_table

Tell = Callable[[int, int], None]
R = TypeVar("R", bound=Row)
_STEP = 2_000


def read(content: bytes, tell: Tell) -> tuple[list[Row], dict[str, Any]]:
    """The rows of a list of offices, and how the file was read; `tell(done, whole)` is called now and then.

    Raises Unreadable.
    """
    found, notes = read_rows(content, lambda line: Row(line, "", {}), CHECKS, tell)
    for row in found:
        _take_code(row)
    _blame_twins(found)
    return found, notes


def read_rows(
    content: bytes, make: Callable[[int], R], checks: Mapping[str, Check], tell: Tell
) -> tuple[list[R], dict[str, Any]]:
    """The rows of any list, each made by `make` for its number in the file, with its cells in their normal form.

    Raises Unreadable.
    """
    form = make(0).form
    table = read_table(content, form)
    old: set[str] = {column for column in form.bangla if column in table.columns and _in_bijoy(table, column)}
    found = []
    for number, (line, cells) in enumerate(table.rows):
        if number % _STEP == 0:
            tell(number, len(table.rows))
        row = make(line)
        _fill(row, table, cells, checks, old)
        found.append(row)
    tell(len(table.rows), len(table.rows))
    return found, table.notes


def check(line: int, values: dict[str, str]) -> Row:
    """A row from a source of our own, checked as one from a file."""
    row = Row(line, "", {})
    row.after = {column: CHECKS[column](row, column, raw) for column, raw in values.items()}
    _take_code(row)
    return row


def _fill(row: Row, table: Table, cells: Any, checks: Mapping[str, Check], old: set[str]) -> None:
    form = row.form
    if (len(cells) != table.width and any(cell.strip() for cell in cells[table.width :])) or len(cells) < table.width:
        row.blame("cells", form.first, str(len(cells)))
    after = row.after
    for column, place in table.columns.items():
        raw = cells[place] if place < len(cells) else ""
        if not raw:
            after[column] = ""
            continue
        if column in form.bangla and bijoy.may_be_bijoy(raw) and (column in old or bijoy.is_bijoy(raw)):
            raw = bijoy.to_unicode(raw)
            row.blame("bijoy", column, raw)
        if raw == FORMULA:
            row.blame("formula", column, raw)
        else:
            after[column] = checks[column](row, column, raw)


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
