"""One spelling for words that people spell in many ways, for comparing listed expressions with a text.

In Bangla long and short vowels, the three s, the two n and nasal signs are mixed up; in Latin letters every writer has
an own way (bhenge, venge, vhenge). Other sounds and vowels stay apart, since meaning hangs on them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from sanglap.screening.copies import with_nukta

_BANGLA: Final = str.maketrans(with_nukta("ঈীঊূণষশযঢ়"), with_nukta("ইিউুনসসজড়"), "ঁঃ")
_LATIN: Final = str.maketrans("vzqy", "bjki")
_BREATH: Final = regex.compile(r"(?<=[bcdgjkst])h+")
_DOUBLED: Final = regex.compile(r"([a-z])\1+")
_LONG: Final = (("ph", "f"), ("ck", "k"), ("ee", "i"), ("oo", "u"))
_O: Final = "ো"
_LEAST: Final = 4


@lru_cache(maxsize=50_000)
def one_spelling(word: str) -> str:
    """The word of an undone copy as it is compared."""
    if word.isascii():
        for written, meant in _LONG:
            word = word.replace(written, meant)
        return _DOUBLED.sub(r"\1", _BREATH.sub("", word.translate(_LATIN)))
    word = word.translate(_BANGLA).replace("চ্ছ", "চ্চ").replace("ঙ্", "ং")
    return word[:-1] if word.endswith(_O) and len(word) >= _LEAST else word
