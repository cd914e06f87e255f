"""Plain text from a network's HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

import regex

# A tag with its attributes, a comment, a declaration. What is not closed runs to the end, as in browsers.
_MARKUP = regex.compile(
    r"""
      <!-- (?: -?> | .*? (?: --!?> | \Z ) )
    | < (?P<closing>/?) (?P<name>[a-z][^\s/>]*+)
      (?: [^>=]++ | = \s*+ (?: "[^"]*+ (?:"|\Z) | '[^']*+ (?:'|\Z) | [^\s>]*+ ) )*+ (?: > | \Z )
    | < (?: [!?] | /(?!\Z) ) [^>]*+ (?: > | \Z )
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL | regex.ASCII,
)
_UNREAD = frozenset({"iframe", "noembed", "noframes", "noscript", "script", "style", "template", "title", "xmp"})
"""Whose content is not for readers, or not markup."""
_APART = "article aside blockquote figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul"
_PARAGRAPHS = frozenset(_APART.split())
_BELOW = "address caption dd details div dl dt figcaption form legend li summary tr"
_LINES = frozenset(_BELOW.split())
_CELLS = frozenset({"td", "th"})
_BLANK = " \t\f"

# Python refuses numbers of more than 4,300 digits; no character has more than 7.
_LEADING_ZEROS = regex.compile(r"(&#x?)0++(?=[0-9a-f])", regex.IGNORECASE)
_BEYOND_UNICODE = regex.compile(r"&#(?:x[0-9a-f]{7,}+|[0-9]{8,}+);?", regex.IGNORECASE)


def plain_text(html: str) -> str:
    """The words of an HTML fragment: a blank line between paragraphs, a line break for `<br>` and between other
    blocks, the whole text of links (Mastodon hides parts of a long one by style only), entities as characters.

    Scripts, styles and comments go. Takes any string, in time proportional to its length. The result is text, not
    safe HTML: `&lt;` has become `<`.
    """
    writer = _Writer()
    at = 0
    while (found := _MARKUP.search(html, at)) is not None:
        writer.text(html[at : found.start()])
        at = found.end()
        name = (found["name"] or "").lower()
        if name in _UNREAD and not found["closing"]:
            at = _end_of(name, html, at)
        elif name:
            writer.tag(name, closing=bool(found["closing"]))
    writer.text(html[at:])
    return writer.result()


_ATTRIBUTE = regex.compile(
    r"""(?P<name>[^\s"'>/=]++) (?: \s*+ = \s*+ (?: "(?P<a>[^"]*+)" | '(?P<b>[^']*+)' | (?P<c>[^\s>"']++) ) )?+""",
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag. `inner` is what follows it: of what readers do not see (`title`, `script`) all that is in it, of
    anything else the source up to the next 300 characters.
    """

    name: str
    attributes: Mapping[str, str]
    inner: str


def opening_tags(html: str, *wanted: str) -> Iterator[Tag]:
    """The opening tags of these names, in order, comments left out. In time proportional to the text's length."""
    at = 0
    while (found := _MARKUP.search(html, at)) is not None:
        at = found.end()
        name = (found["name"] or "").lower()
        if not name or found["closing"]:
            continue
        end = _end_of(name, html, at) if name in _UNREAD else at + 300
        if name in wanted:
            yield Tag(name, _attributes(found[0][1 + len(name) :]), html[at:end])
        if name in _UNREAD:
            at = end


def _attributes(source: str) -> dict[str, str]:
    """The first of each name counts, as in browsers."""
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(source):
        value = one["a"] or one["b"] or one["c"] or ""
        found.setdefault(one["name"].lower(), _characters(value).strip())
    return found


def _end_of(name: str, html: str, at: int) -> int:
    found = regex.compile(rf"</{name}(?=[\s/>])", regex.IGNORECASE).search(html, at)
    return len(html) if found is None else found.start()


class _Writer:
    """Writes words; spaces and breaks wait until a word follows them."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._lines = 0
        self._block = 0
        self._gap = False
        self._preformatted = 0

    def tag(self, name: str, *, closing: bool) -> None:
        if name == "br":
            self._lines += 1
        elif name in _PARAGRAPHS:
            self._block = 2
        elif name in _LINES:
            self._block = max(self._block, 1)
        elif name in _CELLS:
            self._gap = True
        if name == "pre":
            self._preformatted = max(self._preformatted + (-1 if closing else 1), 0)

    def text(self, raw: str) -> None:
        """A stretch without tags. Line breaks in the source are spaces; spaces stay as many as they are."""
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        if self._preformatted:
            self._write(raw)
            return
        *lines, last = raw.split("\n")
        for number, line in enumerate(lines):
            self._write((line.lstrip(_BLANK) if number else line).rstrip(_BLANK))
            self._gap = True
        self._write(last.lstrip(_BLANK) if lines else last)

    def _write(self, raw: str) -> None:
        breaks = max(self._lines, self._block)
        if not raw or (raw.isspace() and not self._preformatted and (breaks or not self._written)):
            return
        if self._written:
            self._written.append("\n" * breaks or " " * self._gap)
        self._lines, self._block, self._gap = 0, 0, False
        self._written.append(_characters(raw))

    def result(self) -> str:
        return "".join(self._written).strip()


def _characters(raw: str) -> str:
    if "&" not in raw:
        return raw
    return unescape(_BEYOND_UNICODE.sub("\ufffd", _LEADING_ZEROS.sub(r"\1", raw)))
