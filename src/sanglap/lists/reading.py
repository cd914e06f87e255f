"""A list's file as rows, each cell in its normal form, with what is wrong about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sanglap.language import bijoy
from sanglap.lists.rows import Check, Row
from sanglap.lists.sheets import FORMULA
from sanglap.lists.tables import Table, read_table

Tell = Callable[[int, int], None]
"""Called now and then with how much is done, and of how much."""
R = TypeVar("R", bound=Row)
_STEP = 2_000


def read_rows(content: bytes, made: type[R], checks: Mapping[str, Check], tell: Tell) -> tuple[list[R], dict[str, Any]]:
    """The rows of any list, each one of `made`, with its cells in their normal form; and how the file was read.

    Raises Unreadable.
    """
    form = made.form
    table = read_table(content, form)
    old: set[str] = {column for column in form.bangla if column in table.columns and _in_bijoy(table, column)}
    found = []
    for number, (line, cells) in enumerate(table.rows):
        if number % _STEP == 0:
            tell(number, len(table.rows))
        row = made(line, "", {})
        _fill(row, table, cells, checks, old)
        found.append(row)
    tell(len(table.rows), len(table.rows))
    return found, table.notes


def _fill(row: Row, table: Table, cells: Sequence[str], checks: Mapping[str, Check], old: set[str]) -> None:
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


def _in_bijoy(table: Table, column: str) -> bool:
    """Whether most of what stands in that column is in the old encoding; single names do not always show it."""
    place = table.columns[column]
    texts = [cells[place] for _line, cells in table.rows if place < len(cells)]
    candidates = [text for text in texts if bijoy.may_be_bijoy(text)]
    return bool(candidates) and 2 * sum(map(bijoy.is_bijoy, candidates)) >= len(candidates)
