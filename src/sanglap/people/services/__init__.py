"""Making users, their ways in, and naming them in the history."""

from sanglap.people.services.basics import actor
from sanglap.people.services.factors import (
    add_passkey,
    add_totp,
    check_code,
    code_signs,
    make_codes,
    remove_factor,
    rename_passkey,
)
from sanglap.people.services.links import LinkRefused, make_link, open_link, use_link, withdraw_links
from sanglap.people.services.sessions import end_session, end_sessions, note_seen
from sanglap.people.services.users import (
    change_password,
    create_user,
    deactivate,
    note_locked_out,
    note_sign_in,
    reactivate,
    rename,
)

__all__ = [
    "LinkRefused",
    "actor",
    "add_passkey",
    "add_totp",
    "change_password",
    "check_code",
    "code_signs",
    "create_user",
    "deactivate",
    "end_session",
    "end_sessions",
    "make_codes",
    "make_link",
    "note_locked_out",
    "note_seen",
    "note_sign_in",
    "open_link",
    "reactivate",
    "remove_factor",
    "rename",
    "rename_passkey",
    "use_link",
    "withdraw_links",
]
