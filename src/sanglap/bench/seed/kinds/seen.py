"""What was seen from outside of every account: its profile and its office's website, aspect by aspect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import NULL, Form, document, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import GOOD, Account
from sanglap.bench.seed.world import World
from sanglap.verification.models import Finding, Watch
from sanglap.verification.states import Aspect, Outcome, Subject

PART = 10_000
BY_HAND = "by-hand"
_WATCH = Form(
    Watch, "id", "subject", "office_id", "account_id", "address", "outcome", "looked_at", "next_at", "evidence"
)
_FINDING = Form(Finding, "id", "account_id", "kind", "outcome", "since", "seen", "looked_at", "noted_at", "evidence")
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
_SETTINGS = {
    "locked": False, "bot": False, "discoverable": True, "indexable": False, "noindex": False, "privacy": "public",
    "sensitive": False, "language": "bn", "quote_policy": "public",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """How an account stands on one aspect, since when, and when it was last looked at."""

    key: str
    number: int
    account: Account
    aspect: Aspect
    outcome: Outcome
    since: int
    looked: int


def found(world: World, part: int) -> Iterator[Found]:
    """What was found of the active accounts of that part, the same every time."""
    chance = world.chance(f"seen {part}")
    for account in world.active[piece(part, PART)]:
        walled = _walled(world, account)
        looked = world.now - int(chance.random() * _LOOKED)
        for turn, aspect in enumerate(Aspect):
            fits = chance.random() < _IN_ORDER[account.care is not GOOD]
            outcome = Outcome.FITS if fits else _FAULTS[aspect]
            if walled and aspect != Aspect.WEBSITE:
                outcome = Outcome.WALLED
            since, number = looked - int(chance.uniform(0, 300) * _DAY), account.number * len(Aspect) + turn
            yield Found(key(since, number), number, account, aspect, outcome, since, looked)


def _walled(world: World, account: Account) -> bool:
    """Whether its network shows it to nobody who has not signed in."""
    return account.network == BY_HAND and Random(f"{world.plan.seed} wall {account.number}").random() < _WALLED  # noqa: S311 - made-up data


def address_of(account: Account) -> str:
    """Where its profile is."""
    return f"{account.server}/@{account.handle}"


def remote_id_of(account: Account) -> str:
    """The network's own key of it."""
    return key(account.opened, account.number)[-12:]


def _load(world: World, part: int) -> int:
    chance = world.chance(f"watches {part}")
    return copy(_FINDING, _findings(world, part)) + copy(_WATCH, _watches(world, part, chance))


def _findings(world: World, part: int) -> Iterator[str]:
    for one in found(world, part):
        at = stamp(one.looked)
        yield _FINDING.line(
            one.key, one.account.key, one.aspect.value, one.outcome.value, stamp(one.since), one.outcome.value, at, at,
            evidence(one),
        )  # fmt: skip


def evidence(one: Found) -> str:
    """What the look saw, as far as a sentence speaks of it."""
    office = one.account.office
    if one.aspect == Aspect.NAME:
        return _named(office.bn, office.en)
    return _linked(office.website or address_of(one.account), office.website)


@lru_cache(maxsize=64)
def _named(bangla: str, english: str) -> str:
    return document({"name": bangla, "share": 100, "registered": [bangla, english]})


@lru_cache(maxsize=64)
def _linked(link: str, website: str) -> str:
    return document({"link": link, "website": website})


def _watches(world: World, part: int, chance: Random) -> Iterator[str]:
    """Each profile; each office's website with the part of the offices of the same number."""
    for account in world.active[piece(part, PART)]:
        looked, walled = world.now - int(chance.random() * _LOOKED), _walled(world, account)
        yield _WATCH.line(
            key(looked, account.number), Subject.PROFILE.value, account.office.key, account.key, address_of(account),
            (Outcome.WALLED if walled else Outcome.FITS).value, stamp(looked), stamp(looked + _LOOKED),
            document({} if walled else _profile(account)),
        )  # fmt: skip
    for office in world.offices[piece(part, PART)]:
        if office.website:
            looked = world.now - int(chance.random() * _LOOKED)
            yield _WATCH.line(
                key(looked, _BY_OFFICE + office.number), Subject.WEBSITE.value, office.key, NULL, office.website,
                Outcome.FITS.value, stamp(looked), stamp(looked + _LOOKED),
                document({"address": office.website, "url": office.website, "status": 200, "title": office.bn,
                          "pages": [office.website], "links": [], "signs": []}),
            )  # fmt: skip


def _profile(account: Account) -> dict[str, object]:
    """A profile as it was read; only where a machine keeps it are its settings told."""
    office = account.office
    return {
        "by": "public", "url": address_of(account), "name": office.bn, "handle": account.handle,
        "remote_id": remote_id_of(account), "description": f"{office.bn}। দাপ্তরিক পেজ।", "avatar": "", "header": "",
        "links": [office.website] if office.website else [],
        "fields": {"ওয়েবসাইট": office.website} if office.website else {},
        "settings": {} if account.network == BY_HAND else _SETTINGS,
    }  # fmt: skip


KIND = Kind("seen outside", lambda world: pieces(max(len(world.active), len(world.offices)), PART), _load)
