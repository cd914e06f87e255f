"""Expressions of one or more words, and where they stand in a text, whatever ending their last word has there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from sanglap.screening import copies
from sanglap.screening.spelling import one_spelling

T = TypeVar("T")

_SHORT = 4
"""A word of fewer signs must stand as it is: too many words begin like it."""
_ANY_ENDING = "*"


class Word(NamedTuple):
    """A word of a copy in the one spelling, and where it stands."""

    spelled: str
    start: int
    end: int


class Place(NamedTuple):
    """The first and the last of an expression's words, as numbers."""

    first: int
    last: int


def words_of(copy: str) -> list[Word]:
    """The words of an undone copy."""
    return [Word(one_spelling(match[0]), match.start(), match.end()) for match in copies.WORD.finditer(copy)]


@dataclass(frozen=True, slots=True)
class Expression(Generic[T]):
    """What is looked for. Its last word may have an ending unless it is `whole`; another may where a * says so."""

    written: str
    meant: T
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    words: tuple[tuple[str, bool], ...]
    """Each with whether an ending may follow."""
    meant: T


class Index(Generic[T]):
    """Expressions made ready for finding. The time it takes grows with the text, hardly with their number."""

    def __init__(self, expressions: Iterable[Expression[T]]) -> None:
        self._by_first: dict[str, list[_Entry[T]]] = defaultdict(list)
        listed = list(expressions)
        for one, words in zip(listed, _split([one.written for one in listed], listed), strict=True):
            if words:
                self._by_first[words[0][0]].append(_Entry(words, one.meant))
        self._lengths = sorted({len(first) for first in self._by_first})

    def found(self, words: Sequence[Word]) -> Iterator[tuple[T, Place]]:
        """What stands among these words, and from which to which."""
        for at, word in enumerate(words):
            for length in self._lengths:
                if length > len(word.spelled):
                    break
                for entry in self._by_first.get(word.spelled[:length], ()):
                    if _fits(entry.words, words, at):
                        yield entry.meant, Place(at, at + len(entry.words) - 1)


def _fits(wanted: Sequence[tuple[str, bool]], words: Sequence[Word], at: int) -> bool:
    if at + len(wanted) > len(words):
        return False
    for number, (want, ending) in enumerate(wanted, at):
        word = words[number].spelled
        if word != want and not (ending and word.startswith(want)):
            return False
    return True


def _split(written: Sequence[str], listed: Sequence[Expression[T]]) -> Iterator[tuple[tuple[str, bool], ...]]:
    pieces = [expression.split() for expression in written]
    made = copies.undone(copies.plain([piece for some in pieces for piece in some]))
    number = 0
    for some, one in zip(pieces, listed, strict=True):
        words: list[tuple[str, bool]] = []
        for piece in some:
            # A piece with a hyphen is more than one word.
            parts = [one_spelling(part) for part in copies.WORD.findall(made.text(number))]
            words += [(part, False) for part in parts]
            if parts and piece.endswith(_ANY_ENDING):
                words[-1] = (parts[-1], True)
            number += 1
        if words:
            last, ending = words[-1]
            words[-1] = (last, ending or (not one.whole and len(last) >= _SHORT))
        yield tuple(words)
