"""Bangla as people type it in Latin letters: no scholar's transliteration, and never twice the same way.

Made of labelled Bangla texts it gives a model rows in the other script. What is drawn by lot follows from the text and
a number alone, so that it is the same every time.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import regex

from sanglap.screening.copies import with_nukta

_HASANTA: Final = "্"
_COMMONEST: Final = 0.6
"""So often the first spelling of a letter is taken."""

_CONSONANTS: Final[Mapping[str, Sequence[str]]] = {
    "ক": ["k"], "খ": ["kh"], "গ": ["g"], "ঘ": ["gh", "g"], "ঙ": ["ng"], "চ": ["ch", "c"], "ছ": ["ch", "s", "chh"],
    "জ": ["j", "z"], "ঝ": ["jh", "j"], "ঞ": ["n"], "ট": ["t"], "ঠ": ["th", "t"], "ড": ["d"], "ঢ": ["dh"], "ণ": ["n"],
    "ত": ["t"], "থ": ["th"], "দ": ["d"], "ধ": ["dh"], "ন": ["n"], "প": ["p"], "ফ": ["f", "ph"], "ব": ["b"],
    "ভ": ["v", "bh", "b"], "ম": ["m"], "য": ["j", "z"], "র": ["r"], "ল": ["l"], "শ": ["sh", "s"], "ষ": ["sh", "s"],
    "স": ["s", "sh"], "হ": ["h"], "\u09dc": ["r"], "\u09dd": ["r", "rh"], "\u09df": ["y", "i", ""], "ৎ": ["t"],
}  # fmt: skip
_VOWEL_SIGNS: Final[Mapping[str, Sequence[str]]] = {
    "া": ["a"], "ি": ["i"], "ী": ["i", "ee"], "ু": ["u"], "ূ": ["u", "oo"], "ৃ": ["ri"], "ে": ["e"], "ৈ": ["oi", "ai"],
    "ো": ["o"], "ৌ": ["ou", "ow"],
}  # fmt: skip
_VOWELS: Final[Mapping[str, Sequence[str]]] = {
    "অ": ["o", "a"], "আ": ["a"], "ই": ["i"], "ঈ": ["i", "ee"], "উ": ["u"], "ঊ": ["u"], "ঋ": ["ri"], "এ": ["e"],
    "ঐ": ["oi", "ai"], "ও": ["o"], "ঔ": ["ou"],
}  # fmt: skip
_WHOLE: Final[Mapping[str, Sequence[str]]] = {
    "না": ["na"], "করে": ["kore", "kre"], "কেন": ["keno", "kno"], "আছে": ["ache", "ase"], "কি": ["ki"], "নাই": ["nai"],
    "সব": ["sob", "shob"], "মানুষ": ["manush", "manus"], "ভাই": ["vai", "bhai"], "হবে": ["hobe", "hbe"],
    "জন্য": ["jonno", "jonne"], "দেশ": ["desh", "des"], "এত": ["eto", "ato"], "কত": ["koto"],
}  # fmt: skip
"""Words of which everybody has his own short way."""
_HABITS: Final = "ছজভফশষসযঠঝঘ"
"""Letters that a person writes the same way throughout."""

_WORD = regex.compile(r"[\u0980-\u09ff]+")


def romanised(text: str, number: int) -> str:
    """The Bangla words of a text in Latin letters; `number` tells one way of writing from another."""
    lot = random.Random(f"{number}:{text}")  # noqa: S311 - it draws spellings
    habits = {letter: _drawn(lot, _CONSONANTS[letter]) for letter in _HABITS}
    inherent = lot.choice(["o", "o", "o", "a"])
    prepared = unicodedata.normalize("NFC", text).translate(_PREPARED)
    prepared = with_nukta(prepared)

    def written(match: regex.Match[str]) -> str:
        word = match[0]
        return lot.choice(_WHOLE[word]) if word in _WHOLE else _Writer(word, lot, habits, inherent).written()

    return _WORD.sub(written, prepared)


_PREPARED: Final = str.maketrans({"\u200c": None, "\u200d": None, "।": ".", "ঁ": None, "ঃ": None})


def _drawn(lot: random.Random, spellings: Sequence[str]) -> str:
    return spellings[0] if len(spellings) == 1 or lot.random() < _COMMONEST else lot.choice(spellings[1:])


class _Writer:
    """One word, sign by sign."""

    def __init__(self, word: str, lot: random.Random, habits: Mapping[str, str], inherent: str) -> None:
        self.word, self.lot, self.habits, self.inherent = word, lot, habits, inherent
        self.at = 0
        self.out: list[str] = []

    def written(self) -> str:
        while self.at < len(self.word):
            sign = self.word[self.at]
            if sign in _CONSONANTS:
                self._consonant()
                continue
            self.at += 1
            if sign == "ং":
                self.out.append(self.lot.choice(["ng", "ng", "n"]))
            elif "০" <= sign <= "৯":
                self.out.append(str(unicodedata.decimal(sign)))
            else:
                self.out.append(_drawn(self.lot, _VOWEL_SIGNS.get(sign) or _VOWELS.get(sign) or [""]))
        return "".join(self.out)

    def _next(self, by: int = 1) -> str:
        return self.word[self.at + by] if self.at + by < len(self.word) else ""

    def _consonant(self) -> None:
        sound = self._sound()
        if self._next() == _HASANTA:
            sound = self._joined(sound)
            if not sound:
                return
        following = self._next()
        self.at += 1
        if following in _VOWEL_SIGNS:
            self.out.append(sound + _drawn(self.lot, _VOWEL_SIGNS[following]))
            self.at += 1
        else:
            self.out.append(sound + self._inherent(following))

    def _sound(self) -> str:
        for cluster, sounds in (("ক্ষ", ("kh", "kkh")), ("জ্ঞ", ("g", "gg"))):
            if self.word.startswith(cluster, self.at):
                self.at += 2
                return sounds[bool(self.out)]
        letter = self.word[self.at]
        return self.habits.get(letter) or _drawn(self.lot, _CONSONANTS[letter])

    def _joined(self, sound: str) -> str:
        """The sound where a silent letter hangs below; "" where all was written."""
        below = self._next(2)
        silent = (below == "ব" and self.word[self.at] not in "মব") or (below == "ম" and self.word[self.at] in "তসশ")
        if below != "য" and not silent:
            self.out.append(sound)
            self.at += 2
            return ""
        self.at += 2
        return sound + sound[:1] if self.out and self.lot.random() < 0.5 else sound  # noqa: PLR2004 - one or the other

    def _inherent(self, following: str) -> str:
        """The vowel that is not written: silent at a word's end, but after a cluster, and between two others."""
        if not following:
            return "o" if self.at > 1 and self.word[self.at - 2] == _HASANTA else ""
        between = (
            following in _CONSONANTS and self.out and self.out[-1][-1:] in "aeiou" and self._next() in _VOWEL_SIGNS
        )
        return "" if between and self.lot.random() < 0.8 else self.inherent  # noqa: PLR2004 - most people leave it out
