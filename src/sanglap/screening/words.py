"""Expressions of one or more words, and where they stand in a text, whatever ending their last word has there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Node(Generic[T]):
    """Where one stands after the words so far: what has been said, and which words lead on."""

    meant: list[T] = field(default_factory=list)
    exact: dict[str, _Node[T]] = field(default_factory=dict)
    begun: dict[str, _Node[T]] = field(default_factory=dict)
    """By how a word begins, whatever ending follows."""
    lengths: tuple[int, ...] = ()
    """Of the beginnings, from short to long."""

    def after(self, word: str, *, ending: bool) -> _Node[T]:
        """The one to which that word leads, new where no expression went there yet."""
        way = self.begun if ending else self.exact
        if word not in way:
            way[word] = _Node()
            if ending and len(word) not in self.lengths:
                self.lengths = tuple(sorted((*self.lengths, len(word))))
        return way[word]

    def reached(self, word: str) -> Iterator[_Node[T]]:
        """Those to which a word of a text leads."""
        if word in self.exact:
            yield self.exact[word]
        for length in self.lengths:
            if length > len(word):
                break
            if (node := self.begun.get(word[:length])) is not None:
                yield node


class Index(Generic[T]):
    """Expressions made ready for finding. The time it takes grows with the text, hardly with their number."""

    def __init__(self, expressions: Iterable[Expression[T]]) -> None:
        self._root: _Node[T] = _Node()
        listed = list(expressions)
        for one, words in zip(listed, _split([one.written for one in listed], listed), strict=True):
            node = self._root
            for word, ending in words:
                node = node.after(word, ending=ending)
            if words:
                node.meant.append(one.meant)

    def found(self, words: Sequence[Word]) -> Iterator[tuple[T, Place]]:
        """What stands among these words, and from which to which."""
        for first in range(len(words)):
            reached = [self._root]
            for at in range(first, len(words)):
                reached = [after for node in reached for after in node.reached(words[at].spelled)]
                if not reached:
                    break
                for node in reached:
                    for meant in node.meant:
                        yield meant, Place(first, at)


def _split(written: Sequence[str], listed: Sequence[Expression[T]]) -> Iterator[tuple[tuple[str, bool], ...]]:
    pieces = [expression.split() for expression in written]
    made = iter(copies.undone(copies.plain([piece for some in pieces for piece in some])).all_texts())
    for some, one in zip(pieces, listed, strict=True):
        words: list[tuple[str, bool]] = []
        for piece in some:
            # A piece with a hyphen is more than one word.
            parts = [one_spelling(part) for part in copies.WORD.findall(next(made))]
            words += [(part, False) for part in parts]
            if parts and piece.endswith(_ANY_ENDING):
                words[-1] = (parts[-1], True)
        if words:
            last, ending = words[-1]
            words[-1] = (last, ending or (not one.whole and len(last) >= _SHORT))
        yield tuple(words)
