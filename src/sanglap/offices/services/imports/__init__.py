"""Bringing lists of offices into the register: received, compared, applied as a whole, taken back as a whole."""

from sanglap.offices.services.imports.applying import apply
from sanglap.offices.services.imports.columns import COLUMNS
from sanglap.offices.services.imports.form import FORM
from sanglap.offices.services.imports.receiving import (
    begin_apply,
    begin_undo,
    compare,
    discard,
    receive,
    receive_source,
    send,
)
from sanglap.offices.services.imports.sources import SOURCES
from sanglap.offices.services.imports.undoing import undo

__all__ = [
    "COLUMNS",
    "FORM",
    "SOURCES",
    "apply",
    "begin_apply",
    "begin_undo",
    "compare",
    "discard",
    "receive",
    "receive_source",
    "send",
    "undo",
]
