"""Empty lists to fill in: the head, and beside it what is to be written in each column."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import gettext as _

from sanglap.lists.form import ListForm
from sanglap.lists.tables import MOST_ROWS

_LONGEST_NAME: Final = 31
"""Of a sheet, in any spreadsheet."""
_WIDE, _WIDER = 26, 70


def csv(form: ListForm) -> bytes:
    """An empty list with its head, as spreadsheets read it."""
    return b"\xef\xbb\xbf" + (",".join(form.labels) + "\r\n").encode()


def xlsx(form: ListForm) -> bytes:
    """The same, with what can be chosen to choose from, and what each column holds on a second sheet, in the reader's
    language.
    """
    import xlsxwriter  # late, since it takes long to load and few processes write one

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet, help_ = (book.add_worksheet(name[:_LONGEST_NAME]) for name in (str(form.title), _("Help")))
        # All as text, so that telephone numbers keep their zeros.
        sheet.set_column(0, len(form.labels) - 1, _WIDE, text)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(form.labels):
            sheet.write_string(0, place, column, bold)
        lines = _explain(help_, form, bold, book.add_format({"text_wrap": True, "valign": "top"}))
        for column, (first, last) in lines.items():
            _choose(sheet, list(form.labels).index(column), f"='{help_.get_name()}'!$A${first + 1}:$A${last + 1}")
    return packed.getvalue()


def _explain(help_: Any, form: ListForm, bold: Any, wrapped: Any) -> dict[str, tuple[int, int]]:
    """Write what is to be known of the columns. Gives the first and last line of what can be chosen for each."""
    help_.set_column(0, 1, _WIDE)
    help_.set_column(2, 2, _WIDER)
    for line, (column, label) in enumerate(form.labels.items()):
        help_.write_string(line, 0, column, bold)
        help_.write_string(line, 1, str(label), wrapped)
        help_.write_string(line, 2, str(form.explained[column]), wrapped)
    line, found = len(form.labels) + 1, {}
    for column, choices in form.choices.items():
        help_.write_string(line, 0, column, bold)
        first = line = line + 1
        for value, words in choices.all():
            help_.write_string(line, 0, value)
            help_.write_string(line, 1, words)
            line += 1
        if not choices.several:
            found[column] = (first, line - 1)
        line += 1
    return found


def _choose(sheet: Any, place: int, source: str) -> None:
    # What is written otherwise is let through: a list is read in either language.
    rule = {"validate": "list", "source": source, "error_type": "information"}
    sheet.data_validation(1, place, MOST_ROWS, place, rule)
