"""What can be wrong with a row or with a list as a whole, and what to do about it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.language.normal import normalise

ERROR, WARNING = "error", "warning"
_SHOWN = 80


class Unreadable(Exception):
    """The list as a whole cannot be read. `code` is one of `LIST`, `value` what it speaks of."""

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


ROWS: Final[dict[str, Words]] = {
    "missing": Words(_("This is missing."), _("Fill it in: an office needs a code, a kind and both names.")),
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
    "kind": Words(
        _("“%(value)s” is none of the nine kinds of office (clause 2.2)."),
        _(
            "Write one of: ministry, division, directorate, agency, commission, autonomous, company, field, "
            "institution, or the same in Bangla."
        ),
    ),
    "website": Words(
        _("“%(value)s” is no address of a website."),
        _("Write it as in https://office.gov.bd, without user name or spaces; or leave the cell empty."),
    ),
    "email": Words(
        _("“%(value)s” is no e-mail address."), _("Write it as in office@example.gov.bd; or leave the cell empty.")
    ),
    "phone": Words(
        _("“%(value)s” is no telephone number."), _("Write digits, spaces, +, - and brackets only; one number.")
    ),
    "cells": Words(
        _("The row has %(value)s cells, another number than the head."),
        _("A separator inside a cell needs quotation marks around the cell. See whether the row is whole."),
    ),
    "twice": Words(
        _("The same code stands in row %(value)s too."), _("Keep one of the rows, or give each its own code.")
    ),
    "unknown-parent": Words(
        _("There is no office with the code “%(value)s”, neither in the register nor in this list."),
        _("Correct the code, or add that office to the list."),
        compared=True,
    ),
    "faulty-parent": Words(
        _("The office above, “%(value)s”, is itself in a faulty row."), _("Mend that row first."), compared=True
    ),
    "own-parent": Words(
        _("The office is given as the one above itself."), _("Write the code of the office above."), compared=True
    ),
    "cycle": Words(
        _("The office would stand below itself, by way of “%(value)s”."),
        _("Correct the codes of the offices above in these rows."),
        compared=True,
    ),
    "closed-parent": Words(
        _("The office above, “%(value)s”, is closed or went up in another."),
        _("Write the code of an office that is open."),
        compared=True,
    ),
    "closed": Words(
        _("This office is closed or went up in another; a list does not change it."),
        _("Open it again first, or leave the row out."),
        compared=True,
    ),
    "outside": Words(
        _("“%(value)s” does not lie below the office to which this list is limited."),
        _("Leave the row out, or ask the office above to bring it in."),
        compared=True,
    ),
    "too-deep": Words(
        _("The office would stand more than %(value)s levels below the top."),
        _("Hang it under an office further up."),
        compared=True,
    ),
    "area": Words(
        _("There is no division or district with the code “%(value)s”."),
        _("Correct the code, or leave the cell empty."),
        compared=True,
    ),
    "https-added": Words(_("https:// was added: “%(value)s”"), _("See whether the website opens."), WARNING),
    "bijoy": Words(
        _("This was in the old Bijoy encoding; it now reads “%(value)s”."), _("See whether it reads well."), WARNING
    ),
    "invisible": Words(
        _("Signs that nobody sees were removed: “%(value)s”"), _("Nothing, where it reads well."), WARNING
    ),
    "not-bangla": Words(_("There is no Bangla in “%(value)s”."), _("See whether the columns are in order."), WARNING),
    "not-english": Words(_("There is Bangla in “%(value)s”."), _("See whether the columns are in order."), WARNING),
    "zero-added": Words(
        _("The leading zero was missing; it now reads %(value)s."), _("See whether the number is right."), WARNING
    ),
    "dropped": Words(
        _("The source gives a malformed value, which was left out: “%(value)s”"),
        _("Enter it by hand where you know it."),
        WARNING,
    ),
    "double-website": Words(
        _("Another office has the same website: %(value)s"),
        _("See which of the two it belongs to."),
        WARNING,
        compared=True,
    ),
    "emptied": Words(
        _("The cell is empty: “%(value)s” will be removed from the register."),
        _("Leave the whole column out where nothing is to be removed."),
        WARNING,
        compared=True,
    ),
    "top": Words(
        _("No office above is given: this office will stand at the top."),
        _("Write the code of the office above, if there is one."),
        WARNING,
        compared=True,
    ),
}

LIST: Final[dict[str, Words]] = {
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
        _("Unpacked, this file would be far larger than any list of offices."), _("Save the list as CSV and send that.")
    ),
    "broken": Words(
        _("The XLSX file is damaged, or holds more than a table."), _("Open it, save it anew as XLSX or CSV.")
    ),
    "head": Words(
        _("The first row does not name the columns."),
        _("Write a head line: code, kind, name_bn, name_en, parent, … The empty list on the page has it."),
    ),
    "no-code": Words(_("There is no column with the code."), _("Add the column “code”: offices are known by it.")),
    "column-twice": Words(_("Two columns are meant by “%(value)s”."), _("Keep one of them.")),
    "only-head": Words(_("There is nothing below the head line."), _("Add the offices, one in each row.")),
    "rows": Words(_("The list has more than %(value)s rows."), _("Send it in parts.")),
    "columns": Words(_("The list has more than %(value)s columns."), _("Remove the columns that are not needed.")),
    "quotes": Words(
        _("The file cannot be taken apart into rows (near row %(value)s)."),
        _("A quotation mark is opened and not closed. Open it in a spreadsheet and save it anew."),
    ),
    "package": Words(
        _("The list “%(value)s” is not installed on this machine."),
        _("Install it with: uv sync --extra registry"),
    ),
    "changed": Words(
        _("Somebody changed the register since the list was compared with it. Nothing was applied."),
        _("The comparison was made anew. Look at it again, then apply."),
    ),
    "bad": Words(
        _("The list has faulty rows. Nothing was applied."), _("Mend them and send the list again, or apply the rest.")
    ),
    "hangs": Words(
        _("Something hangs on what would be taken away: %(value)s. Nothing was taken back."),
        _("Move or remove that first."),
    ),
    "outside": Words(
        _("These offices stand elsewhere by now: %(value)s. Nothing was taken back."),
        _("Ask whoever manages them there, or change the others by hand."),
    ),
    "since": Words(
        _("These offices were changed since: %(value)s. Nothing was taken back."),
        _("Change them by hand, or bring in a list that says how they are to be."),
    ),
    "forbidden": Words(_("You may not do this here any more. Nothing was changed."), _("Ask a coordinator.")),
    "failed": Words(_("Something went wrong in the machine. Nothing was changed."), _("Try again.")),
}
