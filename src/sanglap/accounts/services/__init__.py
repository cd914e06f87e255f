"""Opening official accounts, settling who answers for them, connecting and ending them (clauses 4, 5.a-5.c, 5.e)."""

from sanglap.accounts.services.choosing import name_decision
from sanglap.accounts.services.connecting import (
    Checked,
    Consent,
    begin_connecting,
    check,
    connect,
    finish_connecting,
    keep_connection,
    reseal,
)
from sanglap.accounts.services.life import (
    Proposal,
    amend,
    approve,
    close,
    propose,
    put_to_work,
    refuse,
    request_information,
    resume,
    suspend,
)
from sanglap.accounts.services.panels import appoint_panel, set_majority
from sanglap.accounts.services.revoking import GivenUp, give_up

__all__ = [
    "Checked",
    "Consent",
    "GivenUp",
    "Proposal",
    "amend",
    "appoint_panel",
    "approve",
    "begin_connecting",
    "check",
    "close",
    "connect",
    "finish_connecting",
    "give_up",
    "keep_connection",
    "name_decision",
    "propose",
    "put_to_work",
    "refuse",
    "request_information",
    "reseal",
    "resume",
    "set_majority",
    "suspend",
]
