"""Who serves at which office, and which accounts it has: all told by arithmetic from a number, so that no part of the
data set needs another to have been read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from random import Random

from sanglap.accounts.states import AccountState
from sanglap.bench.seed.lines import dashed, key
from sanglap.bench.seed.register import Office
from sanglap.people.permissions import Role

_HEAD, _PANEL, _AUTHOR = Role.HEAD, Role.PANEL, Role.AUTHOR
_CREWS = (
    (_HEAD,), (_HEAD, _PANEL, _PANEL), (_HEAD,), (_HEAD, _AUTHOR), (_HEAD,),
    (_HEAD, _PANEL, _PANEL, _AUTHOR), (_HEAD,), (_HEAD,), (_HEAD,), (_HEAD, _PANEL, _PANEL, _PANEL, _PANEL),
    (_HEAD,), (_HEAD, _PANEL, _PANEL), (_HEAD,), (_HEAD, _PANEL),
)  # fmt: skip
"""The positions of an office; most offices are small."""
_ACCOUNTS = (1, 1, 1, 1, 1, 2, 1, 0, 3, 2)
"""How many accounts an office has."""
_OF_THE_CAST = 4
_FIRST, _OTHER = 1, 0
"""Where the cast's offices have the account that was opened first, and the others: of `_WHERE`."""
_WHERE = (
    ("by-hand", "https://www.facebook.com"), ("mastodon", "https://social.gov.example"),
    ("by-hand", "https://www.facebook.com"), ("by-hand", "https://www.youtube.com"),
    ("by-hand", "https://www.facebook.com"), ("by-hand", "https://x.com"),
    ("mastodon", "https://social.gov.example"),
)  # fmt: skip
_STATES = (
    (AccountState.ACTIVE, 0.915), (AccountState.CLAIMED, 0.01), (AccountState.SUSPENDED, 0.02),
    (AccountState.CLOSED, 0.015),
    (AccountState.PROPOSED, 0.015), (AccountState.IN_REVIEW, 0.01), (AccountState.APPROVED, 0.01),
    (AccountState.MORE_INFORMATION, 0.005),
)  # fmt: skip
_STATES_OF_THE_CAST = (
    AccountState.ACTIVE, AccountState.ACTIVE, AccountState.MORE_INFORMATION, AccountState.CLAIMED
)  # fmt: skip
_VACANT, _LEFT, _LEAVING = 0.03, 0.02, 0.02
_WORKING_YEAR = 365 * 86_400_000


@dataclass(frozen=True, slots=True)
class Care:
    """How well an office looks after its account: updates a week, as a weight among all; how often they are given up
    or made up for; the share of messages answered, and how much of the time allowed that takes.
    """

    updates: float
    lulls: float
    answered: float
    hours: float


GOOD, MIDDLING, POOR = Care(2.6, 0.04, 0.995, 0.85), Care(0.75, 0.4, 0.98, 1.15), Care(0.15, 0.7, 0.95, 2.6)
BUSY = Care(24.0, 0.02, 0.995, 0.85)
"""The accounts that pages are measured with: there is always something."""
_CARES = (GOOD, MIDDLING, GOOD, POOR, GOOD, MIDDLING, POOR, GOOD, MIDDLING, POOR)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody in a position for a term; `position` is its number, and the person's number is the appointment's own.
    Moments in milliseconds; `ends` None where no end is known.
    """

    number: int
    position: int
    office: int
    role: Role
    starts: int
    ends: int | None

    def serves(self, at: int) -> bool:
        return self.starts <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Position:
    number: int
    office: int
    role: Role


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `care` says how well it is looked after."""

    number: int
    key: str
    office: Office
    network: str
    server: str
    handle: str
    state: AccountState
    care: Care
    opened: int

    @property
    def dashed(self) -> str:
        return dashed(self.key)

    @property
    def called(self) -> str:
        return f"@{self.handle}"


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that go by the weights and sum up to `total` exactly."""
    sums = list(accumulate(weights))
    marks = [round(total * part / sums[-1]) for part in sums] if sums and sums[-1] else [0] * len(sums)
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def positions(offices: Sequence[Office]) -> list[Position]:
    """The positions of every office; the cast's offices have theirs."""
    found: list[Position] = []
    for office, crew in zip(offices, cycle(_CREWS), strict=False):
        if not office.known:
            found += [Position(len(found) + turn, office.number, role) for turn, role in enumerate(crew)]
    return found


def appointments(places: Sequence[Position], count: int, chance: Random, *, now: int) -> list[Appointment]:
    """So many: first whoever holds a position last, then those who held it before, somebody in each year."""
    found: list[Appointment] = []
    until = [now - _WORKING_YEAR // 2] * len(places)
    for place in islice(places, count):
        starts = now - int(_WORKING_YEAR * chance.uniform(0.1, 2.4))
        until[place.number] = starts
        found.append(Appointment(len(found), place.number, place.office, place.role, starts, _end(chance, now)))
    while len(found) < count:
        for place in islice(places, count - len(found)):
            ends = until[place.number]
            starts = until[place.number] = ends - _WORKING_YEAR
            found.append(Appointment(len(found), place.number, place.office, place.role, starts, ends))
    return found


def _end(chance: Random, now: int) -> int | None:
    """Most stay; some have left and nobody came after them, some are about to leave."""
    lot = chance.random()
    if lot < _VACANT + _LEFT:
        return now - int(chance.uniform(0.2, 30) * 86_400_000)
    return now + int(chance.uniform(1, 12) * 86_400_000) if lot < _VACANT + _LEFT + _LEAVING else None


def accounts(offices: Sequence[Office], count: int, chance: Random, *, now: int) -> list[Account]:
    """So many accounts, office by office."""
    # The cast's people want something to look at: no office of theirs is without.
    weights = [_OF_THE_CAST if office.known else many for office, many in zip(offices, cycle(_ACCOUNTS), strict=False)]
    how_many = shares(count, weights)
    found: list[Account] = []
    for office, number in zip(offices, how_many, strict=True):
        found += _of(office, number, len(found), chance, now)
    return found


def _of(office: Office, count: int, first: int, chance: Random, now: int) -> Iterator[Account]:
    for turn in range(count):
        number = first + turn
        network, server = _WHERE[(number + number // 7) % len(_WHERE)]
        # So long ago that the whole year is its own.
        back, state, care = chance.uniform(20, 900), _drawn(chance), chance.choice(_CARES)
        if office.known:
            # What the pages are measured with: the first a machine keeps, well, and those after it are kept by hand.
            network, server = _WHERE[_OTHER if turn else _FIRST]
            # After its people were appointed, so that nothing depends on the moment at which that was.
            back, care = 400.0 / (turn + 1), care if turn else BUSY
            state = _STATES_OF_THE_CAST[turn % len(_STATES_OF_THE_CAST)]
        opened = now - _WORKING_YEAR - int(back * 86_400_000)
        handle = f"{office.place}_{turn + 1}" if turn else office.place
        yield Account(number, key(opened, number), office, network, server, handle, state, care, opened)


def _drawn(chance: Random) -> AccountState:
    lot = chance.random()
    for state, share in _STATES:
        lot -= share
        if lot < 0:
            return state
    return AccountState.ACTIVE
