"""Fetching a feed through the guard: what came, or why nothing did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from sanglap.core import http
from sanglap.language.html import opening_tags
from sanglap.suggestions.reading.entries import Feed, NotFeed, feed, urljoined
from sanglap.suggestions.reading.markup import Declares, NotXml
from sanglap.suggestions.states import Fault
from sanglap.verification.reading.addresses import host
from sanglap.verification.reading.fetching import fault_of, fault_of_status

TIMEOUT = http.Timeout(connect=6.0, pool=60.0, read=10.0, total=20.0)
MOST_BYTES = 2_000_000
LONGEST_MARK = 300
"""Signs of an ETag or a date that are kept; who sends longer ones is asked for everything."""
_TAKES = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a feed: a fault, or what stands there now; neither where nothing changed since."""

    fault: Fault | None = None
    elsewhere: str = ""
    """Of a fault: the address to which it leads, or the feed that a web page names."""
    found: Feed | None = None
    etag: str = ""
    modified: str = ""


def client() -> httpx.AsyncClient:
    """The guarded client that reads feeds; many offices' sites have no https."""
    return http.client(timeout=TIMEOUT, max_body=MOST_BYTES, plain_http=True, connections=40)


def own_site(address: str, website: str) -> bool:
    """Whether the address lies on the host of that website, or on one below it."""
    there, site = host(address), host(website)
    return bool(there and site) and (there == site or there.endswith(f".{site}"))


async def read(client: httpx.AsyncClient, address: str, *, website: str, etag: str = "", modified: str = "") -> Reading:
    """The feed at that address of that website; `etag` and `modified` are what its server said last. Raises nothing."""
    if not own_site(address, website):
        return Reading(Fault.FOREIGN if website else Fault.NO_WEBSITE)
    since = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {"Accept": _TAKES, **{name: value for name, value in since.items() if value}}
    try:
        answer = await http.get_following(client, address, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError) as error:
        return Reading(Fault(fault_of(error).value))
    if not own_site(str(answer.url), website):
        return Reading(Fault.MOVED, elsewhere=str(answer.url))
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Reading(etag=etag, modified=modified)
    if failed := fault_of_status(answer.status_code):
        return Reading(Fault(failed.value))
    return await asyncio.to_thread(_understood, answer, str(answer.url))


def _understood(answer: httpx.Response, at: str) -> Reading:
    body = answer.content
    if body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE):
        return Reading(Fault.PAGE, elsewhere=_named(body, at))
    try:
        found = feed(body, answer.charset_encoding or "", at)
    except Declares:
        return Reading(Fault.DECLARES)
    except NotXml:
        return Reading(Fault.NOT_XML)
    except NotFeed:
        return Reading(Fault.NOT_FEED)
    return Reading(found=found, etag=_mark(answer, "etag"), modified=_mark(answer, "last-modified"))


def _mark(answer: httpx.Response, name: str) -> str:
    value = str(answer.headers.get(name, ""))
    return value if len(value) <= LONGEST_MARK and value.isascii() and value.isprintable() else ""


def _named(body: bytes, at: str) -> str:
    """The feed that a web page names in its head; "" where it names none."""
    for tag in opening_tags(body.decode("utf-8", "replace")[:200_000], "link"):
        given = tag.attributes
        if "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower() in _FEED_TYPES:
            return urljoined(at, given.get("href", ""))
    return ""
