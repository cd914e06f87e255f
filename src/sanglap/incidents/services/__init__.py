"""Dealing with a compromised account, step by step (clause 5.e)."""

from sanglap.incidents.services.contacts import add_contact, remove_contact
from sanglap.incidents.services.ending import call_off, close
from sanglap.incidents.services.looking import judge, look, looked_through
from sanglap.incidents.services.reporting import report
from sanglap.incidents.services.steps import freeze, leave_out, revoke, secure, tell

__all__ = [
    "add_contact",
    "call_off",
    "close",
    "freeze",
    "judge",
    "leave_out",
    "look",
    "looked_through",
    "remove_contact",
    "report",
    "revoke",
    "secure",
    "tell",
]
