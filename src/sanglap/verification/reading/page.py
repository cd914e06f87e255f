"""What stands on a web page: its words, its links, what it says of itself. Any bytes are understood somehow."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from sanglap.language.html import opening_tags, plain_text
from sanglap.language.normal import normalise

MOST_LINKS = 3_000
MOST_TEXT = 200_000
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE = re.compile(r"utf-?(16|32)", re.IGNORECASE)
_REFRESH = re.compile(r"^\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SOON = 10
"""Seconds after which a page that leads on is still one that nobody reads."""
_FEW_WORDS, _FEW_LINKS = 200, 3
"""Characters and links below which a page with scripts tells nothing without them."""
_EDITORS = frozenset({"a", "area", "link", "iframe"})


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, in full, and what it says."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as somebody without JavaScript has it."""

    url: str
    title: str
    text: str
    links: tuple[Link, ...]
    about: Mapping[str, str]
    """What it says of itself for machines: `description`, `og:title` and the like."""
    scripted: bool
    """Hardly anything stands there for whoever runs no script."""
    onward: str = ""
    """Where it leads by itself within seconds."""


def decoded(body: bytes, declared: str = "") -> str:
    """The text of these bytes. What is good UTF-8 is UTF-8, whatever was declared; else as the server or the page
    says; else Windows-1252. Never fails.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    if _WIDE.fullmatch(declared.replace("le", "").replace("be", "").rstrip("-")):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _META_CHARSET.search(body[:4096])
    for name in (declared, found.group(1).decode("ascii", "replace") if found else ""):
        if (codec := _codec(name)) is not None:
            return body.decode(codec, errors="replace")
    return body.decode("windows-1252", errors="replace")


def _codec(name: str) -> str | None:
    """The codec of that name, if it is one for texts that is not UTF-8: the bytes are none."""
    try:
        found = codecs.lookup(name.strip("\"' ")).name if name else ""
    except (LookupError, ValueError):
        return None
    # As browsers do: what is called Latin-1 is Windows-1252.
    known = "cp1252" if found in {"iso8859-1", "ascii"} else found
    return known if known.startswith(("cp", "iso8859", "mac", "koi8", "gb", "big5", "shift", "euc")) else None


def understood(html: str, url: str) -> Page:
    """The page at that address."""
    base, title, scripts, onward = url, "", 0, ""
    about: dict[str, str] = {}
    links: list[Link] = []
    based = False
    for tag in opening_tags(html, *_EDITORS, "base", "title", "script", "meta", "div", "blockquote"):
        given = tag.attributes
        if tag.name == "base":
            # The first counts, as in browsers.
            base, based = (base, True) if based else (_joined(url, given.get("href", "")) or url, "href" in given)
        elif tag.name == "title":
            title = title or _line(plain_text(tag.inner))
        elif tag.name == "script":
            scripts += 1
        elif tag.name == "meta":
            onward = onward or _onward(given, base)
            _tell(about, given)
        elif len(links) < MOST_LINKS:
            links += _links(tag.name, given, tag.inner, base)
    text = normalise(plain_text(html)[:MOST_TEXT])
    scripted = scripts > 0 and len(text) < _FEW_WORDS and len(links) < _FEW_LINKS
    return Page(url, title, text, tuple(links), about, scripted, onward)


def _line(text: str) -> str:
    return " ".join(normalise(text[:1000]).split())[:300]


def _tell(about: dict[str, str], given: Mapping[str, str]) -> None:
    name = (given.get("property") or given.get("name") or "").lower()
    if name in {"description", "og:title", "og:description", "og:image", "og:url", "og:site_name"}:
        about.setdefault(name, normalise(given.get("content", "")[:2000]).strip())


def _onward(given: Mapping[str, str], base: str) -> str:
    if given.get("http-equiv", "").lower() != "refresh":
        return ""
    found = _REFRESH.match(given.get("content", ""))
    return _joined(base, found.group(2)) if found and int(found.group(1)) <= _SOON else ""


def _links(name: str, given: Mapping[str, str], inner: str, base: str) -> Iterator[Link]:
    """Of a link, and of a frame or a box in which a network shows a page of its own."""
    if name == "link" and "me" not in given.get("rel", "").lower().split():
        return
    words = ""
    if name == "a":
        words = _line(plain_text(re.split(r"</a", inner, maxsplit=1, flags=re.IGNORECASE)[0]))
        words = words or given.get("title", "") or given.get("aria-label", "")
    for target in (given.get("href", ""), given.get("src", "") if name == "iframe" else "", given.get("data-href", "")):
        if full := _joined(base, target):
            yield Link(full, words)
            yield from (Link(shown, words) for shown in parse_qs(urlsplit(full).query).get("href", [])[:1])


def _joined(base: str, target: str) -> str:
    """The full address; "" where it is none on the web."""
    target = "".join(target.split())
    if not target or target.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        full = urljoin(base, target)
        scheme = urlsplit(full).scheme
    except ValueError:
        return ""
    return full[:500] if scheme in {"http", "https"} else ""
