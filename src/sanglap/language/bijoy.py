"""Names written with the old Bangla fonts of Bijoy (SutonnyMJ), brought into Unicode.

Those fonts drew Bangla letters in the places of Latin ones, in the order in which they are seen: ি ে ৈ stand before
their letter and the reph after it. Here each sign becomes what it shows, and the order becomes that of speech.
"""

from __future__ import annotations

from typing import Final

import regex

from sanglap.language.normal import normalise

_LETTERS: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnrstu0123456789",
        "অইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎংঃঁ০১২৩৪৫৬৭৮৯",
        strict=True,
    )
)
_SIGNS: Final = {
    "o": "ড়", "p": "ঢ়", "q": "য়",
    "v": "া", "w": "ি", "x": "ী", "y": "ু", "z": "ু", "“": "ু", "æ": "ু", "~": "ূ", "‚": "ূ", "ƒ": "ূ", "„": "ৃ", "…": "ৃ",
    "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ", "Š": "ৗ", "&": "্", "©": "\ue000",
    "|": "।", "Ô": "‘", "Õ": "’", "Ò": "“", "Ó": "”", "Ð": "–", "Ñ": "–",
}  # fmt: skip
_TOGETHER: Final = {
    "°": "ক্ক", "±": "ক্ট", "²": "ক্ষ্ম", "³": "ক্ত", "´": "ক্ম", "µ": "ক্র", "¶": "ক্ষ", "ÿ": "ক্ষ", "·": "ক্স",
    "¸": "গু", "¹": "জ্ঞ", "º": "গ্দ", "»": "গ্ধ", "¼": "ঙ্ক", "½": "ঙ্গ", "¾": "জ্জ", "À": "জ্ঝ", "Á": "জ্ঞ",
    "Â": "ঞ্চ", "Ã": "ঞ্ছ", "Ä": "ঞ্জ", "Å": "ঞ্ঝ", "Æ": "ট্ট", "Ç": "ড্ড", "È": "ণ্ট", "É": "ণ্ঠ", "Ê": "ণ্ড",
    "Ë": "ত্ত", "Ì": "ত্থ", "Í": "ত্ম", "Î": "ত্র", "Ï": "দ্দ", "×": "দ্ধ", "Ø": "দ্ব", "Ù": "দ্ম", "Ú": "ন্ঠ",
    "Û": "ন্ড", "Ü": "ন্ধ", "Ý": "ন্স", "Þ": "প্ট", "ß": "প্ত", "à": "প্প", "á": "প্স", "â": "ব্জ", "ã": "ব্দ",
    "ä": "ব্ধ", "å": "ভ্র", "ç": "ম্ফ", "é": "ল্ক", "ê": "ল্গ", "ë": "ল্ট", "ì": "ল্ড", "í": "ল্প", "î": "ল্ফ",
    "ï": "শু", "ð": "শ্চ", "ñ": "শ্ছ", "ò": "ষ্ণ", "ó": "ষ্ট", "ô": "ষ্ঠ", "õ": "ষ্ফ", "ö": "স্খ", "÷": "স্ট",
    "ù": "স্ফ", "û": "হু", "ü": "হৃ", "ý": "হ্ন", "þ": "হ্ম",
    # What is joined to the letter before it.
    "ª": "্র", "«": "্র", "Ö": "্র", "¨": "্য", "Œ": "্ক্র", "‹": "্ক", "œ": "্ন", "è": "্ণ", "ø": "্ল", "¬": "্ল",
    "\xad": "্ল", "¥": "্ম", "§": "্ম", "¦": "্ব", "¡": "্ব", "Ÿ": "্ব", "^": "্ব", "¢": "্ভ", "£": "্ভ্র", "‘": "্তু",
    "’": "্থ", "—": "্ত", "–": "্ত", "¿": "্ত্র", "ú": "্প",
    # What waits for the letter after it.
    "•": "ঙ্", "”": "চ্", "˜": "দ্", "™": "দ্", "š": "ন্", "›": "ন্", "¤": "ম্", "®": "ষ্", "¯": "স্",
}  # fmt: skip
_MAP: Final = {**_LETTERS, **_SIGNS, **_TOGETHER}
_TABLE: Final = str.maketrans(_MAP)

_LETTER = r"(?:র\u200d(?=্)|[ক-হৎ]\u09bc?)"
_REPEATED_HASANTA = regex.compile("্্+")
_RA_WITH_YA = regex.compile("র(?=্য)")
_SYLLABLE = regex.compile(rf"([িেৈ])?({_LETTER}(?:্{_LETTER})*)([াীুূৃৗঁ]*)(\ue000?)([াীুূৃৗঁ]*)")
_REPH = "\ue000"
_NASAL = "ঁ"
_WHOLE = (("ো", "ো"), ("ৌ", "ৌ"))

_BANGLA = regex.compile(r"[\u0980-\u09ff]")
_PLAIN = frozenset(" \t\n\r\xa0.,;:!?()[]{}/\\-+*%'\"#@=<>$")
_KNOWN = frozenset(_MAP) | _PLAIN
_WITHOUT_LETTERS = _PLAIN | frozenset("0123456789|&“”‘’–—…•")
# Signs that no list in Latin letters has, but for names from abroad.
_TELLING = frozenset(sign for sign in _MAP if not sign.isascii()) - frozenset("“”‘’–—…\xad•")
_VOWELS = frozenset("vwxyz~_`^")
_LATIN_VOWELS = frozenset("aeouAEOU")
_CAPITAL_WITHIN = regex.compile(r"[a-z~`^_][A-Z]")
_SHARE = 0.15


def may_be_bijoy(text: str) -> bool:
    """Whether there are letters, all signs are known to those fonts, and none is Bangla already."""
    # What tells most texts apart comes first: a list may have many.
    return not _BANGLA.search(text) and _KNOWN.issuperset(text) and not _WITHOUT_LETTERS.issuperset(text)


def is_bijoy(text: str) -> bool:
    """Whether the text is most likely Bangla in the old encoding and not words in Latin letters."""
    if not may_be_bijoy(text):
        return False
    if not _TELLING.isdisjoint(text):
        return True
    letters = [sign for sign in text if sign not in _PLAIN]
    signs = sum(sign in _VOWELS for sign in letters)
    latin = sum(sign in _LATIN_VOWELS for sign in letters)
    return signs > latin and (signs >= _SHARE * len(letters) or _CAPITAL_WITHIN.search(text) is not None)


def to_unicode(text: str) -> str:
    """The Bangla that the text shows in those fonts, in its normal form. Signs that they do not know stay."""
    shown = _REPEATED_HASANTA.sub("্", text.translate(_TABLE))
    # The font draws র‍্য (as in র‍্যাব) by these two signs; the reph on য is another.
    shown = _SYLLABLE.sub(_in_order, _RA_WITH_YA.sub("র\u200d", shown))
    return normalise(shown.replace(_REPH, "র্"))


def _in_order(found: regex.Match[str]) -> str:
    before, letters, inner, reph, outer = found.groups(default="")
    signs = before + inner + outer
    nasal = _NASAL if _NASAL in signs else ""
    signs = signs.replace(_NASAL, "")
    for parts, whole in _WHOLE:
        signs = signs.replace(parts, whole)
    return ("র্" if reph else "") + letters + signs + nasal
