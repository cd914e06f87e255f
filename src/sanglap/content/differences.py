"""What one revision changed of the one before, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import regex

_PIECES = regex.compile(r"\s+|[^\s]+")
LONGEST = 4_000
"""Characters of a text beyond which it is compared by lines: the comparison grows with their square."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came or went."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """The two texts as one, in reading order; what went stands before what came in its place."""
    return list(_runs(*pieces_of(before, after)))


def pieces_of(*texts: str) -> list[list[str]]:
    """Each text in the pieces by which they are compared: words and what is between them; of long ones, lines."""
    by_line = max(map(len, texts)) > LONGEST
    return [text.splitlines(keepends=True) if by_line else _PIECES.findall(text) for text in texts]


def _runs(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(new[new_from:new_to]))
            continue
        if old_from < old_to:
            yield Piece(Change.REMOVED, "".join(old[old_from:old_to]))
        if new_from < new_to:
            yield Piece(Change.ADDED, "".join(new[new_from:new_to]))
