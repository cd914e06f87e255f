"""What can be wrong with a cell or with a file as a whole, and what to do about it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.language.normal import normalise

ERROR, WARNING = "error", "warning"
_SHOWN = 80


class Unreadable(Exception):
    """The list as a whole cannot be read. `code` is one of its form's `list_words`, `value` what it speaks of."""

    def __init__(self, code: str, value: object = "") -> None:
        super().__init__(f"{code} {value}".strip())
        self.code = code
        self.value = shown(str(value))


def shown(value: str) -> str:
    """The beginning of a value as it can be shown and kept whatever it holds."""
    text = normalise(value[: 4 * _SHOWN]).replace("\n", " ").strip()
    return text if len(text) <= _SHOWN and len(value) <= 4 * _SHOWN else f"{text[:_SHOWN]}…"


def fault(code: str, field: str, value: str, level: str) -> dict[str, str]:
    """A fault of a row as it is kept; what it is about in `value`."""
    return {"code": code, "field": field, "value": shown(value), "level": level}


@dataclass(frozen=True, slots=True)
class Words:
    """What is the matter, and what to do; both may speak of `%(value)s`."""

    what: Promise
    advice: Promise
    level: str = ERROR
    compared: bool = False
    """Whether it is found by comparing with the register, and so found anew whenever that changes."""


CELLS: Final[dict[str, Words]] = {
    "too-long": Words(_("This is too long: “%(value)s”"), _("Shorten it.")),
    "control": Words(
        _("This holds signs that control a machine: “%(value)s”"), _("Type it again; do not copy it from elsewhere.")
    ),
    "bidi": Words(
        _("This holds signs that turn the direction of writing: “%(value)s”"),
        _("Type it again; do not copy it from elsewhere."),
    ),
    "formula": Words(
        _("This begins as a formula: “%(value)s”"),
        _("Write the value itself. In Excel: copy, then “Paste special: values”."),
    ),
    "cells": Words(
        _("The row has %(value)s cells, another number than the head."),
        _("A separator inside a cell needs quotation marks around the cell. See whether the row is whole."),
    ),
    "bijoy": Words(
        _("This was in the old Bijoy encoding; it now reads “%(value)s”."), _("See whether it reads well."), WARNING
    ),
    "invisible": Words(
        _("Signs that nobody sees were removed: “%(value)s”"), _("Nothing, where it reads well."), WARNING
    ),
    "not-bangla": Words(_("There is no Bangla in “%(value)s”."), _("See whether the columns are in order."), WARNING),
    "not-english": Words(_("There is Bangla in “%(value)s”."), _("See whether the columns are in order."), WARNING),
}
"""What can be wrong with what stands in a cell, whatever it is."""

FILE: Final[dict[str, Words]] = {
    "empty": Words(_("The file is empty."), _("See whether you chose the right one.")),
    "too-large": Words(_("The file is larger than 20 MB."), _("Send it in parts, or save it as CSV.")),
    "pdf": Words(_("This is a PDF. Tables cannot be read from it."), _("Ask for the list as XLSX or CSV.")),
    "xls": Words(_("This is an old Excel file (.xls)."), _("Open it and save it as XLSX or CSV.")),
    "locked": Words(_("This file is locked by a password."), _("Open it and save it without a password.")),
    "image": Words(_("This is a picture."), _("Ask for the list as XLSX or CSV.")),
    "archive": Words(
        _("This is a packed folder or a file of another program, no XLSX."), _("Save the list as XLSX or CSV.")
    ),
    "binary": Words(_("This is no table."), _("Save the list as XLSX or CSV.")),
    "bomb": Words(
        _("Unpacked, this file would be far larger than any list."), _("Save the list as CSV and send that.")
    ),
    "broken": Words(
        _("The XLSX file is damaged, or holds more than a table."), _("Open it, save it anew as XLSX or CSV.")
    ),
    "column-twice": Words(_("Two columns are meant by “%(value)s”."), _("Keep one of them.")),
    "rows": Words(_("The list has more than %(value)s rows."), _("Send it in parts.")),
    "columns": Words(_("The list has more than %(value)s columns."), _("Remove the columns that are not needed.")),
    "quotes": Words(
        _("The file cannot be taken apart into rows (near row %(value)s)."),
        _("A quotation mark is opened and not closed. Open it in a spreadsheet and save it anew."),
    ),
}
"""Why a file cannot be read, whatever it lists."""
