"""One form for what can be written in several ways: the normal form given at the door, and a copy for searching."""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import decimal, normalize

import regex

_BREAKS = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")

# Signs that nobody sees; the joiners, the emoji selectors and the tags of flags are judged by their neighbours.
_CONTROLS = r"[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb]"
_UNSEEN = regex.compile(
    rf"(?V1)[{_CONTROLS}\p{{Default_Ignorable_Code_Point}}"
    r"--[\n\t\u200c\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]]"
)
_STRAY_SELECTORS = regex.compile(r"(?V1)(?<![\p{Emoji}--[0-9#*]])(?!(?<=[0-9#*])\ufe0f\u20e3)[\ufe0e\ufe0f]")
# A black flag, the letters of a region, the sign that ends them.
_FLAGS = regex.compile(
    r"(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0020-\U000e007f]"
)

_REPEATED_JOINERS = regex.compile(r"([\u200c\u200d])[\u200c\u200d]+")
_JOINERS = regex.compile(
    r"""(?V1)
    (
      (?<=[\p{ccc=9}--[\u09cd]]) [\u200c\u200d]                          # after the hasanta of another script
    | (?<=\u09cd) [\u200c\u200d] (?=[\p{InSC=Consonant}\u09ce])          # hasanta: shown, or a half letter
    | (?<=\u09a4\u09cd) \u200d                                           # the old spelling of khanda ta
    | (?<=[\u09b0\u09f0]) [\u200c\u200d] (?=\u09cd[\p{InSC=Consonant}\u09ce])   # ra that is no reph
    | (?<=\p{Arabic}) [\u200c\u200d] (?=\p{Arabic})
    | (?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\U000e007f]) \u200d (?=\p{Extended_Pictographic})
    )
    | [\u200c\u200d]
    """,
    regex.VERBOSE,
)
_RA_WITHOUT_REPH = regex.compile(r"(?<=[\u09b0\u09f0])\u200c(?=\u09cd)")
_KHANDA_TA = "\u09a4\u09cd\u200d", "\u09ce"

# Vowel letters that have a character of their own and are not to be put together (Unicode 16, DoNotEmit.txt).
_VOWEL_LETTERS = (("\u0985\u09be", "\u0986"), ("\u098b\u09c3", "\u09e0"), ("\u098c\u09e2", "\u09e1"))

# UAX #15 (Stream-Safe Text) knows no writing with more than 30 marks on one letter, and sorting endless ones
# takes time by their square.
_TOO_MANY_MARKS = regex.compile(r"(\P{ccc=0}{30})\P{ccc=0}++")


def normalise(text: str) -> str:
    """The one normal form of text: what comes in from outside passes through here once. Idempotent.

    - Unicode's NFC; so ড় ঢ় য় are two characters each (letter and nukta), ো and ৌ are one.
    - ত্ + ZWJ is ৎ; অ + া is আ (and so ৠ, ৡ); র + ZWNJ + ্ before a consonant has ZWJ, as in র‍্যাব.
    - Every kind of line break is a line feed.
    - Invisible signs go: byte order marks, zero-width spaces, bidirectional controls, other controls (but line
      feed and tab), lone surrogates. ZWJ and ZWNJ stay where they change what is seen: between hasanta and
      consonant, in র‍্য, in other Indic scripts, Arabic and emoji.
    - At most 30 combining marks stand on one letter.

    Spaces and all else stay as they are.
    """
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    if text.isascii():
        return text
    text = _FLAGS.sub(r"\1", _STRAY_SELECTORS.sub("", text))
    text = _JOINERS.sub(r"\1", _REPEATED_JOINERS.sub(r"\1", composed(text)))
    text = _RA_WITHOUT_REPH.sub("\u200d", text.replace(*_KHANDA_TA))
    return composed(_whole_vowels(text))


def composed(text: str) -> str:
    """Unicode's NFC, with at most 30 combining marks on one letter."""
    # Cut twice, since NFC makes two marks of some.
    return _TOO_MANY_MARKS.sub(r"\1", normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", text)))


def _whole_vowels(text: str) -> str:
    for parts, letter in _VOWEL_LETTERS:
        text = text.replace(parts, letter)
    return text


@dataclass(frozen=True, slots=True)
class MatchingCopy:
    """A text as it is searched, and where each of its characters came from.

    `offsets[i]` is the index in the original of what `text[i]` was made from; `ends[i]` the index after it.
    Both never fall.
    """

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that holds `text[start:end]`, whole letters with their marks.

        Raises ValueError unless 0 ≤ start ≤ end ≤ len(text). An empty stretch stays empty.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}:{end} lies outside a copy of {len(self.text)} characters")
        if start < end:
            return self.offsets[start], self.ends[end - 1]
        here = self.offsets[start] if start < len(self.text) else max(self.ends, default=0)
        return here, here


_IGNORED_CLASS = rf"[{_CONTROLS}\p{{Default_Ignorable_Code_Point}}--\s]"
_IGNORED = regex.compile(rf"(?V1){_IGNORED_CLASS}")
# A letter with all that may melt into it: marks, invisible signs, the later parts of a Korean syllable.
_LETTER = regex.compile(rf"(?V1)(?s).(?:\p{{M}}|[\u1160-\u11ff]|{_IGNORED_CLASS}){{0,40}}+")
_DROPPED_MARK = regex.compile(r"\p{ccc=7}")  # nukta, in every script that has one
_DIGIT = regex.compile(r"\p{Nd}")
_SPACE = regex.compile(r"\s+")
_LONGEST_REMEMBERED = 8


def matching_copy(text: str) -> MatchingCopy:
    """The text as it is searched, for both what is searched and what is looked for.

    Letters without case, compatibility forms as their plain ones, digits of any script as 0-9, without nukta
    (ড় is ড) and invisible signs, ৎ as ত্, every run of spaces and line breaks as one space, none at the ends.
    """
    signs: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for found in _LETTER.finditer(text):
        start, end = found.span()
        folded = _folded(found[0])
        one_for_one = len(folded) == end - start
        for index, sign in enumerate(folded):
            here, after = (start + index, start + index + 1) if one_for_one else (start, end)
            if sign == " " and not signs:
                continue
            if sign == " " == signs[-1]:
                ends[-1] = after
                continue
            signs.append(sign)
            offsets.append(here)
            ends.append(after)
    if signs and signs[-1] == " ":
        del signs[-1], offsets[-1], ends[-1]
    return MatchingCopy("".join(signs), tuple(offsets), tuple(ends))


def _folded(letter: str) -> str:
    return _fold_short(letter) if len(letter) <= _LONGEST_REMEMBERED else _fold(letter)


def _fold(letter: str) -> str:
    # Unicode's compatibility caseless matching (core specification, D146), then what Bangla readers take for the same.
    text = normalize("NFD", _IGNORED.sub("", letter)).casefold()
    text = normalize("NFKD", normalize("NFKD", text).casefold())
    text = _DROPPED_MARK.sub("", _IGNORED.sub("", text)).replace("\u09ce", "\u09a4\u09cd")
    text = _SPACE.sub(" ", _DIGIT.sub(lambda digit: str(decimal(digit[0], digit[0])), text))
    return normalize("NFC", _whole_vowels(normalize("NFC", text)))


_fold_short = lru_cache(maxsize=8192)(_fold)
