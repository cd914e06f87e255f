"""What a model sees of a text: pieces of its words, its words, and how its words sound, each as a number.

A piece is a run of two to five signs of a word with the gaps around it. The sound of a word is its consonants as both
scripts write them (মেয়ে and meye), so that what was learnt of the one holds for the other. All are hashed: there is
no vocabulary, and a piece that nobody ever met costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanglap.screening.copies import (
    END,
    LETTER_BN,
    LETTER_LATIN,
    LETTER_OTHER,
    SPACE,
    Codes,
    Copies,
    Flags,
    Places,
    kinds,
)

BITS: Final = 18
"""So many bits of a hash are kept: 262,144 pieces are told apart."""

_PIECES: Final = range(2, 6)
_SOUNDS: Final = range(2, 5)
_SEED_SOUND, _SEED_WORD = 3_000, 2_000

Numbers = NDArray[np.int32]
Hashes = NDArray[np.uint64]

_BASE: Final = 0x9E3779B97F4A7C15
_BACK: Final = pow(_BASE, -1, 1 << 64)
_GONE: Final = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Grams:
    """The pieces of many texts: which it is, in which text, and at which of the copies' codes its middle stands."""

    numbers: Numbers
    texts: Numbers
    places: Places


def grams(copies: Copies) -> Grams:
    """All pieces, words and sounds of undone copies. Takes time in proportion to their length."""
    codes = copies.codes
    if not len(codes):
        nothing = np.empty(0, np.int32)
        return Grams(nothing, nothing, np.empty(0, np.int64))
    texts = _text_of(codes)
    found = [*_pieces(codes, texts, _PIECES, 0), *_words(codes, texts)]
    sounds, at = _sounds(codes)
    found += [(hashes, number, at[place]) for hashes, number, place in _pieces(sounds, texts[at], _SOUNDS, _SEED_SOUND)]
    hashes = np.concatenate([one for one, _texts, _places in found])
    return Grams(
        (hashes >> np.uint64(64 - BITS)).astype(np.int32),
        np.concatenate([number for _hashes, number, _places in found]),
        np.concatenate([place for _hashes, _texts, place in found]),
    )


def _text_of(codes: Codes) -> Numbers:
    number = np.cumsum(codes == END, dtype=np.int32)
    # What ends a text is still its own.
    number[1:] = number[:-1]
    number[0] = 0
    return number


def _pieces(codes: Codes, texts: Numbers, lengths: range, seed: int) -> Iterator[tuple[Hashes, Numbers, Places]]:
    # The first text begins with a gap as all others do, so that what a text is made of does not hang on its neighbours.
    spaced = np.concatenate(([np.uint32(SPACE)], np.where(codes == END, np.uint32(SPACE), codes)))
    gap = spaced == SPACE
    gaps = np.concatenate(([0], np.cumsum(gap)))
    sums, back = _prefix(spaced)
    size = len(spaced)
    for length in lengths:
        if size < length:
            return
        first = np.arange(size - length + 1)
        # No gap within; one at either end belongs to the word.
        inner = gaps[first + length - 1] - gaps[first + 1]
        whole = (inner == 0) & ~(gap[: len(first)] & gap[first + length - 1])
        first = first[whole]
        yield (
            _mixed((sums[first + length] - sums[first]) * back[first], seed + length),
            texts[first],
            first + length // 2 - 1,
        )


def _words(codes: Codes, texts: Numbers) -> Iterator[tuple[Hashes, Numbers, Places]]:
    """Words, and each two that follow each other."""
    kind = kinds(codes)
    within = (kind >= LETTER_BN) & (kind <= LETTER_OTHER)
    first = np.flatnonzero(within & ~np.concatenate(([False], within[:-1])))
    last = np.flatnonzero(within & ~np.concatenate((within[1:], [False]))) + 1
    sums, back = _prefix(codes)
    word = (sums[last] - sums[first]) * back[first]
    owner = texts[first]
    yield _mixed(word, _SEED_WORD + 1), owner, first
    together = owner[1:] == owner[:-1]
    pairs = word[:-1] * np.uint64(31) + word[1:] * np.uint64(17)
    yield _mixed(pairs[together], _SEED_WORD + 2), owner[1:][together], first[1:][together]


def _sounds(codes: Codes) -> tuple[Codes, Places]:
    """How the words sound: consonants in one script, without vowels and breath; and from which code each came."""
    kind = kinds(codes)
    letter = (kind >= LETTER_BN) & (kind <= LETTER_OTHER)
    latin = kind == LETTER_LATIN
    after = np.concatenate((codes[1:], [END]))
    before = np.concatenate(([END], codes[:-1]))
    sound = np.where(letter, _SOUND[codes], np.where(codes == END, np.uint32(END), np.uint32(SPACE)))
    sound = np.where((codes == ord("h")) & np.concatenate(([False], latin[:-1])), _GONE, sound)
    sound = np.where((codes == ord("c")) & (after != ord("h")), np.uint32(ord("k")), sound)
    sound = np.where((codes == ord("p")) & (after == ord("h")), np.uint32(ord("f")), sound)
    nasal = (codes == ord("n")) & (after == ord("g"))
    sound = np.where(nasal, np.uint32(ord("N")), sound)
    sound = np.where((codes == ord("g")) & (before == ord("n")), _GONE, sound)
    at = np.flatnonzero(sound != _GONE)
    sound = sound[at]
    doubled: Flags = np.concatenate(([False], (sound[1:] == sound[:-1]) & (sound[1:] != END)))
    return sound[~doubled], at[~doubled]


def _prefix(codes: Codes) -> tuple[Hashes, Hashes]:
    """Sums by which the hash of any stretch is a difference, times the power at which it begins taken back."""
    size = len(codes) + 1
    powers, back = _powers(_BASE, size), _powers(_BACK, size)
    sums = np.zeros(size, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(7)) * powers[:-1], out=sums[1:])
    return sums, back


_KNOWN: Final[dict[int, Hashes]] = {}


def _powers(base: int, size: int) -> Hashes:
    known = _KNOWN.get(base)
    if known is None or len(known) < size:
        grown = 1 << max(size - 1, 1023).bit_length()
        known = np.ones(grown, np.uint64)
        done = 1
        while done < grown:
            known[done : 2 * done] = known[:done] * np.uint64(pow(base, done, 1 << 64))
            done *= 2
        _KNOWN[base] = known
    return known[:size]


def _mixed(hashes: Hashes, seed: int) -> Hashes:
    """Spread what differs over all bits (the finish of splitmix64)."""
    mixed = hashes + np.uint64(seed * _BASE & 0xFFFFFFFFFFFFFFFF)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _sound_table() -> Codes:
    table = np.full(0x20000, _GONE, np.uint32)
    bangla = "কখগঘচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহঙংৃঋ\u09dc\u09dd"
    for letter, sound in zip(bangla, "kkggccjjnttddnttddnpfbbmjrlssshNNrrrr", strict=True):
        table[ord(letter)] = ord(sound)
    for letter, sound in zip("bcdfghjklmnpqrstvwxz", "bcdfghjklmnpkrstbbkj", strict=True):
        table[ord(letter)] = ord(sound)
    return table


_SOUND = _sound_table()
