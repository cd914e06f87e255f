"""What a feed says: its title and its entries, each with a mark by which it is known again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from sanglap.language.html import plain_text
from sanglap.language.normal import normalise
from sanglap.suggestions.reading.markup import tree
from sanglap.suggestions.reading.moments import moment

MOST = 200
"""So many entries of one feed are looked at."""
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_LINK = 300, 1_500, 1_000
_LONGEST_SOURCE = 50_000
"""Signs of one field that are looked at."""

_RSS = ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2")
_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_BASE = "http://www.w3.org/XML/1998/namespace base"
_SPACES = re.compile(r"\s+")
_GAPS = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)+")


class NotFeed(Exception):
    """It is well-formed, and no feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what is said, where it stands, when it was said there."""

    key: str
    """By which it is known again, in hex: of its own id or, where that is none, its link, or else its words."""
    link_key: str
    """The same of its link; "" where the link does not tell it from others."""
    title: str
    summary: str
    link: str
    at: datetime | None

    @property
    def words(self) -> str:
        """Title and summary as one text; what both say stands once."""
        if not self.title or self.summary.startswith(self.title):
            return self.summary or self.title
        return f"{self.title}\n\n{self.summary}" if self.summary else self.title


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it stands now; the newest entry comes first."""

    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class _Raw:
    id: str
    title: str
    summary: str
    link: str
    at: datetime | None


def feed(body: bytes, charset: str, url: str) -> Feed:
    """The feed in that body, found at `url`. Raises NotFeed, and what `markup.tree` raises."""
    root = tree(body, charset)
    space, local = _name(root)
    if space in _ATOM and local == "feed":
        title, raw = _line(_atom_text(_child(root, _ATOM, "title"))), _of_atom(root, url)
    elif local.lower() == "rss" or (space, local) == (_RDF, "RDF"):
        channel = _child(root, _RSS, "channel")
        if channel is None:
            raise NotFeed
        title, raw = _line(plain_text(_words(_child(channel, _RSS, "title")))), _of_rss(root, channel, url)
    else:
        raise NotFeed
    return Feed(title, _told_apart(list(islice(raw, MOST)), url))


def _of_rss(root: Element, channel: Element, url: str) -> Iterable[_Raw]:
    base = urljoined(url, _words(_child(channel, _RSS, "link")).strip()) or url
    for parent in (channel, root):
        for item in parent:
            if _name(item)[0] in _RSS and _name(item)[1] == "item":
                yield _rss_item(item, base)


def _rss_item(item: Element, base: str) -> _Raw:
    guid = _child(item, _RSS, "guid")
    own = _words(guid).strip() or item.get(f"{_RDF} about", "").strip()
    link = urljoined(base, _words(_child(item, _RSS, "link")).strip())
    if not link and guid is not None and guid.get("isPermaLink", "true").lower() == "true" and "/" in own:
        link = urljoined(base, own)
    summary = _words(_child(item, _RSS, "description")) or _words(_child(item, (_CONTENT,), "encoded"))
    stamp = _child(item, _RSS, "pubDate")
    date = _words(_child(item, (_DC, _TERMS), "date", "created", "modified") if stamp is None else stamp)
    return _Raw(own, plain_text(_words(_child(item, _RSS, "title"))), plain_text(summary), link, moment(date))


def _of_atom(root: Element, url: str) -> Iterable[_Raw]:
    base = urljoined(url, root.get(_BASE, "")) or url
    for entry in root:
        if _name(entry)[0] in _ATOM and _name(entry)[1] == "entry":
            yield _atom_entry(entry, urljoined(base, entry.get(_BASE, "")) or base)


def _atom_entry(entry: Element, base: str) -> _Raw:
    links = [
        one.get("href", "").strip()
        for one in entry
        if _name(one)[0] in _ATOM and _name(one)[1] == "link" and one.get("rel", "alternate") == "alternate"
    ]
    date = _words(_child(entry, _ATOM, "published", "issued")) or _words(_child(entry, _ATOM, "updated", "modified"))
    summary = _atom_text(_child(entry, _ATOM, "summary")) or _atom_text(_child(entry, _ATOM, "content"))
    return _Raw(
        _words(_child(entry, _ATOM, "id")).strip(), _atom_text(_child(entry, _ATOM, "title")), summary,
        next(filter(None, (urljoined(base, link) for link in links)), ""), moment(date),
    )  # fmt: skip


def _atom_text(element: Element | None) -> str:
    """The words of an Atom text. HTML is made plain also where it is not said to be HTML: many leave that out."""
    if element is None:
        return ""
    if element.get("type", "").lower() == "xhtml":
        # Each piece of text stands for itself.
        return " ".join(element.itertext())[:_LONGEST_SOURCE]
    return plain_text(_words(element))


def _name(element: Element) -> tuple[str, str]:
    space, _gap, local = element.tag.rpartition(" ")
    return space, local


def _child(parent: Element, spaces: Iterable[str], *locals_: str) -> Element | None:
    """The first child of one of these names that says anything."""
    wanted = [one for one in parent if _name(one)[1] in locals_ and _name(one)[0] in spaces]
    return next((one for one in wanted if len(one) or (one.text or "").strip() or one.attrib), None)


def _words(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext())[:_LONGEST_SOURCE]


def _line(text: str) -> str:
    return _SPACES.sub(" ", normalise(text)).strip()[:LONGEST_TITLE].rstrip()


def _summary(text: str) -> str:
    said = _GAPS.sub("\n\n", normalise(text)).strip()
    if len(said) <= LONGEST_SUMMARY:
        return said
    return said[:LONGEST_SUMMARY].rsplit(None, 1)[0].rstrip(" ,;–-") + " …"


def urljoined(base: str, link: str) -> str:
    """The link as a whole address of the web, seen from `base`; "" where it is none."""
    if not link:
        return ""
    try:
        whole = urljoin(base, link)
        parts = urlsplit(whole)
        _port = parts.port
    except ValueError:
        return ""
    fits = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    return whole if fits and len(whole) <= LONGEST_LINK and not _SPACES.search(whole) else ""


def _told_apart(raw: Sequence[_Raw], url: str) -> tuple[Entry, ...]:
    """The entries that say anything, each once, the newest first as far as they are dated. An id or a link that several
    of them bear tells nothing.
    """
    ids, links = Counter(one.id for one in raw), Counter(one.link for one in raw)
    found: dict[str, Entry] = {}
    for one in raw:
        title, summary = _line(one.title), _summary(one.summary)
        if not title and not summary:
            continue
        link = one.link if one.link and links[one.link] == 1 and one.link != url else ""
        own = one.id if one.id and ids[one.id] == 1 else ""
        key = _digest(own or link or f"{title}\n{summary}")
        found.setdefault(key, Entry(key, _digest(_bare(link)) if link else "", title, summary, one.link, one.at))
    entries = tuple(found.values())
    if all(entry.at for entry in entries):
        return tuple(sorted(entries, key=lambda entry: entry.at.timestamp() if entry.at else 0, reverse=True))
    return entries


def _bare(link: str) -> str:
    """The link without what changes when a website gets a certificate."""
    return link.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
