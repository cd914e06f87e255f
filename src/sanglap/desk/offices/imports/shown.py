"""A list and its rows as a page shows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _

from sanglap.offices.models import ImportRow, Kind, OfficeImport, RowKind
from sanglap.offices.services import imports
from sanglap.offices.states import ImportState

ROWS = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row: what is there and what would be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One row in words."""

    row: ImportRow
    name: str
    changes: Sequence[Change]
    faults: Sequence[imports.Said]

    @property
    def look(self) -> str:
        """How its state is drawn."""
        return {RowKind.BAD: "broken", RowKind.SAME: "neutral"}.get(RowKind(self.row.kind), "info")


def shown(rows: Iterable[ImportRow]) -> Iterator[Shown]:
    """The rows in the reader's language."""
    for row in rows:
        names = [row.after.get(column, "") for column in ("name_bn", "name_en")]
        yield Shown(row, next(filter(None, names), ""), list(_changes(row)), [imports.said(one) for one in row.faults])


def _changes(row: ImportRow) -> Iterator[Change]:
    if row.kind in {RowKind.SAME, RowKind.BAD} and row.before is None:
        return
    before = row.before or {}
    for column, label in imports.LABELS.items():
        old, new = before.get(column, ""), row.after.get(column)
        if new is not None and new != old:
            yield Change(str(label), _value(column, old), _value(column, new))


def _value(column: str, value: str) -> str:
    if column == "kind" and value in Kind.values:
        return str(Kind(value).label)
    return value


@dataclass(frozen=True, slots=True)
class Acts:
    """What may be done with a list now, and with how many rows."""

    good: int
    new: int
    bad: int

    @classmethod
    def of(cls, run: OfficeImport) -> Acts:
        counts = run.counts
        good = sum(counts.get(kind, 0) for kind in (RowKind.NEW, RowKind.CHANGED, RowKind.MOVED))
        return cls(good, counts.get(RowKind.NEW, 0), counts.get(RowKind.BAD, 0))

    @property
    def only_new(self) -> bool:
        """Whether the new offices are some, but not all, of what would be done."""
        return 0 < self.new < self.good


def moving(run: OfficeImport) -> bool:
    """Whether a worker is at it, or will be."""
    return bool(run.stage) or run.state == ImportState.RECEIVED


def report(rows: Iterable[ImportRow]) -> bytes:
    """The rows that do something or are faulty as CSV, one line for each fault and change; safe in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Row"), _("State"), _("Code"), _("Column"), _("Was"), _("Becomes"), _("Fault"), _("What to do")])
    for one in shown(rows):
        head = [str(one.row.line), str(one.row.get_kind_display()), one.row.code]
        for change in one.changes:
            writer.writerow(map(_safe, [*head, change.name, change.before, change.after, "", ""]))
        for fault in one.faults:
            writer.writerow(map(_safe, [*head, fault.field, "", "", fault.what, fault.advice]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _safe(cell: str) -> str:
    """No cell begins as a formula: spreadsheets reckon those of a CSV, too."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_template() -> bytes:
    """An empty list with its head, as spreadsheets read it."""
    return b"\xef\xbb\xbf" + (",".join(imports.COLUMNS) + "\r\n").encode()


def xlsx_template() -> bytes:
    """The same with the kinds of office to choose from, and what each column holds on a second sheet."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet, help_ = book.add_worksheet(_("Offices")[:31]), book.add_worksheet(_("Help")[:31])
        # All as text, so that telephone numbers keep their zeros.
        sheet.set_column(0, len(imports.COLUMNS) - 1, 24, text)
        for place, column in enumerate(imports.COLUMNS):
            sheet.write_string(0, place, column, bold)
            help_.write_string(place, 0, column, bold)
            help_.write_string(place, 1, str(imports.LABELS[column]))
        place = imports.COLUMNS.index("kind")
        sheet.data_validation(1, place, imports.MOST_ROWS, place, {"validate": "list", "source": list(Kind.values)})
        for line, kind in enumerate(Kind, start=len(imports.COLUMNS) + 1):
            help_.write_string(line, 0, kind.value)
            help_.write_string(line, 1, str(kind.label))
        help_.set_column(0, 1, 40)
        sheet.freeze_panes(1, 0)
    return packed.getvalue()
