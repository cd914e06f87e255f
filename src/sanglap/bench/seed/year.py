"""When in the year what was published: week by week, by how well each account is looked after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from sanglap.bench.seed.sketches import shares
from sanglap.bench.seed.world import World
from sanglap.outbox.states import DeliveryState

_ANSWERS = 0.35
"""The share of answers among what goes out."""
_WITHDRAWN, _FAILED, _UNKNOWN, _BY_HAND = 0.012, 0.016, 0.0165, 0.03
_FRESH = 10 * 86_400_000
"""What failed longer ago has been settled."""
_HARDLY = 0.3
"""What a week without any working day weighs."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Something that was to go out: at which moment, by which of the active accounts, and how it went."""

    at: int
    account: int
    answer: bool
    state: DeliveryState


@cache
def weekly(world: World, total: int) -> list[int]:
    """How many of so many fall into each week: by its working days."""
    return shares(
        total, [len(world.hours.within(*_span(world, number))) or _HARDLY for number in range(len(world.weeks))]
    )


def _span(world: World, number: int) -> tuple[int, int]:
    openings = world.openings(world.weeks[number])
    return openings[0][0], openings[-1][1]


def first_of(world: World, total: int, week: int) -> int:
    """The number of the week's first, counted through the year."""
    return sum(weekly(world, total)[:week])


@lru_cache(maxsize=2)
def draws(world: World, week: int) -> Sequence[Draw]:
    """All of that week, in the order of time."""
    chance, openings = world.chance(f"deliveries {week}"), world.openings(world.weeks[week])
    lot = chance.random
    weights = [0.0 if lot() < one.care.lulls else one.care.updates / (1 - one.care.lulls) for one in world.active]
    found = []
    for account, count in enumerate(shares(weekly(world, world.plan.scale.deliveries)[week], weights)):
        for _ in range(count):
            opens, closes = openings[int(lot() * len(openings))]
            at = opens + int(lot() * (closes - opens))
            found.append(Draw(at, account, lot() < _ANSWERS, _state(world, account, at, lot())))
    found.sort(key=lambda one: one.at)
    if week == len(world.weeks) - 1:
        _trouble(world, found)
    return found


def _trouble(world: World, found: list[Draw]) -> None:
    """Of each of the cast's accounts, the first post of the last week failed, and of the second nobody knows yet."""
    waiting = {
        number: [DeliveryState.BY_HAND if one.network == "by-hand" else DeliveryState.UNKNOWN, DeliveryState.FAILED]
        for number, one in enumerate(world.active)
        if one.office.known
    }
    for place, draw in enumerate(found):
        if waiting.get(draw.account) and not draw.answer and draw.at <= world.now:
            found[place] = replace(draw, state=waiting[draw.account].pop())


def _state(world: World, account: int, at: int, lot: float) -> DeliveryState:
    if at > world.now:
        return DeliveryState.SCHEDULED
    if lot < _WITHDRAWN:
        return DeliveryState.WITHDRAWN
    if lot > _BY_HAND or at < world.now - _FRESH:
        return DeliveryState.PUBLISHED
    if lot < _FAILED:
        return DeliveryState.FAILED
    if world.active[account].network == "by-hand":
        return DeliveryState.BY_HAND
    return DeliveryState.UNKNOWN if lot < _UNKNOWN else DeliveryState.PUBLISHED
