"""A copy of names for finding them again, however they are spelled, in either script.

Bangla is brought to the sounds that its letters share in daily speech, and Latin to the same, without the vowels that
everybody writes in his own way: শিবালয়, Shibalaya and Shibaloy all become "sibl". It is for finding only and never
shown.
"""

from functools import lru_cache

import regex

from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise

_LONGEST = 2_000
_STEM = 3
"""So many sounds make a stem, behind which an ending may stand."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_BANGLA = regex.compile(r"[\u0980-\u09ff]")
# Written within a word, and no part of any sound.
_SILENT = regex.compile(r"['’ʼ`.\u200c\u200d]")

# Two signs that are one sound come first.
_BANGLA_SOUNDS = (
    # Written so on half the signboards.
    ("চট\u09cdর", "চট\u09cdট"),
    ("য\u09bc", ""), ("ড\u09bc", "r"), ("ঢ\u09bc", "r"), ("\u09cdয", ""), ("ৎ", "t"), ("ঙ\u09cdগ", "ng"),
    *zip("কখগঘচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৰৱ", "kkggccjjnttddnttddnpfbbmjrlssshrb", strict=True),
    *zip("ইঈিীঋৃঐৈ", ["i", "i", "i", "i", "ri", "ri", "i", "i"], strict=True),
    *zip("উঊুূঔৌ", "uuuuuu", strict=True),
    *zip("অআএওােো", "aaaaaaa", strict=True),
    ("ঙ", "ng"), ("ং", "ng"), ("ঁ", "n"),
)  # fmt: skip
_LATIN_SOUNDS = tuple(
    (regex.compile(pattern), sound)
    for pattern, sound in (
        # Names that were changed, or that English never wrote as they are said.
        (r"^chittagong", "chattogram"), (r"^comilla", "cumilla"), (r"^bogra", "bogura"), (r"^mymen", "momon"),
        (r"^chapai", "chanpai"), (r"ph", "f"), (r"x", "ks"), (r"q|ck|c(?!h)", "k"), (r"ch+", "c"),
        (r"[ao]w(?![aeiou])", "u"), (r"[vw]", "b"), (r"z", "j"), (r"ee", "i"), (r"oo|ou|au", "u"),
        (r"(?<=[aeiou])y", ""), (r"y", "i"),
    )
)  # fmt: skip
_LATER_H = regex.compile(r"(?<=.)h")
_LATER_VOWEL = regex.compile(r"(?<=.)[aeo]")
_REPEATED = regex.compile(r"(.)\1+")


def skeleton(text: str) -> str:
    """The words of the text by their sounds, in lower case Latin letters and digits, one space between them.

    What is equal here sounds alike enough to be looked for under the same name. "" for a text without letters and
    digits; only the first 2,000 characters count.
    """
    text = _SILENT.sub("", to_latin(normalise(text[:_LONGEST])).casefold())
    return " ".join(sound for word in _WORD.findall(text) if (sound := _sound(word)))


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    if _BANGLA.search(word):
        for letters, sound in _BANGLA_SOUNDS:
            word = word.replace(letters, sound)
        word = regex.sub(r"\p{M}", "", word)
    else:
        for pattern, sound in _LATIN_SOUNDS:
            word = pattern.sub(sound, word)
    word = regex.sub(r"^[eo]", "a", _LATER_H.sub("", word))
    # The first time for ক্কস, the second for what then stands together.
    word = _REPEATED.sub(r"\1", _LATER_VOWEL.sub("", word)).replace("ks", "k")
    return _REPEATED.sub(r"\1", word)


def sounds(text: str) -> frozenset[str]:
    """The sounds of all words of a text, however long."""
    parts = (text[first : first + _LONGEST] for first in range(0, len(text), _LONGEST))
    return frozenset(sound for part in parts for sound in skeleton(part).split())


def share(words: str, heard: frozenset[str], without: frozenset[str] = frozenset()) -> float:
    """How much of the words is among the sounds `heard`, from 0.0 to 1.0; 0.0 where nothing is left of them.

    `without` are sounds that do not count. An ending more or less (শিবালয়ের, services) makes no other word.
    """
    wanted = sounds(words) - without
    # A single sound is no word that one could recognise.
    wanted = frozenset(one for one in wanted if len(one) > 1) or wanted
    if not wanted:
        return 0.0
    return sum(_is_heard(one, heard) for one in wanted) / len(wanted)


def _is_heard(word: str, heard: frozenset[str]) -> bool:
    if word in heard:
        return True
    if len(word) < _STEM:
        return False
    return any(one.startswith(word) or (len(one) >= _STEM and word.startswith(one)) for one in heard)
