"""One request to a Mastodon server: nothing is tried twice, and every failure is one of the contract's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeVar
from urllib.parse import quote

import httpx

from sanglap.core import clock
from sanglap.networks.contract import AccessLost, NotSent, NotThere, Refused, Session
from sanglap.networks.mastodon import mapping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

MOST_PAGES = 50
GONE = frozenset({httpx.codes.NOT_FOUND, httpx.codes.GONE})

Thing = TypeVar("Thing")
Query = list[tuple[str, str]]
FilePart = tuple[str, "bytes | BinaryIO", str]
"""File name, content, media type."""


class Direction(NamedTuple):
    """A way to turn pages: the link to follow, its parameter, whether stopping half-way is harmless."""

    rel: str
    parameter: str
    may_stop: bool


OLDER = Direction("next", "max_id", may_stop=False)
NEWER = Direction("prev", "min_id", may_stop=True)


async def get(session: Session, path: str, query: Query | None = None) -> httpx.Response:
    """A success's response, or one of the contract's errors."""
    request = _request(session, "GET", httpx.URL(path, params=query or None))
    return await _send(session, request, writes=False)


async def post(session: Session, path: str, body: mapping.Body, key: str) -> httpx.Response:
    """A success's response, or one of the contract's errors. `key` makes a repeated call recognisable."""
    request = _request(session, "POST", httpx.URL(path), key, json=body)
    return await _send(session, request, writes=True)


async def upload(session: Session, path: str, file: FilePart, words: Mapping[str, str]) -> httpx.Response:
    """A success's response, or one of the contract's errors, never OutcomeUnknown: nobody sees what is uploaded."""
    request = _request(session, "POST", httpx.URL(path), files={"file": file}, data=words)
    return await _send(session, request, writes=False)


def _request(session: Session, method: str, path: httpx.URL, key: str = "", **brings: Any) -> httpx.Request:
    # A stranger may ask, too: for what everybody sees.
    stranger = method == "GET" and not session.secrets
    headers = {"Accept": "application/json"} if stranger else _headers(session, key)
    try:
        return session.http.build_request(method, f"{session.server}{path}", headers=headers, **brings)
    except (httpx.InvalidURL, UnicodeError):
        raise Refused("this cannot be written as a request") from None


async def _send(session: Session, request: httpx.Request, *, writes: bool) -> httpx.Response:
    try:
        response = await session.http.send(request)
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise mapping.error_of_transport(error, writes=writes) from None
    if response.is_success:
        return response
    failure = mapping.error_from(response, clock.now(), session.secrets, writes=writes)
    raise NotThere(failure.detail) if response.status_code in GONE else failure


def _headers(session: Session, key: str = "") -> dict[str, str]:
    token = session.secrets.get("token", "")
    if not token or not token.isascii() or not token.isprintable():
        raise AccessLost("no usable token")
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return {**headers, "Idempotency-Key": key} if key else headers


async def read(session: Session, path: str) -> Any:
    """The JSON that GET gives."""
    return _json(await get(session, path))


async def read_openly(server: str, path: str, query: Query, http: httpx.AsyncClient) -> Any:
    """The JSON that GET gives to anybody, without a token."""
    return _json(await get(Session(server, {}, http), path, query))


async def read_if_there(session: Session, path: str) -> Any:
    """The same, or None where there is nothing of that name, or no longer."""
    try:
        return await read(session, path)
    except NotThere:
        return None


async def pages(
    session: Session, path: str, query: Query, direction: Direction
) -> AsyncIterator[tuple[httpx.Response, list[dict[str, Any]]]]:
    """Page after page, until one is empty or is the last. After MOST_PAGES it stops where that is harmless;
    else it raises NotSent: an end that was not seen must not be taken for one.
    """
    for _count in range(MOST_PAGES):
        response = await get(session, path, query)
        page = understood(_list_of_objects, _json(response))
        if page:
            yield response, page
        onward = _onward(response, page, direction)
        if not page or onward is None or (direction.parameter, onward) in query:
            return
        query = [(name, value) for name, value in query if name != direction.parameter]
        query.append((direction.parameter, onward))
    if not direction.may_stop:
        raise NotSent(f"more than {MOST_PAGES} pages to look through")


def _onward(response: httpx.Response, page: list[dict[str, Any]], direction: Direction) -> str | None:
    """The parameter for the next page. No more is taken from a link: it might lead to another server.

    A server that sends no links at all is asked on from the last id, since silence is no proof of an end.
    """
    if "link" in response.headers:
        link = str(response.links.get(direction.rel, {}).get("url", ""))
        try:
            return dict(httpx.URL(link).params).get(direction.parameter)
        except httpx.InvalidURL:
            return None
    ids = [understood(mapping.identity, thing) for thing in page]
    return (min if direction is OLDER else max)(ids, key=mapping.order, default=None)


def _json(response: httpx.Response) -> Any:
    return understood(lambda answer: answer.json(), response)


def understood(reading: Callable[[Any], Thing], answer: Any) -> Thing:
    """What `reading` makes of the answer to a question; nonsense raises NotSent: one can ask again later."""
    try:
        return reading(answer)
    except mapping.UNREADABLE as error:
        raise NotSent(f"an answer that cannot be read ({type(error).__name__})") from None


def _list_of_objects(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise TypeError("not a list of objects")
    return data


def in_path(remote_id: str) -> str:
    return quote(remote_id, safe="")
