"""What can be done about what others write on an account's network: from its connector's capabilities, and from what
the catalogue tells of its platform. Never by a network's name.

Today all of it is done by a person in the network's own pages. A connector that can hide says so by its
capabilities; its call then goes through the outbox, like every call that changes the outside world (ADR 16).
"""

from __future__ import annotations

from sanglap.accounts.models import Account
from sanglap.guideline import loader
from sanglap.guideline.catalogue import Moderation
from sanglap.moderation.models import Measure
from sanglap.networks.registry import connector
from sanglap.people.permissions import Permission

_UNKNOWN = Moderation(hide="reversible", close=True, block=True, private=True)
"""Of a platform that the catalogue does not know, whoever looks there sees what it offers."""


def ways_of(account: Account) -> Moderation:
    """What a person can do there."""
    platform = loader.current().catalogue.by_id.get(account.platform)
    told, able = platform.moderation if platform else _UNKNOWN, connector(account.network).capabilities
    if able.hide_reversible:
        return told.model_copy(update={"hide": "reversible"})
    if able.hide_irreversible and told.hide == "none":
        return told.model_copy(update={"hide": "lasting"})
    return told


def possible(account: Account, measure: Measure, *, private: bool = False) -> bool:
    """Whether the network knows that measure at all; what was written in `private` is hidden from nobody."""
    ways = ways_of(account)
    match measure:
        case Measure.HIDE:
            return ways.hide != "none" and not private
        case Measure.CLOSE:
            return ways.close
        case Measure.BLOCK:
            return ways.block


def wanted(measure: Measure | str) -> Permission:
    """What it takes to decide on it: whoever answers may hide a single comment; what silences more, the panel."""
    return Permission.MESSAGE_ANSWER if measure == Measure.HIDE else Permission.POST_APPROVE
