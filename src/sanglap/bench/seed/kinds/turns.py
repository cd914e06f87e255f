"""How each account stood, over the year, on what is not owed weekly: a duty of each kind, and its turns."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import Form, document, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.duties.models import Duty, DutyKind, Standing, Turn
from sanglap.duties.services import RULES
from sanglap.guideline import loader

_PART = 10_000
_DUTY = Form(
    Duty, "id", "account_id", "office_id", "kind", "rule", "starts_on", "standing", "since", "done", "owed",
    "reckoned_at",
)  # fmt: skip
_TURN = Form(Turn, "duty_id", "at", "was", "standing", "evidence")
_TURNS = (0, 0, 1, 1, 2, 3)
"""How often the standing changes in a year, each as likely as it stands here often."""
_CHANGES = {Standing.KEPT: Standing.AT_RISK, Standing.AT_RISK: Standing.BROKEN, Standing.BROKEN: Standing.KEPT}
_DAY = 86_400_000
_YEAR = 364 * _DAY
_NOTHING = document([])


def _kinds(world: World) -> Iterator[tuple[DutyKind, str]]:
    """The kinds that are reckoned and not weekly, with their citations."""
    for kind in RULES:
        if not kind.weekly:
            yield kind, loader.current().rule(kind, on=world.plan.until).citation


def _load(world: World, part: int) -> int:
    duties: list[str] = []
    turns: list[str] = []
    chance = world.chance(f"turns {part}")
    for account in world.active[piece(part, _PART)]:
        for turn, (kind, rule) in enumerate(_kinds(world)):
            # Numbers beyond those of any other kind of duty that is to come.
            own = key(world.now - _YEAR, account.number * len(DutyKind) + turn)
            stood, since = _told(own, account, chance, world.now, turns)
            began = stamp(world.now - _YEAR)
            duties.append(
                _DUTY.line(
                    own, account.key, account.office.key, kind.value, rule, began[:10], stood.value, stamp(since),
                    "0", "0", began,
                )
            )  # fmt: skip
    return copy(_DUTY, duties) + copy(_TURN, turns)


def _told(own: str, account: Account, chance: Random, now: int, turns: list[str]) -> tuple[Standing, int]:
    """Note the turns of that duty; gives how it stands after them, and since when."""
    stood, at = Standing.KEPT if chance.random() < account.care.answered else Standing.AT_RISK, now - _YEAR
    turns.append(_TURN.line(own, stamp(at), "", stood.value, _NOTHING))
    for moment in sorted(now - int(chance.uniform(1, 360) * _DAY) for _ in range(chance.choice(_TURNS))):
        was, stood, at = stood, _CHANGES[stood], moment
        turns.append(_TURN.line(own, stamp(at), was.value, stood.value, _NOTHING))
    return stood, at


KIND = Kind(
    "turns of duties", lambda world: pieces(len(world.active), _PART), _load, big=("duties_duty", "duties_turn")
)
