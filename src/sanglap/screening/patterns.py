"""Patterns over the plain copy of a text: digits of every script and letters of every form count alike.

Every pattern has to take time in proportion to the text: what may repeat is bounded, or does not give back what it
took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from sanglap.screening.copies import WORD, with_nukta
from sanglap.screening.findings import Band, Reason


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be told by its looks: what it looks like and what is said of it."""

    key: str
    pattern: regex.Pattern[str]
    """The group `it` is what is found; the rest is what stands around it."""
    band: Band
    reason: Reason
    words: int = 0
    """Fewer words are none."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in the copy something was found."""

    kind: Kind
    start: int
    end: int


def kind(key: str, pattern: str, band: Band, bn: str, en: str, *, words: int = 0) -> Kind:
    """A kind, its pattern made ready for copies."""
    return Kind(key, regex.compile(with_nukta(pattern)), band, {"bn": bn, "en": en}, words)


def stretches(kinds: Sequence[Kind], copy: str) -> Iterator[Hit]:
    """What is found of these kinds in a plain copy, each stretch once, by the kind that is named first."""
    taken = bytearray(len(copy))
    for one in kinds:
        for match in one.pattern.finditer(copy):
            start, end = match.span("it")
            if 1 in taken[start:end] or (one.words and len(WORD.findall(copy, start, end)) < one.words):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield Hit(one, start, end)
