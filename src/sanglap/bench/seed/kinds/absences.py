"""Leaves, and who stood or stands in meanwhile: somebody who serves at the same office."""

from __future__ import annotations

from collections import defaultdict

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import Appointment
from sanglap.bench.seed.world import World
from sanglap.offices.models import Delegation, Leave

_LEAVE = Form(Leave, "id", "user_id", "starts_at", "ends_at", "reason", "entered_at")
_DELEGATION = Form(
    Delegation, "id", "appointment_id", "to_id", "starts_at", "ends_at", "reason", "order_id", "entered_at"
)
_EVERY, _RUNNING_EVERY = 60, 8
"""One of so many was away in the year; of these, one of so many is away now."""
_DAY = 86_400_000
_LONG = 14 * _DAY
_REASON = "অর্জিত ছুটি"
_AWAY, _STOOD_IN = "kamrul", "rehana"


def _load(world: World, _part: int) -> int:
    chance, rows = world.chance("absences"), Gathered(_LEAVE, _DELEGATION)
    serving: dict[int, list[Appointment]] = defaultdict(list)
    for held in world.appointments[: len(world.positions)]:
        if held.serves(world.now) and held.serves(world.now - 2 * _LONG):
            serving[held.office].append(held)
    chosen = [held for held in world.appointments[: len(world.positions) : _EVERY] if held in serving[held.office]]
    for turn, held in enumerate(chosen):
        at = world.now - (3 * _DAY if turn % _RUNNING_EVERY == 0 else int(chance.uniform(15, 28) * _DAY))
        person = world.person(held.number)
        rows.add(_LEAVE, key(at, held.number), person, stamp(at), stamp(at + _LONG), _REASON, stamp(at - _DAY))
        other = next((one for one in serving[held.office] if one != held), None)
        if other is not None:
            own = key(held.starts, held.number)
            _stand_in(rows, own, world.person(other.number), at, held.number)
    people, appointments = world.known.people, world.known.appointments
    at, number = world.now - 60 * _DAY, len(world.appointments)
    rows.add(_LEAVE, key(at, number), people[_AWAY], stamp(at), stamp(at + _LONG), _REASON, stamp(at - _DAY))
    _stand_in(rows, appointments[_AWAY], people[_STOOD_IN], at, number)
    return rows.copy()


def _stand_in(rows: Gathered, appointment: str, to: str, at: int, number: int) -> None:
    rows.add(
        _DELEGATION, key(at, number), appointment, to, stamp(at), stamp(at + _LONG), _REASON, NULL, stamp(at - _DAY)
    )


KIND = Kind("absences", lambda _world: 1, _load)
