"""What can be wrong with an office in a list, or with a list of offices as a whole, and what to do about it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from sanglap.lists.faults import CELLS, FILE, WARNING, Words
from sanglap.offices.services.bringing.refusals import REFUSALS

ROWS: Final[dict[str, Words]] = {
    **CELLS,
    "missing": Words(_("This is missing."), _("Fill it in: an office needs a code, a kind and both names.")),
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
    **FILE,
    **REFUSALS,
    "head": Words(
        _("The first row does not name the columns."),
        _("Write a head line: code, kind, name_bn, name_en, parent, … The empty list on the page has it."),
    ),
    "no-code": Words(_("There is no column with the code."), _("Add the column “code”: offices are known by it.")),
    "only-head": Words(_("There is nothing below the head line."), _("Add the offices, one in each row.")),
    "package": Words(
        _("The list “%(value)s” is not installed on this machine."),
        _("Install it with: uv sync --extra registry"),
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
}
