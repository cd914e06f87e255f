"""Old Bangla text made for the SutonnyMJ font (Bijoy keyboard), as Unicode.

The font draws Bangla glyphs in the places of Windows-1252, in the order of the eye: ি, ে and ৈ stand before
their letters, the reph after them, and a conjunct may be made of a first half and a lower half.
"""

import re

from sanglap.language.normal import normalise

_PLACES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnrstu0123456789"
_DRAWN = "অইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎংঃঁ০১২৩৪৫৬৭৮৯"
_LETTERS = dict(zip(_PLACES, _DRAWN, strict=True)) | {"o": "ড\u09bc", "p": "ঢ\u09bc", "q": "য\u09bc"}
_VOWELS = {
    "v": "া", "w": "ি", "x": "ী", "y": "ু", "z": "ু", "æ": "ু", "~": "ূ", "ƒ": "ূ", "‚": "ূ", "„": "ৃ", "…": "ৃ",
    "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ", "Š": "ৗ",
}  # fmt: skip
_CONJUNCTS = {
    "°": "ক্ক", "±": "ক্ট", "²": "ক্ষ্ম", "³": "ক্ত", "´": "ক্ম", "µ": "ক্র", "¶": "ক্ষ", "ÿ": "ক্ষ", "·": "ক্স",
    "¸": "গু", "º": "গ্গ", "»": "গ্ধ", "¼": "ঙ্ক", "½": "ঙ্গ", "¾": "জ্জ", "À": "জ্ঝ", "Á": "জ্ঞ", "Â": "ঞ্চ",
    "Ã": "ঞ্ছ", "Ä": "ঞ্জ", "Å": "ঞ্ঝ", "Æ": "ট্ট", "Ç": "ড্ড", "È": "ণ্ট", "É": "ণ্ঠ", "Ð": "ণ্ড", "Ë": "ত্ত",
    "Ì": "ত্থ", "Î": "ত্র", "Ï": "দ্দ", "×": "দ্ধ", "Ø": "দ্ব", "Ù": "দ্ম", "Ú": "ন্ঠ", "Û": "ন্ড", "Ü": "ন্ধ",
    "Ý": "ন্স", "Þ": "প্ট", "ß": "প্ত", "à": "প্প", "á": "প্স", "â": "ব্জ", "ã": "ব্দ", "ä": "ব্ধ", "å": "ভ্র",
    "ç": "ম্ফ", "é": "ল্ক", "ê": "ল্গ", "ë": "ল্ট", "ì": "ল্ড", "í": "ল্প", "î": "ল্ফ", "ï": "শু", "ð": "শ্চ",
    "ñ": "শ্ছ", "ò": "ষ্ণ", "ó": "ষ্ট", "ô": "ষ্ঠ", "õ": "ষ্ফ", "ö": "স্খ", "÷": "স্ট", "ù": "স্ফ", "û": "হু",
    "ü": "হৃ", "ý": "হ্ন", "þ": "হ্ম",
}  # fmt: skip
_FIRST_HALVES = {"®": "ষ্", "¯": "স্", "¤": "ম্", "š": "ন্", "›": "ন্", "˜": "দ্", "™": "দ্"}
_LOWER_HALVES = {
    "¡": "্ব", "¦": "্ব", "Ÿ": "্ব", "^": "্ব", "¥": "্ম", "§": "্ম", "¢": "্ভ", "£": "্ভ্র", "œ": "্ন", "è": "্ন",
    "ø": "্ল", "¬": "্ল", "ª": "্র", "«": "্র", "Ö": "্র", "¨": "্য", "Í": "্ত", "¿": "্ত্র", "‹": "্ক", "Œ": "্ক্র",
    "ú": "্প",
}  # fmt: skip
_SIGNS = {"|": "।", "Ò": "“", "Ó": "”", "Ô": "‘", "Õ": "’", "\ue000": "…"}
_GLYPHS = str.maketrans(_LETTERS | _VOWELS | _CONJUNCTS | _FIRST_HALVES | _LOWER_HALVES | _SIGNS)

