"""From the address of a profile, as people copy it, to the platform, the server and the handle (clauses 3, 5.a)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.guideline import loader
from sanglap.guideline.catalogue import Platform

LONGEST = 2_000
_FEDERATED = re.compile(r"@?(?P<handle>\w[\w.-]*)@(?P<host>[\w.-]+\.\w+)")
_MACHINES = {"localhost", "127.0.0.1"}
# What a sentence leaves behind an address that was copied out of it, and what nobody sees.
_AROUND = " \t\r\n<>\"'()[],;।\u200b\u200c\u200d\u2060\ufeff"


class ProfileAddress(NamedTuple):
    """What an address says: the catalogue's key of the platform, the server's origin, the name of the profile there."""

    platform: str
    server: str
    handle: str


def read_profile_url(url: str) -> ProfileAddress:
    """What that address of a profile says, in one form for all its spellings.

    Raises ValidationError: `no_address`, `short_link`, `unknown_host` or `no_profile`.
    """
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    if host in loader.current().catalogue.short_links:
        raise _refusal("short_link")
    found = [address for platform, label in _platforms(host) if (address := _read(platform, label, parts, host))]
    if found:
        return found[0]
    known = any(not platform.profiles.own_hosts or host in platform.profiles.hosts for platform, _l in _platforms(host))
    raise _refusal("no_profile" if known else "unknown_host", host)


def same_handle(platform: Platform, one: str, other: str) -> bool:
    """Whether both are one profile of that platform."""
    return one == other if platform.profiles.exact else one.casefold() == other.casefold()


def _parts(url: str) -> SplitResult:
    given = unicodedata.normalize("NFC", url).strip(_AROUND).rstrip(".")
    if not given or len(given) > LONGEST or re.search(r"\s", given):
        raise _refusal("no_address")
    if federated := _FEDERATED.fullmatch(given):
        given = f"https://{federated['host']}/@{federated['handle']}"
    if "://" not in given:
        given = f"https://{given.removeprefix('//')}"
    try:
        parts = urlsplit(given)
        _port = parts.port
    except ValueError:
        raise _refusal("no_address") from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or parts.username or ("." not in host and host not in _MACHINES):
        raise _refusal("no_address")
    return parts


def _platforms(host: str) -> Iterator[tuple[Platform, str]]:
    """The platforms that may be there, with the handle that the host itself holds; the surest first."""
    catalogue = loader.current().catalogue
    if known := catalogue.at_host(host):
        yield known, host.removeprefix("www.").partition(".")[0]
    else:
        yield from ((one, "") for one in catalogue.platforms if one.profiles.own_hosts)


def _read(platform: Platform, label: str, parts: SplitResult, host: str) -> ProfileAddress | None:
    profiles = platform.profiles
    path = unicodedata.normalize("NFC", unquote(parts.path)).strip("/").rstrip(".")
    if path.partition("/")[0].lower() in profiles.not_handles:
        return None
    handle = "" if path or not profiles.url.startswith("https://{handle}.") else label
    for shape in profiles.shapes:
        match = re.fullmatch(shape.path, path)
        if not match:
            continue
        handle = parse_qs(parts.query).get(shape.query, [""])[0] if shape.query else match["handle"]
        break
    handle = handle.strip(".")
    if not handle or any(sign in handle for sign in " \\?#<>"):
        return None
    name, _at, elsewhere = handle.partition("@")
    if profiles.own_hosts and elsewhere:
        return ProfileAddress(platform.id, f"https://{elsewhere.lower()}", name)
    return ProfileAddress(platform.id, profiles.server or _origin(parts, host), handle)


def _origin(parts: SplitResult, host: str) -> str:
    """The server's own address: encrypted, but for one on this very machine (the practice network)."""
    scheme = "http" if host in _MACHINES else "https"
    usual = parts.port in {None, 80, 443}
    return f"{scheme}://{host}" if usual else f"{scheme}://{host}:{parts.port}"


_SAID = {
    "no_address": _("This is no web address. Open the profile in a browser and copy the address from its top line."),
    "short_link": _(
        "This short link leads to another address. Open it, and copy the address that the browser then shows."
    ),
    "unknown_host": _(
        "No platform of the catalogue is found at %(host)s. Check the address, or choose the platform and write the "
        "name of the account by hand."
    ),
    "no_profile": _(
        "This address belongs to the platform, but it is not a profile: perhaps a single post, a share link or a "
        "search. Open the profile itself and copy its address."
    ),
}


def _refusal(code: str, host: str = "") -> ValidationError:
    return ValidationError(_SAID[code], code=code, params={"host": host})
