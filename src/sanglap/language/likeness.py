"""How alike texts are in their words, whatever their spaces, case, punctuation and digits' script (clause 6.d).

A text is known by its runs of words; two texts by how many of these they share. Time grows with the length alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise

_RUN: Final = 2
"""So many words in a row. With one, notices of an office are alike in their small words; with three, each changed word
costs a short text too much.
"""
_REMEMBERED: Final = 4_096
_JOINERS: Final = regex.compile(r"[\u200c\u200d]")
# A figure with what stands between its digits is one word: 1,50,000 and 10:30.
_WORD: Final = regex.compile(r"(?:\p{N}+[.,:/](?=\p{N}))*[\p{L}\p{M}\p{N}]+")
_FIGURE: Final = regex.compile(r"\p{N}+(?:[.,:/]\p{N}+)*")


def words(text: str) -> list[str]:
    """Its words in one form: without case, joiners and what nobody sees, digits as 0-9."""
    return _WORD.findall(to_latin(_JOINERS.sub("", normalise(text))).casefold())


@lru_cache(maxsize=_REMEMBERED)
def shingles(text: str) -> frozenset[int]:
    """Its runs of words, hashed: for comparing within one process, not for keeping. Of a shorter text its words."""
    found = words(text)
    return frozenset(map(hash, zip(*(found[first:] for first in range(min(_RUN, len(found)))), strict=False)))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the runs of both they share, from 0.0 to 1.0; 0.0 where either has none."""
    return len(one & other) / len(one | other) if one and other else 0.0


def figures_apart(one: str, other: str) -> list[tuple[str, str]]:
    """Where the texts differ in figures and in nothing else: the words of each pair, in their order. [] where any other
    word differs, or none.
    """
    ours, theirs = words(one), words(other)
    if [_FIGURE.sub("0", word) for word in ours] != [_FIGURE.sub("0", word) for word in theirs]:
        return []
    return [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
