"""Spreadsheets of the board, row by row, so that they may be long."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sanglap.core.localized import LocalizedText
from sanglap.duties.board import figures
from sanglap.duties.board.pick import Pick
from sanglap.duties.board.rows import ordered, rows
from sanglap.duties.models import Duty, DutyKind, Sheet, Standing
from sanglap.guideline import loader
from sanglap.language import dates
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int
Say = Callable[[int], None]
_CHUNK = 500
_WIDTH = 26


def write(scope: Scope, *, sheet: Sheet, pick: Pick, language: str, say: Say = lambda _done: None) -> bytes:
    """The spreadsheet, in that language; `say` is told how many rows are written. Raises Forbidden."""
    with override(language):
        head, lines = _rows(scope, pick) if sheet == Sheet.ROWS else _offices(scope, pick)
        return _written(str(Sheet(sheet).label), head, lines, say)


def _written(name: str, head: Sequence[str], lines: Iterable[Sequence[Cell]], say: Say) -> bytes:
    import xlsxwriter  # late, since it takes long to load and few processes write one

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.xlsx"
        # A row goes to disk when the next one begins, so it does not matter how many there are.
        with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder}) as book:
            bold, page = book.add_format({"bold": True}), book.add_worksheet(name[:31])
            page.set_column(0, len(head) - 1, _WIDTH)
            page.freeze_panes(1, 0)
            _put(page, 0, head, bold)
            for number, cells in enumerate(lines, start=1):
                _put(page, number, cells)
                if number % _CHUNK == 0:
                    say(number)
        return path.read_bytes()


def _put(page: Any, number: int, cells: Iterable[Cell], form: Any = None) -> None:
    for place, cell in enumerate(cells):
        # Never as a formula, whatever an office or account is called.
        page.write_number(number, place, cell) if isinstance(cell, int) else page.write_string(
            number, place, cell, form
        )


def _rows(scope: Scope, pick: Pick) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    head = (
        _("Clause"), _("Duty"), _("Office"), _("Code"), _("Account"), _("Handle"), _("Platform"), _("State"),
        _("So it stands since"), _("Due"), _("Done"), _("Owed"), _("What to do"),
    )  # fmt: skip
    found = ordered(rows(scope, pick), pick)
    return head, (_row(duty) for duty in found.iterator(chunk_size=_CHUNK))


def _row(duty: Duty) -> Sequence[Cell]:
    language, standing = get_language() or "bn", getattr(duty, "stood", duty.standing)
    clause, remedy = said_of(DutyKind(duty.kind))
    return (
        str(clause), capfirst(str(duty.get_kind_display())), str(duty.office.name), duty.office.code,
        str(duty.account.name), f"@{duty.account.handle}", str(duty.account.place),
        str(Standing(standing).label), dates.format_moment(duty.since, language),
        dates.format_moment(duty.due_at, language) if duty.due_at else "", duty.done, duty.owed, str(remedy),
    )  # fmt: skip


def said_of(kind: DutyKind) -> tuple[LocalizedText, LocalizedText]:
    """How the clause behind a kind of duty is cited, and what to do: by the rule that holds last."""
    book = loader.current()
    found = [rule for rule in book.rules if rule.id == kind]
    if not found:
        return LocalizedText(), LocalizedText()
    return book.clause(found[-1].clause).label, found[-1].remedy


def _offices(scope: Scope, pick: Pick) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    kinds = list(figures.totals(scope, pick))
    names = [capfirst(str(DutyKind(kind).label)) for kind in kinds]
    head = (_("Office"), _("Code"), *(f"{name} – {one.label}" for name in names for one in Standing))
    return head, _office_lines(scope, pick, kinds)


def _office_lines(scope: Scope, pick: Pick, kinds: Sequence[str]) -> Iterator[Sequence[Cell]]:
    found = figures.below(scope, pick).order_by("pk")
    own = figures.own(scope, pick)
    if own:
        yield _office_line(Office.objects.get(pk=pick.root), own, kinds)
    batch = list(found[:_CHUNK])
    while batch:
        counts = figures.by_office(scope, pick, [office.pk for office in batch])
        for office in batch:
            yield _office_line(office, counts[office.pk], kinds)
        batch = list(found.filter(pk__gt=batch[-1].pk)[:_CHUNK])


def _office_line(office: Office, counts: figures.Counts, kinds: Sequence[str]) -> Sequence[Cell]:
    numbers = (counts.get(kind, figures.Count()).of(one) for kind in kinds for one in Standing)
    return (str(office.name), office.code, *numbers)
