"""Changing the tree, who serves in it, and when it works."""

from sanglap.offices.services.appointments import (
    HandedOver,
    abolish_position,
    appoint,
    create_position,
    hand_over,
    relieve,
    rename_position,
)
from sanglap.offices.services.calendar import Days, add_entry, change_entry, remove_entry, settle_holiday
from sanglap.offices.services.details import Stale, edit_office
from sanglap.offices.services.moves import close_office, merge_office, move_office, reopen_office
from sanglap.offices.services.orders import add_order, add_scan, enter_order, plain_memo
from sanglap.offices.services.people import (
    edit_person,
    invite,
    let_in_again,
    may_over,
    renew_invitation,
    restore_access,
    shut_out,
)
from sanglap.offices.services.phrases import add_phrase, end_phrase
from sanglap.offices.services.standing_in import delegate, end_delegation, end_leave, go_on_leave
from sanglap.offices.services.tree import create_office

__all__ = [
    "Days",
    "HandedOver",
    "Stale",
    "abolish_position",
    "add_entry",
    "add_order",
    "add_phrase",
    "add_scan",
    "appoint",
    "change_entry",
    "close_office",
    "create_office",
    "create_position",
    "delegate",
    "edit_office",
    "edit_person",
    "end_delegation",
    "end_leave",
    "end_phrase",
    "enter_order",
    "go_on_leave",
    "hand_over",
    "invite",
    "let_in_again",
    "may_over",
    "merge_office",
    "move_office",
    "plain_memo",
    "relieve",
    "remove_entry",
    "rename_position",
    "renew_invitation",
    "reopen_office",
    "restore_access",
    "settle_holiday",
    "shut_out",
]
