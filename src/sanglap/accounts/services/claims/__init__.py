"""Accounts that exist already come into the register: by a list or by their links, claimed and not verified."""

from sanglap.accounts.services.claims.applying import apply, undo
from sanglap.accounts.services.claims.form import COLUMNS, FORM
from sanglap.accounts.services.claims.handing import ask_before_handing_in, hand_in, missing_of
from sanglap.accounts.services.claims.receiving import (
    MOST_LINKS,
    begin_apply,
    begin_undo,
    compare,
    discard,
    receive,
    require_reach,
    roots,
    send,
    send_links,
)

__all__ = [
    "COLUMNS",
    "FORM",
    "MOST_LINKS",
    "apply",
    "ask_before_handing_in",
    "begin_apply",
    "begin_undo",
    "compare",
    "discard",
    "hand_in",
    "missing_of",
    "receive",
    "require_reach",
    "roots",
    "send",
    "send_links",
    "undo",
]