# Bytes 80-9F read as Latin-1: the same glyphs under the names of control characters.
_UNDEFINED = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
_FROM_LATIN_1 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNDEFINED}

_LETTER = r"[A-Z_`a-rª«¨\u00b0-\u00ff]"
# What is a glyph only beside certain others, and punctuation elsewhere. The order matters.
_BY_NEIGHBOURS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"i¨", "র\u200d্য"),  # ra with ya-phala, which is no reph
        (r"nè", "হ্ণ"),
        (r"(?<=[š¯])‘", "্তু"),
        (r"(?<=[š¯])’", "্থ"),
        (r"(?<=[š¯])[—–]", "্ত"),
        (r"—(?=M)", "ড\u09bc্"),
        (r"•(?=[L¶ÿNgK])", "ঙ্"),
        (r"”(?=[PQT])", "চ্"),
        (rf"(?<={_LETTER})“", "ু"),
        (r"(?<=o)–", "ু"),
        (r"(?<=\S)&(?=\S)", "্"),
        (rf"(?<!{_LETTER})…", "\ue000"),
    )
)

_CONSONANT = r"[ক-নপ-রলশ-হৎ]\u09bc?"
_CLUSTER = rf"{_CONSONANT}(?:\u200d?্{_CONSONANT})*+"
_REPEATED_HASANTA = re.compile(r"্{2,}")
_SIGN_BEFORE_LOWER_HALF = re.compile(rf"([াীুূৃৗ]++)((?:্{_CONSONANT})+)")
_REPH = re.compile(rf"({_CLUSTER})([াীুূৃৗঁ]*)©")
_VOWEL_BEFORE = re.compile(rf"([িেৈ])((?:র্)?{_CLUSTER})")
_CANDRABINDU_BEFORE = re.compile(r"ঁ([া-ৌৗ]+)")


def to_unicode(text: str) -> str:
    """The Unicode Bangla of Bijoy text, in the normal form.

    The text as its bytes read in Windows-1252 or Latin-1. All of it is taken for Bijoy: ask `is_bijoy`
    first. What the font has no glyph for stays as it is.
    """
    text = text.translate(_FROM_LATIN_1)
    for pattern, meaning in _BY_NEIGHBOURS:
        text = pattern.sub(meaning, text)
    text = _REPEATED_HASANTA.sub("্", text.translate(_GLYPHS))
    text = _SIGN_BEFORE_LOWER_HALF.sub(r"\2\1", text)
    text = _REPH.sub(r"র্\1\2", text)
    text = _VOWEL_BEFORE.sub(r"\2\1", text)
    return normalise(_CANDRABINDU_BEFORE.sub(r"\1ঁ", text))


_WORD = re.compile(r"[^\s\d,;:()/\[\]\".\-]+")
_BANGLA = re.compile(r"[\u0980-\u09ff]")
_LATIN = r"[A-Za-z`]"
# Signs as no word of Europe has them; its accented letters count only as capitals beside small letters.
_STRONG = re.compile(
    rf"{_LATIN}[¡¢£¤¥¦§¨©ª«¬®¯°±²³µ¶·¸»¼½¾¿×÷„…†‡ˆ‰‹›˜™ƒ“]+{_LATIN}"
    rf"|(?<![A-Za-z])[†‡ˆ‰]{_LATIN}"
    rf"|[a-z][\u00c0-\u00deŒŠŸ]|{_LATIN}[\u00c0-\u00de][a-z]"
    rf"|[A-Za-z`\u00c0-\u00ff][©¨ª«](?![A-Za-z])"
    r"|[¯®¤š][\^‹ŒÍ¿’‘§ú]"
)
_MIXED = re.compile(r"[a-z][A-Z]|[A-Za-z][`~][A-Za-z]")
_VOWEL_SIGN = re.compile(r"[u-z~†‡ˆ‰„ƒ]")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]")
# Parts of names written together, as in myGov: they can be spoken, and few of them end so.
_SPEAKABLE = re.compile(r"(?=.*[AEIOUYaeiouy])(?!.*[jqv]\Z)|(?i:gov|dev|div|nov|rev)\Z")
_LATIN_VOWEL = re.compile(r"[AEIOUaeiou]")
# A vowel sign at the start, after another one or after a letter that bears none, or before nothing.
_IMPOSSIBLE = re.compile(
    r"^[stuvxyz~]|[A-JrstvwxyzŠ~][xyz~]|[B-JrstvwxyzŠ~]v|[w†‡][A-Jr-z~]|[w†‡]\Z|s[stu]|t[stu]|u[stu]"
)
_SHARE_OF_SIGNS, _FEWEST_LETTERS, _FEWEST_SIGNS = 0.25, 4, 2


