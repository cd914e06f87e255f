"""The history as a table for other programs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from sanglap.audit.models import Entry
from sanglap.audit.selectors import details, told
from sanglap.desk.history.lines import lines
from sanglap.language.dates import DHAKA
from sanglap.offices.scope import Scope
from sanglap.offices.selectors.history import Wanted, entries

MOST = 10_000
_AT_ONCE = 500
_MOST_ROUNDS = 40
_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table(scope: Scope, wanted: Wanted, language: str, most: int = MOST) -> Iterator[str]:
    """The latest `most` entries as CSV (UTF-8 with a mark, so that Excel reads Bangla), piece by piece.

    No cell is a formula to a spreadsheet: what begins like one has an apostrophe before it.
    """
    with override(language):
        yield _MARK + _written([_head()])
    before: UUID | None = None
    left = most
    # Words are looked for window by window: where they stand nowhere, that ends too.
    for _round in range(_MOST_ROUNDS):
        found = entries(scope, wanted, before=before, size=min(_AT_ONCE, left))
        # The reader's language is set for each piece: between them the server does other things.
        with override(language):
            yield _written(_cells(scope, found.rows))
        left -= len(found.rows)
        before = found.older
        if before is None or left <= 0:
            return
    with override(language):
        yield _written([[_("Further back was not searched. Narrow the search to a time.")]])


def _head() -> list[str]:
    return [_("Time in Bangladesh"), _("Done by"), _("About"), _("What was done"), _("Office"), _("Details")]


def _cells(scope: Scope, rows: tuple[Entry, ...]) -> list[list[str]]:
    return [
        [
            line.entry.at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M:%S"),
            str(line.entry.actor_name),
            str(line.kind),
            told(line.entry),
            str(line.office or ""),
            "; ".join(f"{one.name}: {one.said}" for one in details(line.entry)),
        ]
        for line in lines(scope, rows)
    ]


def _written(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
