"""When each account last served each of its purposes: by how well it is looked after."""

from __future__ import annotations

from collections.abc import Iterator

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.kinds.accounts import PURPOSES
from sanglap.bench.seed.lines import Form, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.world import World
from sanglap.duties.models import PurposeServed

_PART = 20_000
_SERVED = Form(PurposeServed, "account_id", "purpose", "at")
_DAYS = 30.0
_DAY = 86_400_000


def _lines(world: World, part: int) -> Iterator[str]:
    chance = world.chance(f"purposes {part}")
    for account in world.active[piece(part, _PART)]:
        for purpose in PURPOSES:
            back = min(chance.expovariate(account.care.updates / _DAYS), 360)
            yield _SERVED.line(account.key, purpose, stamp(world.now - int(back * _DAY)))


KIND = Kind(
    "purposes",
    lambda world: pieces(len(world.active), _PART),
    lambda world, part: copy(_SERVED, _lines(world, part)),
)