def is_bijoy(text: str) -> bool:
    """Whether the text is Bangla written for the Bijoy fonts, and no Latin writing.

    Judged word by word: what the font can draw and nobody writes in Latin letters. In doubt no; a lone short word
    may escape.
    """
    text = text.translate(_FROM_LATIN_1)
    if _BANGLA.search(text):
        return False
    words = [word.strip("'|") for word in _WORD.findall(text)]
    verdicts = [_verdict(word) for word in words if len(word) > 1]
    return 0 < verdicts.count(True) >= max(2 * verdicts.count(False), len(verdicts) / 3)


_LINES = re.compile(r"([^\r\n]+)([\r\n]*)")
# Addresses, mentions and hashtags are Latin in any text; of these only a hashtag may be Bijoy.
_LATIN_BY_NATURE = re.compile(
    r"""
    (?<![\w.%+-]) [a-z0-9._%+-]+ @ [a-z0-9-]+ (?:\.[a-z0-9-]+)+                         # e-mail
    | (?:
        https?:// | (?<![\w@./-]) (?: www\. | (?= (?:[a-z0-9-]+\.){1,8} (?:bd|com|org|net|gov|info) (?![a-z0-9-]) ) )
      ) [^\s<>"'|“”‘’ÒÓÔÕ]+ (?<! [.,;:!?)\]}] )
    | (?<![^\s(]) @ [a-z0-9_]+ (?:\.[a-z0-9_]+)* (?![^\s.,;:!?)|])
    | (?<![^\s(]) \# (?P<tag>[a-z0-9_]+) (?![^\s.,;:!?)|])
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def lines_to_unicode(text: str) -> str:
    """The text with those of its lines that are in Bijoy as Bangla; all others stay, and so do line breaks.

    Web and e-mail addresses, mentions and Latin hashtags stand as they are, and a line is judged by what is around
    them.
    """
    return _LINES.sub(lambda line: _line(line[1]) + line[2], text)


def _line(line: str) -> str:
    parts, start = [], 0
    for found in _LATIN_BY_NATURE.finditer(line):
        if not (found["tag"] and is_bijoy(found["tag"])):
            parts += [line[start : found.start()], found[0]]
            start = found.end()
    parts.append(line[start:])
    if not is_bijoy(" ".join(parts[::2])):
        return line
    return "".join(part if number % 2 else to_unicode(part) for number, part in enumerate(parts))


def may_be_bijoy(text: str) -> bool:
    """Whether the text could be Bijoy where its neighbours are: no Bangla, and no word that the fonts cannot write."""
    text = text.translate(_FROM_LATIN_1)
    words = [word.strip("'|") for word in _WORD.findall(text)]
    return bool(words) and not _BANGLA.search(text) and all(_verdict(word) is not False for word in words)


def _verdict(word: str) -> bool | None:
    """True for surely Bijoy, False for surely not, None for a word that may be either."""
    if _IMPOSSIBLE.search(word):
        return False
    if _STRONG.search(word):
        return True
    signs = len(_VOWEL_SIGN.findall(word))
    speakable = all(_SPEAKABLE.match(part) for part in _PARTS.findall(word))
    if _MIXED.search(word) and not speakable and signs >= _SHARE_OF_SIGNS * len(word):
        return True
    unspeakable = not _LATIN_VOWEL.search(word) or word.count("v") >= _FEWEST_SIGNS
    return True if unspeakable and len(word) >= _FEWEST_LETTERS and signs >= _FEWEST_SIGNS else None
