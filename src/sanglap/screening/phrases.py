"""Finding listed phrases and pairs: at the beginning of a word, whatever ending follows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

import regex

from sanglap.screening import copies
from sanglap.screening.findings import Profile, Reason, Severity
from sanglap.screening.words import Expression, Index, Place, Word, words_of

_SENTENCE_ENDS = regex.compile(
    r"[।!?;\n]|(?<!(?<![\p{L}\p{M}])(?:মো|মোছা|মোসা|মু|ডা|ড|md|mst|dr|mr|ms|mrs))\."
)  # the full stop behind a title ends no sentence


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
    unless: tuple[str, ...] = ()
    """Where one of these stands in the same sentence, it is none."""
    beside: tuple[str, ...] = ()
    """Unless there are none, one of these has to stand in the same sentence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in the copy a phrase stands, or a pair from its first word to its last."""

    phrase: Phrase
    start: int
    end: int


class _Role(Enum):
    PHRASE = 1
    INNOCENT = 2
    UNLESS = 3
    WHO = 4
    WHAT = 5
    BUT = 6
    BESIDE = 7


_Mark = tuple[_Role, int]
"""As what an expression stands, and of which phrase or pair."""


class Lexicon:
    """Phrases and pairs made ready for finding. The time it takes grows with the text and what is found in it."""

    def __init__(self, phrases: Iterable[Phrase], harmless: Iterable[str] = (), pairs: Iterable[Pair] = ()) -> None:
        self._phrases, self._pairs = tuple(phrases), tuple(pairs)
        self._index = Index(
            [
                *(Expression(one, (_Role.INNOCENT, 0)) for one in harmless),
                *(one for number, phrase in enumerate(self._phrases) for one in _of_phrase(number, phrase)),
                *(one for number, pair in enumerate(self._pairs) for one in _of_pair(number, pair)),
            ]
        )

    def found(self, copy: str, profile: Profile) -> Iterator[Hit]:
        """The phrases and pairs for this profile in an undone copy of a text."""
        words = words_of(copy)
        marked: dict[_Mark, list[Place]] = defaultdict(list)
        for mark, place in self._index.found(words):
            marked[mark].append(place)
        innocent = _Held(marked.get((_Role.INNOCENT, 0), ()))
        for number, phrase in enumerate(self._phrases):
            places = marked.get((_Role.PHRASE, number))
            if places and profile in phrase.profiles:
                unless = _Held(marked.get((_Role.UNLESS, number), ()))
                bad = [one for one in places if not innocent.hold(one) and not unless.hold(one)]
                yield from _hits(phrase, bad, words)
        yield from self._together(marked, words, copy, profile)

    def covers(self, expression: str, profile: Profile) -> bool:
        """Whether an expression consists of nothing but these phrases; True for one without any letter."""
        copy = _undone(expression)
        hits = list(self.found(copy, profile))
        words = words_of(copy)
        return all(any(hit.start <= word.start and word.end <= hit.end for hit in hits) for word in words)

    def _together(
        self, marked: Mapping[_Mark, list[Place]], words: Sequence[Word], copy: str, profile: Profile
    ) -> Iterator[Hit]:
        ends = [match.start() for match in _SENTENCE_ENDS.finditer(copy)]

        def sentence(place: Place) -> int:
            return bisect_left(ends, words[place.first].start)

        for number, pair in enumerate(self._pairs):
            who, what = marked.get((_Role.WHO, number)), marked.get((_Role.WHAT, number))
            if who and what and profile in pair.phrase.profiles:
                spared = {sentence(one) for one in marked.get((_Role.BUT, number), ())}
                meant = {sentence(one) for one in marked.get((_Role.BESIDE if pair.beside else _Role.WHO, number), ())}
                meant -= spared
                near = [one for one in _near(who, what, pair.within) if sentence(one) in meant]
                whole = [one for one in near if sentence(one) == sentence(Place(one.last, one.last))]
                yield from _hits(pair.phrase, whole, words)


def _of_phrase(number: int, phrase: Phrase) -> Iterator[Expression[_Mark]]:
    for one in phrase.words:
        yield Expression(one, (_Role.PHRASE, number), phrase.whole)
    for one in phrase.unless:
        yield Expression(one, (_Role.UNLESS, number))


def _of_pair(number: int, pair: Pair) -> Iterator[Expression[_Mark]]:
    lists = (pair.phrase.words, pair.what, pair.unless, pair.beside)
    for role, expressions in zip((_Role.WHO, _Role.WHAT, _Role.BUT, _Role.BESIDE), lists, strict=True):
        for one in expressions:
            yield Expression(one, (role, number))


def _near(who: Sequence[Place], what: Sequence[Place], within: int) -> Iterator[Place]:
    """Each mention with what is said next to it, after and before."""
    firsts = [place.first for place in what]
    for one in who:
        at = bisect_left(firsts, one.first)
        for said in what[max(at - 1, 0) : at + 1]:
            earlier, later = sorted((one, said))
            if 0 < later.first - earlier.last <= within + 1:
                yield Place(earlier.first, max(earlier.last, later.last))


def _hits(phrase: Phrase, places: Sequence[Place], words: Sequence[Word]) -> Iterator[Hit]:
    """The places as stretches of the copy, those that overlap as one."""
    joined: list[Place] = []
    for place in sorted(places):
        if joined and place.first <= joined[-1].last:
            joined[-1] = Place(joined[-1].first, max(joined[-1].last, place.last))
        else:
            joined.append(place)
    for place in joined:
        yield Hit(phrase, words[place.first].start, words[place.last].end)


class _Held:
    """Where certain expressions stand."""

    def __init__(self, places: Iterable[Place]) -> None:
        ordered = sorted(places)
        self._begins = [place.first for place in ordered]
        self._reach = list(accumulate((place.last for place in ordered), max))

    def hold(self, place: Place) -> bool:
        """Whether one of them begins no later and ends no earlier."""
        before = bisect_right(self._begins, place.first)
        return before > 0 and self._reach[before - 1] >= place.last


def letters(expression: str) -> int:
    """How many letters and vowel signs are looked for where that expression is."""
    copy = _undone(expression)
    return sum(not sign.isdigit() for word in words_of(copy) for sign in copy[word.start : word.end])


def _undone(expression: str) -> str:
    return copies.undone(copies.plain([expression])).text(0)
