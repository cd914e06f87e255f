"""The copy of a text that is screened: one form for what looks or reads alike, and where each sign of it came from.

`language.normal.matching_copy` serves the search for names, letter by letter. This one works on thousands of texts at
once, as arrays of code points, and also undoes what people write to get past a filter: dotted, starred, spaced and
repeated letters, look-alikes, digits that stand for letters. The text itself is never changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import regex
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
T = TypeVar("T", bound=np.generic)

WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
"""A word of a copy. The usual one cuts Bangla at its vowel signs."""

END: Final = 0
"""What stands behind each text."""
SPACE: Final = 32

_TABLE: Final = 0x20000
"""Letters lie below; what lies above is a rare ideograph, or a tag that nobody sees."""
_TAGS: Final = 0xE0000
"""From here on nothing is seen."""
_DROPPED, _UNSEEN = np.uint32(0xFFFFFFFF), np.uint32(0xFFFFFFFE)
_OTHER: Final = 0xFFFD

LETTER_BN, LETTER_LATIN, LETTER_OTHER, DIGIT, GAP, SIGN = range(1, 7)
"""What a code of the copy is."""

# Letters of other scripts that look like Latin ones, and two that Assamese writes its own way.
_LOOK_ALIKE: Final = {
    **dict(zip("аеорсухіјѕԁһԛԝкмтпгв", "aeopcyxijsdhqwkmtnrb", strict=True)),
    **dict(zip("αοεικρνυτχβ", "aoeikpvutxb", strict=True)),
    **dict(zip("ɑɡıłøđ", "agilod", strict=True)),
    "ৰ": "র",
    "ৱ": "ব",
}
# With a nukta they are letters of their own; Unicode's NFC takes them apart.
_WITH_NUKTA: Final = ((0x09A1, 0x09DC), (0x09A2, 0x09DD), (0x09AF, 0x09DF))
_NUKTA: Final = 0x09BC
# Two signs that are one.
_PAIRS: Final = ((0x09C7, 0x09BE, 0x09CB), (0x09C7, 0x09D7, 0x09CC), (0x0985, 0x09BE, 0x0986))
_STANDS_FOR: Final = dict(zip("013457@$!", "oieastasi", strict=True))
_BETWEEN: Final = ".*_~|·•^#+="
"""What stands between two letters to part them; a dot may also be a forgotten space, which costs little."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of many texts, one after another, an `END` behind each.

    `origins` has for each code the place, in all originals put together with one sign behind each, from which it came;
    it never falls. `firsts` has the place in `codes` at which each text's copy begins.
    """

    codes: Codes
    origins: Places
    firsts: Places
    begins: Places
    """The place at which each original begins, counted as `origins` count."""

    def __len__(self) -> int:
        return len(self.firsts)

    def text(self, number: int) -> str:
        """The copy of one text."""
        first, last = self._limits(number)
        return _decoded(self.codes[first:last])

    def all_texts(self) -> list[str]:
        """The copies of all texts, at once."""
        return _decoded(self.codes).split(chr(END))[:-1]

    def span(self, number: int, start: int, end: int, text: str) -> tuple[int, int]:
        """The stretch of the original `text` from which `start:end` of its copy came, whole letters with their marks.

        Raises ValueError unless 0 ≤ start < end ≤ the copy's length.
        """
        first, last = self._limits(number)
        if not 0 <= start < end <= last - first:
            raise ValueError(f"{start}:{end} lies outside a copy of {last - first} characters")
        begin = int(self.begins[number])
        after = int(self.origins[first + end - 1]) - begin + 1
        while after < len(text) and _belongs(text[after]):
            after += 1
        return int(self.origins[first + start]) - begin, after

    def _limits(self, number: int) -> tuple[int, int]:
        last = self.firsts[number + 1] if number + 1 < len(self.firsts) else len(self.codes)
        return int(self.firsts[number]), int(last) - 1


def plain(texts: Sequence[str]) -> Copies:
    """Letters without case and in one form, digits as 0-9, no invisible signs; every run of spaces is one."""
    joined = "\0".join([*(text.replace("\0", " ") for text in texts), ""])
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    begins = np.concatenate(([0], np.flatnonzero(raw == END)[:-1] + 1)) if texts else np.empty(0, np.int64)
    folded = _folded(raw)
    codes, origins = _kept(folded, np.arange(len(raw)), folded != _DROPPED)
    for letter, with_nukta in _WITH_NUKTA:
        codes = np.where((codes == letter) & (_after(codes) == _NUKTA), np.uint32(with_nukta), codes)
    gone = codes == _NUKTA
    for one, other, both in _PAIRS:
        found = (codes == one) & (_after(codes) == other)
        codes = np.where(found, np.uint32(both), codes)
        gone[1:] |= found[:-1]
    codes, origins = _kept(codes, origins, ~gone)
    return _single_spaced(codes, origins, begins)


def undone(copies: Copies) -> Copies:
    """The same without what is written to get past a filter."""
    codes, origins = _without_signs_in_words(copies.codes, copies.origins)
    latin = _CLASS[codes] == LETTER_LATIN
    digit = _FOR[codes] > 0
    # One or two of them between letters: b0ss, b00k.
    one = digit & _before(latin) & _after(latin)
    two = digit & _before(latin) & _after(digit) & _after(latin, by=2)
    stands = one | two | _before(two)
    codes = np.where(stands, _FOR[codes], codes)
    codes, origins = _unrepeated(codes, origins)
    codes, origins = _unspaced(codes, origins)
    return _single_spaced(codes, origins, copies.begins)


def kinds(codes: Codes) -> NDArray[np.uint8]:
    """What each code of a copy is."""
    return _CLASS[codes]


def with_nukta(text: str) -> str:
    """The text with ড় ঢ় য় as a copy has them: one sign each."""
    for letter, whole in _WITH_NUKTA:
        text = text.replace(chr(letter) + chr(_NUKTA), chr(whole))
    return text


def _single_spaced(codes: Codes, origins: Places, begins: Places) -> Copies:
    gap = _CLASS[codes] == GAP
    # The first of each run stays, and what ends a text; a space before that, or at a text's beginning, goes.
    codes, origins = _kept(codes, origins, ~(gap & (codes != END) & _before(gap, first=True)))
    codes, origins = _kept(codes, origins, ~((codes == SPACE) & _after(codes == END)))
    ends = np.flatnonzero(codes == END)
    firsts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else np.empty(0, np.int64)
    return Copies(codes, origins, firsts, begins)


def _without_signs_in_words(codes: Codes, origins: Places) -> tuple[Codes, Places]:
    letter = _is_letter(codes)
    sign = _SIGNS[codes]
    one = sign & _before(letter) & _after(letter)
    two = sign & _before(letter) & _after(sign) & _after(letter, by=2)
    return _kept(codes, origins, ~(one | two | _before(two)))


def _unrepeated(codes: Codes, origins: Places) -> tuple[Codes, Places]:
    """Three and more of a letter or sign in a row are one."""
    same = codes == _before(codes)
    third = same & _before(same)
    kind = _CLASS[codes]
    gone = (third | (same & _after(third))) & (kind != GAP) & (kind != DIGIT)
    return _kept(codes, origins, ~gone)


def _unspaced(codes: Codes, origins: Places) -> tuple[Codes, Places]:
    """Three and more letters with a space between each are a word."""
    letter = _is_letter(codes)
    gaps = np.flatnonzero(~letter)
    if not len(gaps):
        return codes, origins
    bases = np.cumsum(letter & ~_MARK[codes])
    single = np.diff(bases[gaps], prepend=0) == 1
    between = single & np.append(single[1:], False) & (codes[gaps] == SPACE)
    run = (between & np.append(between[1:], False)) | (between & np.append(False, between[:-1]))
    keep = np.ones(len(codes), np.bool_)
    keep[gaps[run]] = False
    return _kept(codes, origins, keep)


def _kept(codes: Codes, origins: Places, keep: Flags) -> tuple[Codes, Places]:
    return codes[keep], origins[keep]


def _before(values: NDArray[T], *, first: bool = False) -> NDArray[T]:
    moved = np.empty_like(values)
    moved[1:] = values[:-1]
    moved[:1] = values.dtype.type(first)
    return moved


def _after(values: NDArray[T], *, by: int = 1) -> NDArray[T]:
    moved = np.zeros_like(values)
    moved[:-by] = values[by:]
    return moved


def _is_letter(codes: Codes) -> Flags:
    kind = _CLASS[codes]
    return (kind >= LETTER_BN) & (kind <= LETTER_OTHER)


def _folded(raw: Codes) -> Codes:
    within = np.where(raw < _TABLE, raw, np.where(raw >= _TAGS, np.uint32(0x200B), np.uint32(_OTHER)))
    folded = _FOLD[within]
    unseen = folded == _UNSEEN
    if unseen.any():
        for code in np.unique(within[unseen]).tolist():
            _learn(code)
        folded = _FOLD[within]
    return folded


def _learn(code: int) -> None:
    """Enter into the tables what becomes of a code point, when it is met for the first time."""
    folded = _fold(chr(code))
    if not folded:
        _FOLD[code] = _DROPPED
        return
    target = ord(folded)
    _FOLD[code] = target
    _CLASS[target] = _class(folded)
    _MARK[target] = unicodedata.category(folded)[0] == "M"


def _fold(sign: str) -> str:
    """The one code point that stands for it in a copy; "" for what nobody sees, and for accents."""
    if sign == "\0" or sign.isspace():
        return sign if sign == "\0" else " "
    if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} or "\ufe00" <= sign <= "\ufe0f":
        return "" if sign != chr(_OTHER) else sign
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if "\u0980" <= sign <= "\u09ff":
        # Khanda ta is ta without its vowel.
        return "ত" if sign == "ৎ" else _LOOK_ALIKE.get(sign, sign)
    plain_form = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign.casefold()).casefold())[:1]
    if not plain_form or unicodedata.combining(plain_form) or plain_form.isspace():
        return " " if plain_form.isspace() else ""
    return _LOOK_ALIKE.get(plain_form, plain_form)


def _class(sign: str) -> int:
    if sign in {"\0", " "}:
        return GAP
    if "\u0980" <= sign <= "\u09ff":
        return LETTER_BN
    if "a" <= sign <= "z":
        return LETTER_LATIN
    category = unicodedata.category(sign)
    if category[0] in "LM":
        return LETTER_OTHER
    return DIGIT if category == "Nd" else SIGN


def _belongs(sign: str) -> bool:
    """Whether it belongs to the letter before it: a mark, or what nobody sees."""
    return unicodedata.category(sign) in {"Mn", "Mc", "Me", "Cf"}


def _decoded(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


_FOLD = np.full(_TABLE, _UNSEEN, np.uint32)
_CLASS = np.zeros(_TABLE, np.uint8)
_MARK = np.zeros(_TABLE, np.bool_)
_SIGNS = np.zeros(_TABLE, np.bool_)
_SIGNS[[ord(sign) for sign in _BETWEEN]] = True
_FOR = np.zeros(_TABLE, np.uint32)
for _sign, _letter in _STANDS_FOR.items():
    _FOR[ord(_sign)] = ord(_letter)
# Letters of ours come about when two signs are put together, without having stood in any text.
for _code in range(0x0980, 0x0A00):
    _learn(_code)
