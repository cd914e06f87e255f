"""Finding listed phrases: at the beginning of a word, whatever ending follows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import regex

from sanglap.screening import copies
from sanglap.screening.findings import Profile, Reason, Severity

_SENTENCE_ENDS = regex.compile(r"[।.!?;\n]")
_FAR = 200
"""Over so many signs no pair reaches, however long its words."""
_SHORT = 4
"""A first word of fewer signs must stand as it is: too many words begin like it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for, under which clause, and what is said where it stands."""

    key: str
    category: str
    clause: str
    severity: Severity
    profiles: frozenset[Profile]
    words: tuple[str, ...]
    reason: Reason
    whole: bool = False
    unless: tuple[str, ...] = ()
    """Longer expressions in which it is innocent."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody, and what is said of him: neither is anything alone. Told as `phrase`, whose words are who it is of."""

    phrase: Phrase
    what: tuple[str, ...]
    within: int
    """At most so many words stand between them, in the same sentence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in the copy a phrase stands, or a pair from its first word to its last."""

    phrase: Phrase
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    rest: tuple[str, ...]
    """The words after the first."""
    phrase: Phrase


class Lexicon:
    """Phrases made ready for finding. The time it takes grows with the text and with the number of pairs, hardly with
    that of phrases.
    """

    def __init__(self, phrases: Iterable[Phrase], harmless: Iterable[str] = (), pairs: Iterable[Pair] = ()) -> None:
        self._phrases = tuple(phrases)
        self._harmless = tuple(harmless)
        self._pairs = [
            (pair, Lexicon([pair.phrase]), Lexicon([replace(pair.phrase, words=pair.what)])) for pair in pairs
        ]

    @cached_property
    def _by_first(self) -> dict[str, list[_Entry]]:
        entries: dict[str, list[_Entry]] = defaultdict(list)
        spelled = [(phrase, word) for phrase in self._phrases for word in phrase.words]
        for (phrase, _word), words in zip(spelled, _split([word for _phrase, word in spelled]), strict=True):
            if words:
                entries[words[0]].append(_Entry(words[1:], phrase))
        return entries

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(first) for first in self._by_first}))

    @cached_property
    def _innocent(self) -> tuple[str, ...]:
        return tuple(" ".join(words) for words in _split(self._harmless))

    @cached_property
    def _unless(self) -> dict[str, tuple[str, ...]]:
        return {
            phrase.key: tuple(" ".join(words) for words in _split(phrase.unless))
            for phrase in self._phrases
            if phrase.unless
        }

    def found(self, copy: str, profile: Profile) -> Iterator[Hit]:
        """The phrases for this profile in an undone copy of a text, as they stand."""
        words = [(match[0], match.start(), match.end()) for match in copies.WORD.finditer(copy)]
        innocent, unless = _Stretches(copy, self._innocent), {}
        for at, (word, start, _end) in enumerate(words):
            for entry, first in self._beginning(word):
                end = _fits(entry, words, at, first)
                if end is None or profile not in entry.phrase.profiles:
                    continue
                key = entry.phrase.key
                if key not in unless:
                    unless[key] = _Stretches(copy, self._unless.get(key, ()))
                if not innocent.hold(start, end) and not unless[key].hold(start, end):
                    yield Hit(entry.phrase, start, end)
        for pair, who, what in self._pairs:
            yield from _together(pair, list(who.found(copy, profile)), list(what.found(copy, profile)), copy)

    def covers(self, expression: str, profile: Profile) -> bool:
        """Whether an expression consists of nothing but these phrases; True for one without any letter."""
        copy = copies.undone(copies.plain([expression])).text(0)
        hits = list(self.found(copy, profile))
        words = [match.span() for match in copies.WORD.finditer(copy)]
        return all(any(hit.start <= start and end <= hit.end for hit in hits) for start, end in words)

    def _beginning(self, word: str) -> Iterator[tuple[_Entry, str]]:
        for length in self._lengths:
            if length > len(word):
                return
            for entry in self._by_first.get(word[:length], ()):
                yield entry, word[:length]


def _together(pair: Pair, who: Sequence[Hit], what: Sequence[Hit], copy: str) -> Iterator[Hit]:
    """Each mention with what is said next to it, after or before."""
    places = [hit.start for hit in what]
    for one in who:
        at = bisect_left(places, one.start)
        for said in what[max(at - 1, 0) : at + 1][::-1]:
            first, last = sorted((one, said), key=lambda hit: hit.start)
            if last.start - first.end > _FAR:
                continue
            between = copy[first.end : last.start]
            if between.count(" ") <= pair.within + 1 and not _SENTENCE_ENDS.search(between):
                yield Hit(pair.phrase, first.start, max(first.end, last.end))
                break


class _Stretches:
    """Where these expressions stand in a copy, each to the end of its last word."""

    def __init__(self, copy: str, expressions: Sequence[str]) -> None:
        found = sorted(
            match.span()
            for expression in expressions
            for match in regex.finditer(regex.escape(expression) + r"[\p{L}\p{M}\p{N}]*", copy)
        )
        self._begins = [begin for begin, _end in found]
        self._reach = list(accumulate((end for _begin, end in found), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them begins no later and ends no earlier."""
        before = bisect_right(self._begins, start)
        return before > 0 and self._reach[before - 1] >= end


def _fits(entry: _Entry, words: Sequence[tuple[str, int, int]], at: int, first: str) -> int | None:
    """Where the phrase ends that begins with that word, endings included; None where it does not stand there."""
    here = words[at : at + 1 + len(entry.rest)]
    if len(here) <= len(entry.rest):
        return None
    wanted = (first, *entry.rest)
    strict = entry.phrase.whole
    for number, (want, (word, _start, _end)) in enumerate(zip(wanted, here, strict=True)):
        last = number == len(entry.rest)
        ending_allowed = last and not strict and len(want) >= _SHORT
        if word != want and not (ending_allowed and word.startswith(want)):
            return None
    return here[-1][2]


def letters(expression: str) -> int:
    """How many letters, vowel signs and digits are looked for where that expression is."""
    return sum(map(len, _split([expression])[0]))


def _split(expressions: Sequence[str]) -> list[tuple[str, ...]]:
    made = copies.undone(copies.plain(expressions))
    return [tuple(copies.WORD.findall(made.text(number))) for number in range(len(expressions))]
