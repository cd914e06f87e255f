"""Accounts, and for those that a machine keeps, the seal of what opens them and how far their comments were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sanglap.accounts import models
from sanglap.accounts.models.accounts import platform_of
from sanglap.accounts.states import AccountState, RenamingState
from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.kinds.decisions import decision_of
from sanglap.bench.seed.kinds.renamings import state_of, wrong_name
from sanglap.bench.seed.lines import NULL, Form, document, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.guideline import loader
from sanglap.inbox.models import Feed

PURPOSES = tuple(clause.id for clause in loader.current().purposes[1:4])
_PART = 10_000
_UNDECIDED_EVERY = 5
"""One of so many accounts is from before anybody decided."""
_PURPOSES = f"{{{','.join(PURPOSES)}}}"
_ACCOUNT = Form(
    models.Account, "id", "office_id", "platform", "decision_id", "network", "server", "handle", "name", "purposes",
    "audience", "description", "url", "remote_id", "state", "name_fault",
)  # fmt: skip
_CREDENTIAL = Form(models.Credential, "account_id", "sealed", "connected_at")
_FEED = Form(Feed, "account_id", "ask_at")
_AUDIENCE = document({"bn": "এলাকার নাগরিক ও সেবাগ্রহীতা", "en": "Citizens and service receivers of the area"})
_DESCRIPTION = document(
    {"bn": "দপ্তরের দাপ্তরিক পেজ। সেবার খবর দেওয়া হয় এবং নাগরিকের প্রশ্নের সাড়া দেওয়া হয়।",
     "en": "The official page of the office: news of services, and answers to citizens."}
)  # fmt: skip
_SEALED = r"\\x" + "00" * 64
"""Opens nothing: nobody calls these networks."""


def _load(world: World, part: int) -> int:
    mine = world.accounts[piece(part, _PART)]
    connected = [one for one in mine if one.network != "by-hand" and one.state == AccountState.ACTIVE]
    ask_at = stamp(world.now)
    return (
        copy(_ACCOUNT, _accounts(world, mine))
        + copy(_CREDENTIAL, (_CREDENTIAL.line(one.key, _SEALED, stamp(one.opened)) for one in connected))
        + copy(_FEED, (_FEED.line(one.key, ask_at) for one in connected))
    )


def _accounts(world: World, mine: Sequence[Account]) -> Iterator[str]:
    platform = cache(platform_of)
    for one in mine:
        yield _ACCOUNT.line(
            one.key, one.office.key, platform(one.network, one.server),
            decision_of(world) if one.number % _UNDECIDED_EVERY else NULL, one.network, one.server, one.handle,
            document(_name(one)), _PURPOSES, _AUDIENCE, _DESCRIPTION,
            f"{one.server}/@{one.handle}", key(one.opened, one.number)[-12:], one.state.value,
            models.NameFault.POST.value if _wrongly_named(one) else "",
        )  # fmt: skip


def _wrongly_named(one: Account) -> bool:
    """Whether it still bears the name of a post."""
    return one.state == AccountState.ACTIVE and state_of(one) == RenamingState.BEGUN


def _name(one: Account) -> dict[str, str]:
    office = one.office
    return wrong_name(office) if _wrongly_named(one) else {"bn": office.bn, "en": office.en}


KIND = Kind("accounts", lambda world: pieces(len(world.accounts), _PART), _load)
