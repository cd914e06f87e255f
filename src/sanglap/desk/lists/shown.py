"""A list and its rows as a page shows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sanglap.lists.form import ListForm, Said, said
from sanglap.offices.models import WARNED, ListImport, ListRow, RowKind
from sanglap.offices.states import ImportState

ROWS = 50
R = TypeVar("R", bound=ListRow)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row: what is there and what would be."""

    name: str
    before: str
    after: str

    @property
    def latin(self) -> bool:
        """Whether it is written in Latin letters, which a page in Bangla marks."""
        return self.after.isascii() and not self.after.isdigit()


@dataclass(frozen=True, slots=True)
class Shown:
    """One row in words."""

    row: ListRow
    name: str
    changes: Sequence[Change]
    faults: Sequence[Said]

    @property
    def look(self) -> str:
        """How its state is drawn."""
        return {RowKind.BAD: "broken", RowKind.SAME: "neutral"}.get(RowKind(self.row.kind), "info")


def shown(rows: Iterable[ListRow], form: ListForm) -> Iterator[Shown]:
    """The rows of a list of that form in the reader's language."""
    for row in rows:
        names = [row.after.get(column, "") for column in ("name_bn", "name_en")]
        faults = [said(one, form) for one in row.faults]
        yield Shown(row, next(filter(None, names), ""), list(_changes(row, form)), faults)


def _changes(row: ListRow, form: ListForm) -> Iterator[Change]:
    if row.kind in {RowKind.SAME, RowKind.BAD} and row.before is None:
        return
    before = row.before or {}
    for column, label in form.labels.items():
        old, new = before.get(column, ""), row.after.get(column)
        if new is not None and new != old:
            yield Change(str(label), form.show(column, old), form.show(column, new))


@dataclass(frozen=True, slots=True)
class Acts:
    """What may be done with a list now, and with how many rows."""

    good: int
    new: int
    bad: int

    @classmethod
    def of(cls, run: ListImport) -> Acts:
        counts = run.counts
        good = sum(counts.get(kind, 0) for kind in (RowKind.NEW, RowKind.CHANGED, RowKind.MOVED))
        return cls(good, counts.get(RowKind.NEW, 0), counts.get(RowKind.BAD, 0))

    @property
    def only_new(self) -> bool:
        """Whether the new offices are some, but not all, of what would be done."""
        return 0 < self.new < self.good


def moving(run: ListImport) -> bool:
    """Whether a worker is at it, or will be."""
    return bool(run.stage) or run.state == ImportState.RECEIVED


def report(rows: Iterable[ListRow], form: ListForm) -> bytes:
    """The rows that do something or are faulty as CSV, one line for each fault and change; safe in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Row"), _("State"), _("Code"), _("Column"), _("Was"), _("Becomes"), _("Fault"), _("What to do")])
    for one in shown(rows, form):
        head = [str(one.row.line), str(one.row.get_kind_display()), one.row.code]
        for change in one.changes:
            writer.writerow(map(_safe, [*head, change.name, change.before, change.after, "", ""]))
        for fault in one.faults:
            writer.writerow(map(_safe, [*head, fault.field, "", "", fault.what, fault.advice]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _safe(cell: str) -> str:
    """No cell begins as a formula: spreadsheets reckon those of a CSV, too."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def picked(request: HttpRequest, run: ListImport) -> str:
    """Which rows are shown: those that `?kind=` names; what is wrong is looked at first."""
    kind = request.GET.get("kind", "")
    if kind in {*RowKind.values, WARNED, "all"}:
        return kind
    return RowKind.BAD if run.counts.get(RowKind.BAD) else "all"


def page_of(request: HttpRequest, rows: QuerySet[R]) -> tuple[list[R], int | None]:
    """A page of rows by their number in the file, and the number from which the next one goes on. Raises Http404."""
    try:
        after = int(request.GET.get("after") or 0)
    except ValueError:
        raise Http404 from None
    if not 0 <= after < 2**31:
        raise Http404
    found = list(rows.filter(line__gt=after)[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].line if len(found) > ROWS else None


def kinds(run: ListImport) -> list[tuple[str, str, int]]:
    """What the rows can be picked by: kind, name, and how many there are."""
    order = (RowKind.BAD, RowKind.NEW, RowKind.CHANGED, RowKind.MOVED, RowKind.SAME)
    counted = [(kind.value, str(kind.label), run.counts.get(kind, 0)) for kind in order]
    whole = sum(number for _kind, _name, number in counted)
    found = [one for one in counted if one[2]]
    if warned := run.counts.get(WARNED):
        found.append((WARNED, _("with something to look at"), warned))
    return [*found, ("all", _("All"), whole)] if whole else []
