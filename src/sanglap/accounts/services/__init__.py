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
    Changed,
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
from sanglap.accounts.services.moving import (
    decline_move,
    may_take,
    propose_move,
    require_taker,
    take_over,
    withdraw_move,
)
from sanglap.accounts.services.panels import appoint_panel, set_majority
from sanglap.accounts.services.renaming import begin_renaming, finish_renaming, give_up_renaming, tick_step
from sanglap.accounts.services.revoking import GivenUp, give_up

__all__ = [
    "Changed",
    "Checked",
    "Consent",
    "GivenUp",
    "Proposal",
    "amend",
    "appoint_panel",
    "approve",
    "begin_connecting",
    "begin_renaming",
    "check",
    "close",
    "connect",
    "decline_move",
    "finish_connecting",
    "finish_renaming",
    "give_up",
    "give_up_renaming",
    "keep_connection",
    "may_take",
    "name_decision",
    "propose",
    "propose_move",
    "put_to_work",
    "refuse",
    "request_information",
    "require_taker",
    "reseal",
    "resume",
    "set_majority",
    "suspend",
    "take_over",
    "tick_step",
    "withdraw_move",
]
