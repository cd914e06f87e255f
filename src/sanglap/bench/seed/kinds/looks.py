"""The history of what was seen from outside: how it stands, and of some how it stood before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache

from sanglap.bench.seed.kind import Kind, pieces
from sanglap.bench.seed.kinds.seen import PART, Found, address_of, evidence, found
from sanglap.bench.seed.lines import Form, document, escaped, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.world import World
from sanglap.verification.models import Look
from sanglap.verification.states import Aspect, Outcome
from sanglap.verification.wording import reason

_LOOK = Form(Look, "id", "finding_id", "at", "address", "outcome", "reason", "evidence")
_NAME, _LINK = "NAME", "LINK"
_BEFORE_EVERY = 4
"""Of one of so many it is known how it stood before."""
_OF_THE_CAST = 4
"""Of the cast's accounts so many times."""
_MONTH = 30 * 86_400_000


def _lines(world: World, part: int) -> Iterator[str]:
    for one in found(world, part):
        before = _OF_THE_CAST if one.account.office.known else int(one.number % _BEFORE_EVERY == 0)
        was = Outcome.UNREACHED if one.outcome == Outcome.FITS else Outcome.FITS
        for turn in range(before, 0, -1):
            yield _line(one, was if turn % 2 else one.outcome, one.since - turn * _MONTH, turn)
        yield _line(one, one.outcome, one.since, 0)


def _line(one: Found, outcome: Outcome, at: int, turn: int) -> str:
    office = one.account.office
    address = (one.aspect == Aspect.WEBSITE and office.website) or address_of(one.account)
    said = _reason(one.aspect, outcome).replace(_NAME, _inside(office.bn)).replace(_LINK, _inside(address))
    return _LOOK.line(
        key(at, (_OF_THE_CAST + 1) * one.number + turn), one.key, stamp(at), escaped(address), outcome.value, said,
        evidence(one),
    )  # fmt: skip


@cache
def _reason(aspect: Aspect, outcome: Outcome) -> str:
    told = {"name": _NAME, "link": _LINK, "website": _LINK, "url": _LINK, "hosts": _LINK, "missing": ["purpose"]}
    return document(reason(aspect, outcome, told))


@lru_cache(maxsize=64)
def _inside(text: str) -> str:
    """A text as it stands within a document."""
    return escaped(json.dumps(text, ensure_ascii=False)[1:-1])


KIND = Kind(
    "looks", lambda world: pieces(len(world.active), PART), lambda world, part: copy(_LOOK, _lines(world, part)),
    big=("verification_look",),
)  # fmt: skip
