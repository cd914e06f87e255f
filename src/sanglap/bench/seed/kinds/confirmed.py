"""What the panels confirmed of their accounts: the latest of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from sanglap.attestations.models import Attestation, Current
from sanglap.attestations.statements import AttestationKind
from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import NULL, Form, document, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World

_PART = 10_000
_MADE = Form(Attestation, "id", "account_id", "kind", "made_by_id", "at", "holds_from", "statement", "keeper_id")
_CURRENT = Form(Current, "id", "account_id", "kind", "attestation_id", "at", "holds_from", "keeper_id")
STATEMENTS: Mapping[AttestationKind, Mapping[str, Any]] = {
    AttestationKind.PASSWORD: {"changed_on": "2026-08-02", "strong": True, "nowhere_else": True},
    AttestationKind.MFA: {"method": "app", "everyone": True, "codes_kept": "আলমারিতে, খামে"},
    AttestationKind.RECOVERY: {"channel": "email", "masked": "d…@gov.bd", "ours": True, "keeper": {"bn": "প্রধান"}},
    AttestationKind.ACCESS: {"people": [], "others": []},
    AttestationKind.PICTURES: {"seen": [{"what": "profile", "digest": "0" * 64}], "no_person": True},
    AttestationKind.SETTINGS: {
        "chosen": {"comments": ["open"], "membership": ["anyone"]}, "reason": "নাগরিকের মতামতের জন্য"
    },
    AttestationKind.TERMS: {"version": "2026", "url": "", "read": True, "kept": True},
    AttestationKind.LETTERHEAD: {"address": True, "website": True, "account": True},
}  # fmt: skip
_SAID = {kind: document(statement) for kind, statement in STATEMENTS.items()}
_MOST, _OFTEN = 0.96, 0.55
"""The share confirmed at most, and that where an account is updated once a week."""
_DAYS, _LONGEST_AGO = 100.0, 360
_DAY = 86_400_000


def _load(world: World, part: int) -> int:
    chance = world.chance(f"confirmed {part}")
    lines = [line for account in world.active[piece(part, _PART)] for line in _confirmed(world, account, chance)]
    return copy(_MADE, (made for made, _current in lines)) + copy(_CURRENT, (current for _made, current in lines))


def _confirmed(world: World, account: Account, chance: Random) -> Iterator[tuple[str, str]]:
    """What was confirmed of that account by one who may: a line of each table."""
    member = next((user for user, _since in world.members(account)), None)
    for turn, kind in enumerate(AttestationKind):
        if member and chance.random() < min(account.care.updates * _OFTEN, _MOST):
            at = world.now - int(min(chance.expovariate(1 / _DAYS), _LONGEST_AGO) * _DAY)
            own, when = key(at, account.number * len(AttestationKind) + turn), stamp(at)
            keeper = member if kind == AttestationKind.RECOVERY else NULL
            yield (
                _MADE.line(own, account.key, kind.value, member, when, when, _SAID[kind], keeper),
                _CURRENT.line(own, account.key, kind.value, own, when, when, keeper),
            )


KIND = Kind("confirmed", lambda world: pieces(len(world.active), _PART), _load)
