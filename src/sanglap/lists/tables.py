"""A file as rows of cells: however its text is encoded and separated, or from a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sanglap.lists import sheets
from sanglap.lists.decoding import XLSX, decode, kind_of_file
from sanglap.lists.faults import Unreadable, shown
from sanglap.lists.form import ListForm

MOST_SIZE: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 50
SEPARATORS: Final = ",;\t|"
_HEAD: Final = 65_536
# The module's own limit would break off at a cell of 131,072 characters; ours are reported by row and cut by column.
csv.field_size_limit(MOST_SIZE + 1)


@dataclass(slots=True)
class Table:
    """The rows below the head, each with its number in the file (the head's being 1), and what the head names."""

    columns: dict[str, int]
    """Where each column that is known stands."""
    width: int
    rows: list[tuple[int, Sequence[str]]]
    notes: dict[str, Any] = field(default_factory=dict)


def read_table(content: bytes, form: ListForm) -> Table:
    """Take the file apart. Raises Unreadable where it is no list of that form."""
    if len(content) > MOST_SIZE:
        raise Unreadable("too-large")
    if kind_of_file(content) == XLSX:
        return _table(sheets.rows(content), {"encoding": XLSX}, form, ragged=True)
    text, encoding = decode(content)
    text = text.removeprefix("\ufeff")
    separator, text = _separator(text, form)
    return _table(_csv(text, separator), {"encoding": encoding, "separator": separator}, form, ragged=False)


def _separator(text: str, form: ListForm) -> tuple[str, str]:
    """The sign between the cells, and the text without the line in which Excel names it."""
    first, _end, rest = text[:16].partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], text[len(first) + 1 :]
    if first.rstrip("\r").lower() == "sep=\t":
        return "\t", text[len(first) + 1 :]
    del rest
    head = text[:_HEAD]
    # That one under which most columns are known; a head alone tells better than the frequency of signs.
    return max(SEPARATORS, key=lambda sign: (_known(head, sign, form), head.partition("\n")[0].count(sign))), text


def _known(head: str, separator: str, form: ListForm) -> int:
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
            if any(cell.strip() for cell in cells):
                return len({column for cell in cells if (column := form.column_of(cell))})
    except csv.Error:
        pass
    return 0


def _csv(text: str, separator: str) -> Iterator[list[str]]:
    # A lone carriage return, as old machines ended lines, would be taken for part of a cell.
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):  # noqa: B007 - told where it breaks off
            yield cells
    except csv.Error:
        raise Unreadable("quotes", number + 1) from None


def _table(rows: Iterable[Sequence[str]], notes: dict[str, Any], form: ListForm, *, ragged: bool) -> Table:
    numbered = iter(enumerate(rows, start=1))
    head: Sequence[str] = next((cells for _line, cells in numbered if _filled(cells)), ())
    if not head:
        raise Unreadable("empty")
    columns = _columns(head, notes, form)
    width = _width(head)
    table = Table(columns, width, [], notes)
    for line, cells in numbered:
        if not _filled(cells):
            continue
        if len(table.rows) == MOST_ROWS:
            raise Unreadable("rows", MOST_ROWS)
        # Spreadsheets end a row with its last filled cell, or long after it.
        table.rows.append((line, [*cells, *[""] * (width - len(cells))] if ragged else cells))
    if not table.rows:
        raise Unreadable("only-head")
    return table


def _filled(cells: Sequence[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def _width(head: Sequence[str]) -> int:
    """How many cells a row has: the head's, without empty ones at its end."""
    return max(number for number, cell in enumerate(head, start=1) if cell.strip())


def _columns(head: Sequence[str], notes: dict[str, Any], form: ListForm) -> dict[str, int]:
    found: dict[str, int] = {}
    ignored = []
    for place, cell in enumerate(head):
        column = form.column_of(cell)
        if column is None:
            ignored += [shown(cell)] if cell.strip() else []
        elif column in found:
            raise Unreadable("column-twice", column)
        else:
            found[column] = place
    if not found:
        raise Unreadable("head")
    for column, fault in form.needed.items():
        if column not in found:
            raise Unreadable(fault)
    if _width(head) > MOST_COLUMNS:
        raise Unreadable("columns", MOST_COLUMNS)
    notes.update(columns=list(found), ignored=ignored)
    return found
