"""What the panels confirmed of their accounts: the latest of each kind, and here and there the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from sanglap.attestations.models import Attestation, Current, Evidence, EvidenceOf
from sanglap.attestations.statements import AttestationKind
from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.kinds.files import Shown, digest_of, file_of
from sanglap.bench.seed.lines import NULL, Form, document, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World

_PART = 10_000
_MADE = Form(Attestation, "id", "account_id", "kind", "made_by_id", "at", "holds_from", "statement", "keeper_id")
_EVIDENCE = Form(Evidence, "id", "attestation_id", "what", "file_id")
_CURRENT = Form(Current, "id", "account_id", "kind", "attestation_id", "at", "holds_from", "keeper_id")
_BANNER, _PROFILE = "b" * 64, "a" * 64
"""Stand for the digests of an account's own."""
STATEMENTS: Mapping[AttestationKind, Mapping[str, Any]] = {
    AttestationKind.PASSWORD: {"changed_on": "2026-08-02", "strong": True, "nowhere_else": True},
    AttestationKind.MFA: {"method": "app", "everyone": True, "codes_kept": "আলমারিতে, খামে"},
    AttestationKind.RECOVERY: {"channel": "email", "masked": "d…@gov.bd", "ours": True, "keeper": {"bn": "প্রধান"}},
    AttestationKind.ACCESS: {"people": [], "others": []},
    AttestationKind.PICTURES: {
        "seen": [{"what": "banner", "digest": _BANNER}, {"what": "profile", "digest": _PROFILE}], "no_person": True
    },
    AttestationKind.SETTINGS: {
        "chosen": {"display": ["everyone"], "comments": ["filtered"], "membership": ["anyone"], "access": ["panel"],
                   "privacy": ["messages-open"]},
        "words": {"membership": "না জানিয়ে কাউকে যোগ করা হয় না"},
        "reason": "নাগরিকের মতামতের জন্য", "memo": "05.00.0000.110.18.007.25", "dated": "2026-03-01",
    },
    AttestationKind.TERMS: {"version": "2026", "url": "", "read": True, "kept": True},
    AttestationKind.LETTERHEAD: {"address": True, "website": True, "account": True},
}  # fmt: skip
_SAID = {kind: document(statement) for kind, statement in STATEMENTS.items()}
_DRIFTED = _SAID[AttestationKind.SETTINGS].replace('["anyone"]', '["approved"]')
_DRIFTED_EVERY = 30
"""One of so many lets anybody follow, though it was said that permission is needed; the cast's own does."""
_MOST, _OFTEN = 0.96, 0.55
"""The share confirmed at most, and that where an account is updated once a week."""
_DAYS, _LONGEST_AGO, _BETWEEN = 100.0, 360, 180
_BEFORE_EVERY = 5
"""Of one of so many accounts it is known what was confirmed before."""
_OF_THE_CAST = 2
"""Of the cast's accounts so many times."""
_DAY = 86_400_000


def _load(world: World, part: int) -> int:
    chance, lines = world.chance(f"confirmed {part}"), Gathered(_MADE, _EVIDENCE, _CURRENT)
    for account in world.active[piece(part, _PART)]:
        _confirm(world, account, chance, lines)
    return lines.copy()


def _confirm(world: World, account: Account, chance: Random, lines: Gathered) -> None:
    """What was confirmed of that account by one who may."""
    member = next((user for user, _since in world.members(account)), None)
    for turn, kind in enumerate(AttestationKind):
        lot = chance.random()
        if member and (account.office.known or lot < min(account.care.updates * _OFTEN, _MOST)):
            at = world.now - int(min(chance.expovariate(1 / _DAYS), _LONGEST_AGO) * _DAY)
            number, keeper = account.number * len(AttestationKind) + turn, _keeper(kind, member)
            before = _OF_THE_CAST if account.office.known else int(account.number % _BEFORE_EVERY == 0)
            for back in range(before, 0, -1):
                _made(lines, account, kind, member=member, number=number, at=at - back * _BETWEEN * _DAY)
            own = _made(lines, account, kind, member=member, number=number, at=at)
            lines.add(_CURRENT, own, account.key, kind.value, own, stamp(at), stamp(at), keeper)


def _made(lines: Gathered, account: Account, kind: AttestationKind, *, member: str, number: int, at: int) -> str:
    """The confirmation and its evidence; gives its key."""
    own, when = key(at, number), stamp(at)
    said = _said(account, kind)
    lines.add(_MADE, own, account.key, kind.value, member, when, when, said, _keeper(kind, member))
    if kind == AttestationKind.PICTURES:
        for what, file in ((EvidenceOf.BANNER, Shown.BANNER), (EvidenceOf.PROFILE, Shown.PROFILE)):
            lines.add(_EVIDENCE, key(at, 2 * number + file), own, what.value, file_of(account, file))
    return own


def _keeper(kind: AttestationKind, member: str) -> str:
    return member if kind == AttestationKind.RECOVERY else NULL


def _said(account: Account, kind: AttestationKind) -> str:
    if kind == AttestationKind.PICTURES:
        said = _SAID[kind].replace(_BANNER, digest_of(account, Shown.BANNER))
        return said.replace(_PROFILE, digest_of(account, Shown.PROFILE))
    drifted = account.office.known or account.number % _DRIFTED_EVERY == 0
    return _DRIFTED if kind == AttestationKind.SETTINGS and drifted else _SAID[kind]


KIND = Kind("confirmed", lambda world: pieces(len(world.active), _PART), _load)
