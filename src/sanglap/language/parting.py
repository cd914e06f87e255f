"""A text parted into several, each short enough for a network, as people publish threads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import regex

from sanglap.language.digits import in_digits_of

Count = Callable[[str], int]

_WISHED = regex.compile(r"^[^\S\n]*---[^\S\n]*$\n?", regex.MULTILINE)
"""A line of three hyphens: here the writer wants the next part to begin."""
_PLACE = regex.compile(
    r"""
    (?<!\s) (?:
      (?P<paragraph> \s*\n\s* )
    | (?<! ^\p{Nd}{1,3}[.।)] )                           # not between "১।" and what it numbers
      (?: (?P<sentence>
            (?<= [।॥?!…] [\p{Pe}\p{Pf}"']?
               | [\p{L}\p{M}]{4}\.[\p{Pe}\p{Pf}"']? )    # a shorter word with a point is shortened: "মো."
            \s++ )
        | (?P<space> (?<!\p{Nd})\s++ | \s++(?!\p{Nd}) ) ) )  # the halves of a number stay together
    """,
    regex.VERBOSE | regex.MULTILINE,
)
_SPACES = regex.compile(r"\s+")
_HYPHENS = "---"
_WORD = regex.compile(r"\S")
_ATOM = regex.compile(
    r"[a-zA-Z][a-zA-Z0-9+.-]{1,12}+://\S++|\p{Nd}++(?:[.,/:-]\p{Nd}++)*+|\p{RI}\p{RI}|\X",
)
"""What is never cut, in a word that is longer than a part: a link, a number, a letter with its marks."""
_SIGNS_IN_A_WORD, _SIGNS = 4, 16
"""For each sign of a part so many characters are looked at, of such a word and of all else: no more will go in."""
_SHORTEST = 8
_GUESSES = 4


class _Level(IntEnum):
    """How good a place is to end a part at."""

    SPACE = 1
    SENTENCE = 2
    PARAGRAPH = 3


_FULL_ENOUGH = ((_Level.PARAGRAPH, 1 / 2), (_Level.SENTENCE, 1 / 3))
"""A part ends with a paragraph where that fills it so far, else with a sentence likewise, else wherever a word ends."""


def parts(text: str, *, most: int, count: Count, language: str = "bn") -> list[str]:
    """The text in parts of at most `most` as `count` counts, without spaces at their ends and, where there are several,
    each with its number and theirs below it, in the digits of the language.

    A part ends where a line `---` stands; else where a paragraph ends, a sentence or a word. Only a word that is longer
    than a part is cut, and in it no link and no number: such a part is longer than `most`, and the caller refuses it.
    """
    sections = [section.strip() for section in _WISHED.split(text)]
    sections = [section for section in sections if section]
    if len(sections) == 1 and count(sections[0]) <= most:
        return sections
    digits = len(str(count(text) // max(most, 1) + 1))
    while True:
        # The room that the numbers take depends on how many they are.
        widest = numbering(10**digits - 1, 10**digits - 1, language)
        found = [one for section in sections for one in _Section(section, most, count, widest).parted()]
        if len(str(len(found))) <= digits:
            return _numbered(found, language)
        digits += 1


def numbering(number: int, total: int, language: str) -> str:
    """What stands below a part."""
    return "\n" + in_digits_of(language, f"{number}/{total}")


def places(text: str, found: Sequence[str], language: str) -> list[tuple[int, int]]:
    """Where in the text the words of its parts stand: start and end of each."""
    at, spans = 0, []
    for words in _without_numbers(found, language):
        start = max(text.find(words, at), at)
        at = start + len(words)
        spans.append((start, at))
    return spans


def came_from(found: Sequence[str], text: str, language: str) -> bool:
    """Whether these are parts of that text: whether they say the same words."""
    return _SPACES.sub("", _WISHED.sub("", text)) == _SPACES.sub("", "".join(_without_numbers(found, language)))


def joined(found: Sequence[str], language: str) -> str:
    """A text that is parted into just these parts."""
    return f"\n{_HYPHENS}\n".join(_without_numbers(found, language))


def _without_numbers(found: Sequence[str], language: str) -> list[str]:
    if len(found) == 1:
        return list(found)
    return [part.removesuffix(numbering(number, len(found), language)) for number, part in enumerate(found, start=1)]


def _numbered(found: Sequence[str], language: str) -> list[str]:
    if len(found) == 1:
        return list(found)
    return [part + numbering(number, len(found), language) for number, part in enumerate(found, start=1)]


@dataclass
class _Section:
    """A stretch between two wished breaks."""

    text: str
    most: int
    count: Count
    widest: str
    _length: float = 1.0
    """Characters for each sign that is counted, as last seen."""

    def parted(self) -> Iterator[str]:
        self._find_places()
        start = 0
        while start < len(self.text):
            end = self._end(start)
            yield self.text[start:end].rstrip()
            begin = _WORD.search(self.text, end)
            start = begin.start() if begin else len(self.text)

    def _find_places(self) -> None:
        found = [(match.start(), _Level[str(match.lastgroup).upper()]) for match in _PLACE.finditer(self.text)]
        found.append((len(self.text), _Level.PARAGRAPH))
        self._ends = [end for end, _level in found]
        self._levels = [level for _end, level in found]

    def _fits(self, start: int, end: int) -> bool:
        if end - start > _SIGNS * max(self.most, _SHORTEST):
            return False
        length = self.count(self.text[start:end].rstrip() + self.widest)
        self._length = (end - start + len(self.widest)) / max(length, 1)
        return length <= self.most

    def _end(self, start: int) -> int:
        """Where the part that begins there ends."""
        first = bisect_right(self._ends, start)
        last = self._furthest(start, self._ends, first)
        if last is None:
            return self._within_word(start, self._ends[first])
        full = self._ends[last] - start
        if last == len(self._ends) - 1:
            return self._ends[last]
        for level, share in _FULL_ENOUGH:
            for place in range(last, first - 1, -1):
                if self._ends[place] - start < full * share:
                    break
                if self._levels[place] >= level and self._fits(start, self._ends[place]):
                    return self._ends[place]
        return self._ends[last]

    def _furthest(self, start: int, ends: Sequence[int], first: int) -> int | None:
        """The last of the places, from the first one on, up to which the text fits. Where that is about is reckoned
        from what was counted before, so that a part is counted a few times only.
        """
        fit, unfit, guesses = first - 1, len(ends), 0
        while fit + 1 < unfit:
            place = bisect_right(ends, start + int(self.most * self._length) - len(self.widest)) - 1
            if guesses > _GUESSES:
                place = (fit + unfit) // 2
            place, guesses = min(max(place, fit + 1), unfit - 1), guesses + 1
            if self._fits(start, ends[place]):
                fit = place
            else:
                unfit = place
        return fit if fit >= first else None

    def _within_word(self, start: int, end: int) -> int:
        seen = min(end, start + _SIGNS_IN_A_WORD * max(self.most, _SHORTEST))
        atoms = [atom.end() for atom in _ATOM.finditer(self.text, start, seen)]
        if seen < end:
            del atoms[-1:]  # it may go on
        if not atoms:
            return end
        last = self._furthest(start, atoms, 0)
        return atoms[0 if last is None else last]
