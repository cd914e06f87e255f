"""One web page through the guard: what came, or why nothing did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from sanglap.core import http
from sanglap.verification.reading.page import Page, decoded, understood
from sanglap.verification.states import Outcome

TIMEOUT = http.Timeout(connect=6.0, pool=60.0, read=10.0, total=20.0)
MOST_BYTES = 2_000_000
MOST_ONWARD = 2
"""So often a page that leads on by itself is followed."""
_BEYOND = 600
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, or the outcome that there is none. `url` is where it ended, `status` what was answered there."""

    outcome: Outcome
    url: str
    status: int = 0
    page: Page | None = None


def client() -> httpx.AsyncClient:
    """The guarded client that looks at web pages; many offices' sites have no https."""
    return http.client(timeout=TIMEOUT, max_body=MOST_BYTES, plain_http=True, connections=40)


async def fetch(client: httpx.AsyncClient, url: str) -> Fetched:
    """The page at that address, or wherever it leads. Raises nothing."""
    target = url
    for _hop in range(MOST_ONWARD + 1):
        found = await _fetch_one(client, target)
        if found.page is None or not found.page.onward or found.page.onward == found.url:
            return found
        target = found.page.onward
    return Fetched(Outcome.ENDLESS, target)


async def _fetch_one(client: httpx.AsyncClient, url: str) -> Fetched:
    try:
        answer = await http.get_following(client, url)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError) as error:
        return Fetched(fault_of(error), url)
    at, status = str(answer.url), answer.status_code
    outcome = fault_of_status(status)
    if outcome is None and not _is_page(answer):
        outcome = Outcome.NOT_HTML
    if outcome is not None:
        return Fetched(outcome, at, status)
    page = await asyncio.to_thread(_read, answer.content, answer.charset_encoding or "", at)
    return Fetched(Outcome.FITS, at, status, page)


def _read(body: bytes, declared: str, url: str) -> Page:
    return understood(decoded(body, declared), url)


def fault_of(error: Exception) -> Outcome:
    """What kept the page from coming."""
    if isinstance(error, http.Blocked):
        return Outcome.INSIDE if error.reason is http.NOT_PUBLIC else Outcome.NOT_WEB
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return Outcome.NOT_WEB
    for kind, outcome in _FAULTS:
        if isinstance(error, kind):
            return outcome
    if isinstance(error, httpx.ConnectError):
        if http.is_unknown(error):
            return Outcome.NO_ADDRESS
        return Outcome.TLS if http.is_about_tls(error) else Outcome.UNREACHED
    return Outcome.UNREACHED


_FAULTS: tuple[tuple[type[Exception], Outcome], ...] = (
    (http.TooLarge, Outcome.TOO_LARGE),
    (http.TooSlow, Outcome.TOO_SLOW),
    (httpx.TooManyRedirects, Outcome.ENDLESS),
    (httpx.ConnectTimeout, Outcome.UNREACHED),
    (httpx.TimeoutException, Outcome.TOO_SLOW),
    (httpx.RemoteProtocolError, Outcome.FAILING),
    (httpx.DecodingError, Outcome.FAILING),
)


def fault_of_status(status: int) -> Outcome | None:
    """None for a success."""
    if httpx.codes.is_success(status):
        return None
    if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        return Outcome.GONE
    # Numbers beyond HTTP's own are a network's way of not letting machines in.
    return Outcome.DENIED if httpx.codes.is_client_error(status) or status >= _BEYOND else Outcome.FAILING


def _is_page(answer: httpx.Response) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return True
    start = answer.content[:1024].lstrip().lower()
    return kind in {"", "text/plain", "application/xml", "text/xml"} and start.startswith(_MARKUP)
