"""When two web addresses are the same place, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from sanglap.language.normal import normalise

_FRONTS = ("www.", "m.", "mobile.", "web.", "mbasic.", "touch.")
_ONE_HOUSE = {
    "fb.com": "facebook.com",
    "fb.me": "facebook.com",
    "twitter.com": "x.com",
    "youtube-nocookie.com": "youtube.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
}
"""Hosts under which a network is found too."""
_ROOMS = re.compile(r"^/(pg|users|web|c|user|in|company)/(?=.)")
"""What stands before a name and tells nothing of it."""
_WRITTEN = re.compile(
    r"(?:https?://|(?<![\w@./-])(?=(?:[\w-]+\.){1,8}(?:bd|com|org|net|gov|info)\b))[^\s<>\"'|।]+", re.IGNORECASE
)
_TRAILING = ".,;:!?'\")]}"


def _parts(url: str) -> SplitResult | None:
    text = url.strip()
    try:
        found = urlsplit(text if "://" in text else f"http://{text.removeprefix('//')}")
        _port = found.port
    except ValueError:
        return None
    if found.scheme.lower() not in {"http", "https"} or not found.hostname or found.username:
        return None
    # Without a scheme it could be anything; a host has a dot.
    return found if "://" in text or "." in found.hostname else None


def host(url: str) -> str:
    """The host as it is compared: small letters, without `www.` and the like; with its port where it is not usual."""
    parts = _parts(url)
    if parts is None or parts.hostname is None:
        return ""
    name = parts.hostname.rstrip(".").lower()
    for front in _FRONTS:
        if name.startswith(front) and name.count(".") > 1:
            name = name.removeprefix(front)
            break
    name = _ONE_HOUSE.get(name, name)
    return f"{name}:{parts.port}" if parts.port not in {None, 80, 443} else name


def place(url: str) -> str:
    """`host/path` in one spelling: without scheme, `www.`, query, fragment and closing slash; capital letters do not
    count. "" for what is no web address.
    """
    parts = _parts(url)
    if parts is None:
        return ""
    path = normalise(unquote(parts.path)).casefold()
    if path.rstrip("/") == "/profile.php" and (number := parse_qs(parts.query).get("id")):
        return f"{host(url)}/{number[0]}"
    # `/@name` and `/users/name` are the same place as `/name`.
    bare = re.sub(r"^/@(?=.)", "/", _ROOMS.sub("/", re.sub(r"/{2,}", "/", path)))
    return host(url) + bare.rstrip("/")


def same_site(one: str, other: str) -> bool:
    """Whether both lie on the same host."""
    return bool(host(one)) and host(one) == host(other)


def within(url: str, domains: Iterable[str]) -> bool:
    """Whether its host ends in one of these domains."""
    name = host(url).partition(":")[0]
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def account_places(server: str, handle: str, url: str = "") -> frozenset[str]:
    """Where the account of that handle is found, as `place` writes it."""
    bare = handle.removeprefix("@")
    return frozenset(filter(None, (place(url), place(f"{server}/@{bare}"), place(f"{server}/{bare}"))))


def written(texts: Sequence[str]) -> list[str]:
    """The web addresses that stand in these texts, with a scheme or without, each once."""
    found = [match.group().rstrip(_TRAILING) for text in texts for match in _WRITTEN.finditer(text)]
    return list(dict.fromkeys(one for one in found if _parts(one) is not None))
