"""How long a text is, as each network counts.

Networks do not agree on what a link is. Where it cannot be told (they know a thousand endings of domains, here
stand the usual ones), the count is the longer one, so that a text that fits here is not refused there.
"""

import json
from collections.abc import Callable, Mapping
from importlib import resources

import regex

from sanglap.language.normal import composed

_GRAPHEME = regex.compile(r"\X")
_FLAG = regex.compile(r"\p{RI}\p{RI}?")
_CONJUNCT = regex.compile(r"(?<=[\p{InCB=Linker}\p{InCB=Extend}])\p{InCB=Consonant}")


def code_points(text: str) -> int:
    return len(text)


def utf8_bytes(text: str) -> int:
    """Raises UnicodeEncodeError for lone surrogates; normalised text has none."""
    return len(text.encode())


def graphemes(text: str) -> int:
    """Letters as a reader sees them (UAX #29 since Unicode 15.1: a conjunct is one)."""
    return len(_graphemes(text))


def _graphemes(text: str) -> list[str]:
    # A letter stands for each flag: to split a run of their halves, the engine counts back to its start every time.
    return _GRAPHEME.findall(_FLAG.sub("x", text))


# What the parts of a link are made of: twitter-text 3 (its regex sources), which X uses, and Mastodon with
# changes of its own (config/initializers/twitter_regex.rb).
_ENDINGS = json.loads(resources.files("sanglap.language").joinpath("endings.json").read_text("utf-8"))
"""Of domains, the usual ones. The browser counts by the same list."""
_ENDING = rf"(?:xn--[0-9a-z]++|(?:{'|'.join(_ENDINGS)})(?![0-9a-z@+-]))"

_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_IN_LABEL = rf"[^\s\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f\ufffe\ufeff\uffff{_DIRECTIONS}]"
_LABEL = rf"(?![-_]){_IN_LABEL}++(?<![-_])"
_DOMAIN = rf"(?:{_LABEL}\.){{0,126}}(?!-)(?:(?!_){_IN_LABEL})++(?<!-)\.{_ENDING}"
_BEFORE = r"(?<![0-9a-z@＠$\#＃\ufffe\ufeff\uffff])"
# A domain is sought from its first label on only, or a long chain of labels would be read once for each.
_AT_ITS_START = rf"{_BEFORE}(?<!{_IN_LABEL})(?<!{_IN_LABEL}\.)"
_LATIN_ACCENTS = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb"
    r"\u0300-\u036f\u1e00-\u1eff"
)


def _tail(inside: str, closing: str, query_inside: str, query_closing: str) -> str:
    """Port, path and query. A path goes on through `inside` but ends with `closing` or a pair of brackets."""
    flat = rf"(?:{inside}|{closing})++"
    brackets = rf"\((?:{flat}(?:\({flat}\)(?:{flat})?+)?+|\({flat}\)(?:{flat})?+)\)"
    path = rf"/(?:{inside}*+(?:{closing}|{brackets}))*+"
    return rf"(?::[0-9]++)?+(?:{path})?+(?:\?(?:{query_inside}*+{query_closing})++)?+"


