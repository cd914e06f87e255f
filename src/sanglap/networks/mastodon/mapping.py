"""Mastodon's JSON as the contract's dataclasses, and its refusals as the contract's errors.

The functions that read JSON raise one of UNREADABLE where it is not what the API's description says.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from sanglap.core.http import Blocked, OutboundError
from sanglap.language.html import plain_text
from sanglap.networks.contract import (
    AccessLost,
    Comment,
    Kind,
    NetworkError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    Profile,
    Published,
    Refused,
    Shown,
)
from sanglap.networks.mastodon.limits import TOO_MANY_REQUESTS, retry_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError)

# Nothing left this machine, or nothing but a greeting.
BEFORE_SENDING = (
    Blocked,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)

# A 403 or 422 with these words is about the account, not the text (Mastodon's api/base_controller.rb).
ABOUT_ACCESS = re.compile(r"authorized scopes|your login|authenticated user|access token", re.IGNORECASE)
QUERY = re.compile(r"(https?://[^\s?#\"'<>]+)\?[^\s\"'<>]*")
LONGEST_DETAIL = 300
SETTINGS = ("locked", "bot", "discoverable", "indexable", "hide_collections", "noindex")
OWN_SETTINGS = ("privacy", "sensitive", "language", "quote_policy")
NO_PICTURE = "/original/missing.png"
STRIPPED = " \t\n\v\f\r\0"
"""What Mastodon takes off both ends of a text (Ruby's `strip`)."""


Body = dict[str, str | list[str]]


def body(outgoing: Outgoing, media: Sequence[str]) -> Body:
    """What POST /api/v1/statuses wants; `media` are the server's ids of the pictures."""
    sent: Body = {"status": outgoing.text, "language": outgoing.language, "visibility": "public"}
    if outgoing.kind is Kind.ANSWER and outgoing.in_reply_to is None:
        raise Refused("an answer needs something that it answers")
    if outgoing.in_reply_to is not None:
        sent["in_reply_to_id"] = outgoing.in_reply_to
    if media:
        sent["media_ids"] = list(media)
    return sent


def same_text(ours: str, theirs: str) -> bool:
    """Whether a server that was sent `ours` would keep `theirs`: the same, but for what servers tidy up."""
    return _tidy(ours) == _tidy(theirs)


def same_pictures(alts: Sequence[str], status: Any) -> bool:
    """Whether a status shows as many pictures, with these descriptions in this order."""
    shown = [attachment.get("description") or "" for attachment in status.get("media_attachments") or ()]
    return [_tidy(alt) for alt in alts] == [_tidy(_text(alt)) for alt in shown]


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip(STRIPPED)


def published(status: Any) -> Published:
    return Published(
        remote_id=identity(status), url=_text(status["url"] or status["uri"]), at=moment(status["created_at"])
    )


def shown(status: Any) -> Shown:
    text = plain_text(_text(status["content"]))
    return Shown(identity(status), _text(status["url"] or status["uri"]), moment(status["created_at"]), text)


def comment(status: Any, thread: str | None) -> Comment:
    author = status["account"]
    parent = status["in_reply_to_id"]
    parts = (status.get("spoiler_text") or "", plain_text(_text(status["content"])))
    return Comment(
        remote_id=identity(status),
        author_id=identity(author),
        author_handle=_text(author["acct"]),
        author_name=_text(author["display_name"]) or _text(author["acct"]),
        text="\n\n".join(part for part in parts if part),
        url=_text(status["url"] or status["uri"]),
        at=moment(status["created_at"]),
        edited_at=moment(status["edited_at"]) if status.get("edited_at") else None,
        in_reply_to=None if parent is None else str(parent),
        thread=thread,
        private=status.get("visibility") == "direct",
    )


def profile(account: Any) -> Profile:
    """From GET /api/v1/accounts/verify_credentials or /lookup. The handle is `acct`: no @, no server of its own."""
    return Profile(
        remote_id=identity(account),
        handle=_text(account["acct"]),
        name=_text(account["display_name"]) or _text(account["acct"]),
        url=_text(account["url"]),
        description=plain_text(_text(account["note"])),
        fields={_text(entry["name"]): plain_text(_text(entry["value"])) for entry in account.get("fields") or ()},
        avatar=_shown(account, "avatar"),
        header=_shown(account, "header"),
        settings=_settings(account),
    )


def _shown(account: Any, picture: str) -> str:
    """The address of a picture; "" where the account has none, and the server shows one of its own instead."""
    address = _text(account.get(picture) or "")
    return "" if address.endswith(NO_PICTURE) else address


def _settings(account: Any) -> dict[str, str | bool]:
    """The settings that are told; those of `source` only to the account itself."""
    own = account.get("source") or {}
    found = {name: account.get(name) for name in SETTINGS} | {name: own.get(name) for name in OWN_SETTINGS}
    return {name: value for name, value in found.items() if isinstance(value, str | bool)}


def identity(thing: Any) -> str:
    found = thing["id"]
    if not isinstance(found, str | int) or not str(found):
        raise ValueError("an id is missing")
    return str(found)


def order(remote_id: str) -> tuple[int, str]:
    """Sorts ids by age: they are growing numbers, written as text."""
    return len(remote_id), remote_id


def moment(text: Any) -> datetime:
    """A time stamp in UTC."""
    found = datetime.fromisoformat(_text(text))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value


def error_from(response: httpx.Response, now: datetime, secrets: Mapping[str, str], *, writes: bool) -> NetworkError:
    """What an answer that is not a success means. `writes`: the call was to change something."""
    status = response.status_code
    word = _word(response)
    detail = scrubbed(f"{status} {word}".strip(), secrets)
    if status == TOO_MANY_REQUESTS:
        return NotSent(detail, retry_at=retry_at(response, now))
    if status == httpx.codes.UNAUTHORIZED:
        return AccessLost(detail)
    if status in {httpx.codes.FORBIDDEN, httpx.codes.UNPROCESSABLE_ENTITY} and ABOUT_ACCESS.search(word):
        return AccessLost(detail)
    if response.is_server_error or status == httpx.codes.REQUEST_TIMEOUT:
        return OutcomeUnknown(detail) if writes else NotSent(detail, retry_at=retry_at(response, now))
    return Refused(detail)


def error_of_transport(error: Exception, *, writes: bool) -> NetworkError:
    """What a call that got no answer means. httpx's own words are left out: some repeat headers."""
    kind = type(error).__name__
    detail = f"{kind}: {error}" if isinstance(error, OutboundError) else kind
    if writes and not isinstance(error, BEFORE_SENDING):
        return OutcomeUnknown(detail)
    return NotSent(detail)


def _word(response: httpx.Response) -> str:
    """The server's own explanation, where it gives one as the API's description says."""
    try:
        return str(response.json()["error"])
    except UNREADABLE:
        return ""


def scrubbed(text: str, secrets: Mapping[str, str]) -> str:
    """That text without secrets and without the queries of URLs, on one line and not too long."""
    for secret in secrets.values():
        if secret:
            text = text.replace(secret, "…")
    return " ".join(QUERY.sub(r"\1", text).split())[:LONGEST_DETAIL]
