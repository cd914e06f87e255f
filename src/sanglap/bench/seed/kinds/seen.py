"""What was seen from outside of every account: its profile and its office's website, aspect by aspect."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import NULL, Form, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import GOOD, Account
from sanglap.bench.seed.world import World
from sanglap.verification.models import Finding, Watch
from sanglap.verification.states import Aspect, Outcome, Subject

_PART = 10_000
_WATCH = Form(Watch, "id", "subject", "office_id", "account_id", "address", "outcome", "looked_at", "next_at")
_FINDING = Form(Finding, "id", "account_id", "kind", "outcome", "since", "seen", "looked_at", "noted_at")
_FAULTS = {
    Aspect.NAME: Outcome.DIFFERS,
    Aspect.DESCRIPTION: Outcome.PARTLY,
    Aspect.BACK: Outcome.MISSING,
    Aspect.WEBSITE: Outcome.MISSING,
    Aspect.GRIEVANCE: Outcome.MISSING,
}
_IN_ORDER, _WALLED = (0.93, 0.7), 0.25
"""The share in order where an account is well looked after, and elsewhere; and that of profiles behind a wall."""
_DAY = 86_400_000
_LOOKED = 7 * _DAY
_BY_OFFICE = 1 << 40
"""Numbers of websites begin here, beyond those of accounts."""


def _load(world: World, part: int) -> int:
    chance, mine = world.chance(f"seen {part}"), world.active[piece(part, _PART)]
    findings = [line for account in mine for line in _findings(account, chance, world.now)]
    return copy(_FINDING, findings) + copy(_WATCH, _watches(world, part, chance))


def _findings(account: Account, chance: Random, now: int) -> Iterator[str]:
    walled = account.network == "by-hand" and chance.random() < _WALLED
    looked = now - int(chance.random() * _LOOKED)
    for turn, aspect in enumerate(Aspect):
        fits = chance.random() < _IN_ORDER[account.care is not GOOD]
        outcome = Outcome.FITS if fits else _FAULTS[aspect]
        if walled and aspect != Aspect.WEBSITE:
            outcome = Outcome.WALLED
        since = looked - int(chance.uniform(0, 300) * _DAY)
        yield _FINDING.line(
            key(since, account.number * len(Aspect) + turn), account.key, aspect.value, outcome.value, stamp(since),
            outcome.value, stamp(looked), stamp(looked),
        )  # fmt: skip


def _watches(world: World, part: int, chance: Random) -> Iterator[str]:
    """Each profile; each office's website with the part of the offices of the same number."""
    for account in world.active[piece(part, _PART)]:
        looked = world.now - int(chance.random() * _LOOKED)
        yield _WATCH.line(
            key(looked, account.number), Subject.PROFILE.value, account.office.key, account.key,
            f"{account.server}/@{account.handle}", Outcome.FITS.value, stamp(looked), stamp(looked + _LOOKED),
        )  # fmt: skip
    for office in world.offices[piece(part, _PART)]:
        if office.website:
            looked = world.now - int(chance.random() * _LOOKED)
            yield _WATCH.line(
                key(looked, _BY_OFFICE + office.number), Subject.WEBSITE.value, office.key, NULL, office.website,
                Outcome.FITS.value, stamp(looked), stamp(looked + _LOOKED),
            )  # fmt: skip


KIND = Kind("seen outside", lambda world: pieces(max(len(world.active), len(world.offices)), _PART), _load)
