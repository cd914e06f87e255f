"""Bringing lists of offices into the register: received, compared, applied as a whole, taken back as a whole."""

from sanglap.offices.services.imports.applying import apply
from sanglap.offices.services.imports.columns import COLUMNS, LABELS
from sanglap.offices.services.imports.faults import Unreadable
from sanglap.offices.services.imports.form import Said, said
from sanglap.offices.services.imports.lists import note_fault
from sanglap.offices.services.imports.receiving import (
    begin_apply,
    begin_undo,
    compare,
    discard,
    receive,
    receive_source,
    send,
)
from sanglap.offices.services.imports.refusals import NotApplied, RegisterChanged
from sanglap.offices.services.imports.sources import SOURCES
from sanglap.offices.services.imports.tables import MOST_ROWS, MOST_SIZE
from sanglap.offices.services.imports.undoing import undo

__all__ = [
    "COLUMNS",
    "LABELS",
    "MOST_ROWS",
    "MOST_SIZE",
    "SOURCES",
    "NotApplied",
    "RegisterChanged",
    "Said",
    "Unreadable",
    "apply",
    "begin_apply",
    "begin_undo",
    "compare",
    "discard",
    "note_fault",
    "receive",
    "receive_source",
    "said",
    "send",
    "undo",
]
