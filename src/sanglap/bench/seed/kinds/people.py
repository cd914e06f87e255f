"""Positions, the people who hold or held them, their appointments, and the order behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import NULL, TRUE, Form, document, escaped, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Appointment, Position
from sanglap.bench.seed.world import World
from sanglap.language.matching import skeleton
from sanglap.offices import models
from sanglap.offices.models import Charge
from sanglap.people.models import User
from sanglap.people.permissions import Role

_PART = 10_000
_USER = Form(User, "id", "password", "username", "name", "is_active", "search")
_POSITION = Form(models.Position, "id", "office_id", "title", "role")
_ORDER = Form(models.OfficeOrder, "id", "office_id", "memo", "dated", "entered_at")
_APPOINTMENT = Form(
    models.Appointment, "id", "position_id", "user_id", "charge", "starts_at", "ends_at", "order_id", "entered_at"
)
_TITLES = {
    Role.HEAD: ("দপ্তর প্রধান", "Head of Office"),
    Role.PANEL: ("সহকারী প্রোগ্রামার", "Assistant Programmer"),
    Role.AUTHOR: ("অফিস সহকারী", "Office Assistant"),
}
_GIVEN = (
    ("মো. আব্দুল", "Md. Abdul"), ("রোকেয়া", "Rokeya"), ("শফিকুল", "Shafiqul"), ("নাসরিন", "Nasrin"),
    ("তৌহিদ", "Tauhid"), ("সালমা", "Salma"), ("প্রদীপ", "Pradip"), ("আয়েশা", "Ayesha"), ("জাহিদ", "Zahid"),
    ("মিতালি", "Mitali"), ("কামাল", "Kamal"),
)  # fmt: skip
_FAMILY = (
    ("করিম", "Karim"), ("খাতুন", "Khatun"), ("ইসলাম", "Islam"), ("আক্তার", "Akter"), ("চাকমা", "Chakma"),
    ("সাহা", "Saha"), ("উদ্দিন", "Uddin"), ("বেগম", "Begum"), ("তালুকদার", "Talukdar"), ("শেখ", "Sheikh"),
    ("পারভীন", "Parvin"), ("মল্লিক", "Mallik"), ("জামান", "Zaman"),
)  # fmt: skip
_WITHOUT_ORDER = 40
"""One of so many is still without its order."""


def _load(world: World, part: int) -> int:
    mine = world.appointments[piece(part, _PART)]
    places = world.positions[piece(part, _PART)]
    positions = copy(
        _POSITION,
        (
            _POSITION.line(
                key(world.began, one.number), world.offices[one.office].key, _title(one.role), one.role.value
            )
            for one in places
        ),
    )
    return (
        positions
        + copy(_USER, _users(world, mine))
        + copy(_ORDER, _orders(world, mine))
        + copy(_APPOINTMENT, _appointments(world, mine))
    )


def _positions(world: World, places: Sequence[Position]) -> Iterator[str]:
    for one in places:
        office = world.offices[one.office].key
        yield _POSITION.line(key(world.began, one.number), office, _title(one.role), one.role.value)


@cache
def _title(role: Role) -> str:
    bangla, english = _TITLES[role]
    return document({"bn": bangla, "en": english})


@cache
def _named(given: int, family: int) -> tuple[str, str]:
    """A name, and how it is looked for."""
    bangla, english = (f"{_GIVEN[given][side]} {_FAMILY[family][side]}" for side in (0, 1))
    return document({"bn": bangla, "en": english}), escaped(f"{skeleton(bangla)} {skeleton(english)}")


def _users(world: World, mine: Sequence[Appointment]) -> Iterator[str]:
    for one in mine:
        name, sound = _named(one.number % len(_GIVEN), one.number % len(_FAMILY))
        username = f"person{one.number}"
        yield _USER.line(world.person(one.number), "!", username, name, TRUE, f" {skeleton(username)} {sound}")


def _ordered(one: Appointment) -> bool:
    return one.number % _WITHOUT_ORDER != 0


def _orders(world: World, mine: Sequence[Appointment]) -> Iterator[str]:
    for one in mine:
        if _ordered(one):
            at = stamp(one.starts)
            memo = f"05.{one.office % 90 + 10}.{one.office % 9000 + 1000}.000.19.{one.number % 700 + 1:03}"
            yield _ORDER.line(key(one.starts, one.number), world.offices[one.office].key, memo, at[:10], at)


def _appointments(world: World, mine: Sequence[Appointment]) -> Iterator[str]:
    for one in mine:
        starts = stamp(one.starts)
        yield _APPOINTMENT.line(
            key(one.starts, one.number), key(world.began, one.position), world.person(one.number),
            Charge.REGULAR.value, starts, NULL if one.ends is None else stamp(one.ends),
            key(one.starts, one.number) if _ordered(one) else NULL, starts,
        )  # fmt: skip


KIND = Kind("people", lambda world: pieces(max(len(world.appointments), len(world.positions)), _PART), _load)
