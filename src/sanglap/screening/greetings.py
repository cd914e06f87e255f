"""Texts that are nothing but a greeting (clause 6.d)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

from sanglap.screening.findings import Reason
from sanglap.screening.words import Expression, Index, words_of

_HASHTAG: Final = regex.compile(r"[#@][\p{L}\p{M}\p{N}]+")
_NUMBER: Final = regex.compile(r"\p{N}+\p{M}*")
_NAMES: Final = 4
"""Among so many words of a greeting one may be unknown: the name of a place, or of whom it comes from."""


class Greetings:
    """What people wish each other, and what stands around it: feasts, those addressed, who sends it."""

    def __init__(self, wishes: Iterable[str], around: Iterable[str], reason: Reason) -> None:
        self.reason = reason
        self._index = Index([*(Expression(one, True) for one in wishes), *(Expression(one, False) for one in around)])

    def alone(self, copy: str) -> bool:
        """Whether nothing is left of a text's undone copy when greetings, hashtags and numbers are taken away."""
        words = words_of(_HASHTAG.sub(" ", copy))
        known, wished = bytearray(len(words)), False
        for wish, place in self._index.found(words):
            wished |= wish
            known[place.first : place.last + 1] = b"\1" * (place.last + 1 - place.first)
        if not wished:
            return False
        unknown = [word.spelled for word, seen in zip(words, known, strict=True) if not seen]
        left = sum(not _NUMBER.fullmatch(word) for word in unknown)
        return left * _NAMES <= sum(known)
