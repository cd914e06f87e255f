"""How people write to get past a filter: each a way to spell any text anew, the same every time."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

import regex

_WORD = regex.compile(r"(?:\p{L}\p{M}*){4,}")
_LETTER = regex.compile(r"\p{L}\p{M}*")
_LIKE: Final = str.maketrans("aeopcyxis", "аеорсухіѕ")
_FOR: Final = str.maketrans("oieas", "01345")


def _in_words(text: str, between: str, share: float) -> str:
    """A sign between the letters of some words, as by lot."""
    lot = random.Random(text)  # noqa: S311 - it draws places

    def parted(match: regex.Match[str]) -> str:
        return between.join(_LETTER.findall(match[0])) if lot.random() < share else str(match[0])

    return _WORD.sub(parted, text)


def _repeated(text: str) -> str:
    lot = random.Random(text)  # noqa: S311 - it draws places

    def longer(match: regex.Match[str]) -> str:
        letters = _LETTER.findall(match[0])
        at = lot.randrange(1, len(letters))
        return "".join(
            [
                *letters[:at],
                letters[at][-1] * 3 + letters[at] if letters[at].isalpha() else letters[at],
                *letters[at + 1 :],
            ]
        )

    return _WORD.sub(longer, text)


ATTACKS: Final[Mapping[str, Callable[[str], str]]] = {
    "as written": lambda text: text,
    "zero-width signs": lambda text: _in_words(text, "\u200b", 1),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "dotted words": lambda text: _in_words(text, ".", 0.5),
    "starred words": lambda text: _in_words(text, "*", 0.5),
    "spaced words": lambda text: _in_words(text, " ", 0.3),
    "repeated letters": _repeated,
    "capital letters": str.upper,
    "look-alikes": lambda text: text.translate(_LIKE),
    "digits for letters": lambda text: regex.sub(
        r"(?<=[a-z])[oieas](?=[a-z])", lambda one: one[0].translate(_FOR), text
    ),
    "full-width letters": lambda text: regex.sub(r"[a-zA-Z]", lambda one: chr(ord(one[0]) + 0xFEE0), text),
}
"""By what each does."""
