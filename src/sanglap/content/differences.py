"""What one revision changed of the one before, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import regex

_PIECES = regex.compile(r"\s+|[^\s]+")
LONGEST = 4_000
"""Words of either text beyond which it is compared by lines: the comparison grows with their square."""


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
    old, new = _pieces(before, after), _pieces(after, before)
    return list(_runs(old, new))


def _pieces(text: str, other: str) -> list[str]:
    longest = max(len(text), len(other))
    return text.splitlines(keepends=True) if longest > LONGEST else _PIECES.findall(text)


def _runs(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(new[new_from:new_to]))
            continue
        if old_from < old_to:
            yield Piece(Change.REMOVED, "".join(old[old_from:old_to]))
        if new_from < new_to:
            yield Piece(Change.ADDED, "".join(new[new_from:new_to]))
