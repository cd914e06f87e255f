"""Which script and which language a text is in."""

from typing import Literal

import regex

Script = Literal["bangla", "latin", "mixed", "none"]
Language = Literal["bn", "en"]

# Addresses are Latin in every language.
_ADDRESSES = regex.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]*+@[\w.@-]+", regex.IGNORECASE)
_WORD = regex.compile(r"(?:\p{L}[\p{M}\u200c\u200d]*+)++")
_BANGLA = regex.compile(r"\p{Bengali}")
_LATIN = regex.compile(r"\p{Latin}")


def script_of(text: str) -> Script:
    """The script of the text's letters; "mixed" with one letter of each, "none" without a letter of either.

    Digits, signs, links, e-mail addresses and mentions do not count.
    """
    words = " ".join(_words(text))
    bangla, latin = bool(_BANGLA.search(words)), bool(_LATIN.search(words))
    if bangla and latin:
        return "mixed"
    if bangla:
        return "bangla"
    return "latin" if latin else "none"


def language_of(text: str) -> Language:
    """The language that more words are written in: "en" only where Latin ones prevail, since ours is "bn".

    Bangla written in Latin letters is taken for English.
    """
    words = _words(text)
    bangla = sum(1 for word in words if _BANGLA.match(word))
    latin = sum(1 for word in words if _LATIN.match(word))
    return "en" if latin > bangla else "bn"


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESSES.sub(" ", text))
