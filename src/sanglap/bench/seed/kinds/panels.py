"""Who sits on which panel: one, three or five as a rule, two or four here and there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from sanglap.accounts.models import PanelMember, PanelRole
from sanglap.accounts.states import AccountState
from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import Form, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World

_PART = 10_000
_SEAT = Form(PanelMember, "id", "account_id", "user_id", "role", "starts_at")
_ROLES = (PanelRole.MODERATOR, PanelRole.ADMIN, PanelRole.AUTHORITY, PanelRole.MODERATOR, PanelRole.MODERATOR)
_MOST = len(_ROLES)
_SIZES = {0: (0,), 1: (1,), 2: (1, 1, 1, 1, 2), 3: (3,) * 12 + (1, 2), 4: (3,), 5: (5,) * 8 + (3, 4)}
"""How many of so many who could serve do, each as likely as it stands here often."""
_WITHOUT = frozenset(
    {AccountState.CLAIMED, AccountState.PROPOSED, AccountState.IN_REVIEW, AccountState.MORE_INFORMATION}
)


def _load(world: World, part: int) -> int:
    mine, chance = world.accounts[piece(part, _PART)], world.chance(f"panels {part}")
    return copy(_SEAT, _seats(world, mine, chance))


def _seats(world: World, mine: Sequence[Account], chance: Random) -> Iterator[str]:
    for account in mine:
        if account.state not in _WITHOUT:
            members = world.members(account)
            for turn, (user, since) in enumerate(members[: chance.choice(_SIZES[min(len(members), _MOST)])]):
                at = max(since, account.opened)
                yield _SEAT.line(
                    key(at, account.number * _MOST + turn), account.key, user, _ROLES[turn].value, stamp(at)
                )


KIND = Kind("panels", lambda world: pieces(len(world.accounts), _PART), _load)
