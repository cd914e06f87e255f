"""Texts in which nothing is to be found: the models learn from them, and what stands in many of them is no sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from sanglap.screening import copies
from sanglap.screening.findings import Profile
from sanglap.screening.phrases import Lexicon, Phrase

TEXTS: Final = Path(__file__).parent / "training" / "neutral.txt"
"""What our demo's offices and citizens write, and the rulebook's sentences, as they stood when it was last added to:
the weights must not change with every word of them. One a line.
"""


@cache
def texts() -> tuple[str, ...]:
    """All of them."""
    return tuple(TEXTS.read_text(encoding="utf-8").rstrip("\n").split("\n"))


@cache
def _copies() -> tuple[str, ...]:
    return tuple(copies.undone(copies.plain(texts())).all_texts())


def met(phrases: Sequence[Phrase], profile: Profile) -> Counter[str]:
    """In how many of them each of these phrases stands, by its key."""
    lexicon = Lexicon(phrases)
    return Counter(key for copy in _copies() for key in {hit.phrase.key for hit in lexicon.found(copy, profile)})