# Mastodon. A mention counts without its server (app/models/account.rb: MENTION_RE).
_WORD = r"[\p{L}\p{M}\p{Nd}\p{Pc}]"
_BEYOND_ASCII = r"\u00a0-\ufdcf\ufdf0-\uffef\U00010000-\U0010fffd"
_MASTODON_TAIL = _tail(
    inside=r"[!*\"'「」;:=,.$%\[\]~&|@]",
    closing=r"[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]",
    query_inside=r"[!?*'();:+$%\[\].,~|@^]",
    query_closing=rf"[a-z0-9_&=\#/\-{_BEYOND_ASCII}]",
)
_SCHEME = r"(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://"
_IN_MASTODON = regex.compile(
    rf"""
      {_BEFORE} {_SCHEME} (?P<known>{_DOMAIN}) {_MASTODON_TAIL}
    | {_BEFORE} {_SCHEME} (?P<unknown>{_LABEL}) (?:\.{_LABEL})++ (?!://)
    | {_AT_ITS_START} {_DOMAIN} {_MASTODON_TAIL}   # no link, but what it holds is none either
    | (?<![=/\p{{L}}\p{{M}}\p{{Nd}}\p{{Pc}}])
      (?> @ (?P<user>[a-z0-9_]++ (?:[.-]++[a-z0-9_]++)*+) (?:@{_WORD}++ (?:[.-]++{_WORD}++)*+)?+ )
      (?! [@＠{_LATIN_ACCENTS}] | :// )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


def mastodon_length(text: str, url_cost: int = 23, *, conjuncts_apart: bool = False) -> int:
    """What Mastodon's servers count: a link counts `url_cost` (the server's `characters_reserved_per_url`),
    @user@server only @user, all else by grapheme.

    Servers differ in what a grapheme is. Mastodon asks Ruby, which since 4.0 (Mastodon's own since March 2026) takes a
    conjunct for one; Ruby 3.4 and older count its consonants: ক্ষ is 1 or 2 (both tried). `conjuncts_apart` counts as
    the older ones do, which is never less.
    """
    link = "x" * url_cost

    def counted(found: regex.Match[str]) -> str:
        if found["known"] or (found["unknown"] and graphemes(found[0]) < url_cost):
            return link
        return f"@{found['user']}" if found["user"] else found[0]

    letters = _graphemes(_IN_MASTODON.sub(counted, text))
    inner = sum(len(_CONJUNCT.findall(letter)) for letter in letters) if conjuncts_apart else 0
    return len(letters) + inner


_X_TAIL = _tail(
    inside=r"[!*';:,.$%\[\]~&|@\u2013\-]",
    closing=rf"[a-z0-9=_\#/+\-\p{{Cyrillic}}{_LATIN_ACCENTS}]",
    query_inside=r"[!?*'();:+$%\[\].,~|@]",
    query_closing=r"[a-z0-9_&=\#/\-]",
)
_X_LINK = regex.compile(
    rf"""(?V1)
      (?P<link> {_BEFORE} https?:// {_DOMAIN} {_X_TAIL} )
    | (?P<none> {_AT_ITS_START} (?<=[./]) {_DOMAIN} {_X_TAIL} )
    | {_AT_ITS_START} (?P<domain> {_DOMAIN} ) (?P<tail> (?:(?::[0-9]++)?+(?=/){_X_TAIL})?+ )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_IN_X_LABEL = rf"[a-z0-9\-{_LATIN_ACCENTS}]"
_X_BARE = regex.compile(rf"(?<!{_IN_X_LABEL})(?<!{_IN_X_LABEL}\.)(?:{_IN_X_LABEL}++\.)+{_ENDING}", regex.IGNORECASE)
_EMOJI = regex.compile(
    r"""(?V1)
      \p{RI}\p{RI}
    | [0-9\#*]\ufe0f?\u20e3
    | \U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]+\U000e007f
    | (?: \p{Emoji}\p{EMod} | [\p{Extended_Pictographic}&&[\u00a9-\uffff]]\ufe0f
        | [\p{Extended_Pictographic}--\p{Emoji_Presentation}]\ufe0f | \p{Emoji_Presentation} )
      (?: \u200d (?: \p{Emoji_Presentation} \p{EMod}? | \p{Extended_Pictographic} [\ufe0f\p{EMod}]? ) )*+
    """,
    regex.VERBOSE,
)
# twitter-text's configuration v3: these weigh one, all others two. All of Bangla lies in the first range.
_LIGHT = regex.compile(r"[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")


def x_length(text: str, url_cost: int = 23) -> int:
    """What X counts against its 280: of the text in NFC a link `url_cost` (with or without https://), an emoji
    2 however it is made, a character of most alphabets 1, Chinese, Japanese, Korean and the like 2.

    Without https:// a link counts as plain text here where its ending is rare (hello.zone) or where it is glued to
    another link.
    """
    links = 0

    def without(found: regex.Match[str]) -> str:
        nonlocal links
        if found["none"]:
            return found[0]
        if found["link"]:
            links += 1
            return ""
        rest, bare = _X_BARE.subn("", found["domain"])
        links += bare
        return rest if bare else found[0]

    text, emoji = _EMOJI.subn("", _X_LINK.sub(without, composed(text)))
    return links * url_cost + 2 * emoji + 2 * len(text) - len(_LIGHT.findall(text))


def utf16_units(text: str) -> int:
    """As Telegram counts: a character beyond the first plane, as most emoji are, is two. Lone surrogates are one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


MEASURES: Mapping[str, Callable[[str], int]] = {
    "characters": code_points,
    "bytes": utf8_bytes,
    "graphemes": graphemes,
    "utf-16": utf16_units,
    "mastodon": mastodon_length,
    "x": x_length,
}
"""By what a network may count, by name. The browser counts by the same names (frontend/js/counting.js)."""
