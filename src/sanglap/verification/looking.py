"""Looking at many profiles and websites at once, politely. No database: what is to be looked at is brought along."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx
import structlog

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import session
from sanglap.accounts.vault import Unreadable
from sanglap.core import http
from sanglap.guideline.parameters.outside import WebsiteLink
from sanglap.networks.contract import Connector, NetworkError, NotThere, Profile
from sanglap.networks.registry import connector
from sanglap.verification.reading.addresses import host
from sanglap.verification.reading.fetching import client, fetch
from sanglap.verification.reading.profile import Seen, of_network, of_page
from sanglap.verification.reading.website import Site, Wanted, read_site
from sanglap.verification.states import Outcome

log = structlog.get_logger(__name__)

AT_ONCE = 20
PAUSE = 0.3
"""Seconds between two calls at the same host."""
MOST_OF_PICTURE = 3_000_000


@dataclass(frozen=True, slots=True)
class ProfileTask:
    """A profile to be looked at. Of a connected account the credential was read along with it."""

    watch_id: UUID
    account: Account
    connected: bool

    @property
    def host(self) -> str:
        return host(self.account.url or self.account.server)


@dataclass(frozen=True, slots=True)
class SiteTask:
    """A website to be looked at for these accounts; `names` are its office's."""

    watch_id: UUID
    address: str
    names: Collection[str]
    accounts: Sequence[Wanted]
    rule: WebsiteLink

    @property
    def host(self) -> str:
        return host(self.address)


@dataclass(frozen=True, slots=True)
class ProfileSeen:
    """What came of a look at a profile: what was read, or why nothing was; the contents of its pictures by place."""

    task: ProfileTask
    outcome: Outcome
    seen: Seen | None
    itself: bool
    """The account's own way in opened that very account."""
    pictures: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """What came of a look at a website."""

    task: SiteTask
    site: Site


Task = ProfileTask | SiteTask
Result = ProfileSeen | SiteSeen


async def look(tasks: Sequence[Task]) -> list[Result]:
    """Look at all of these, many at once but one at a time at each host. What fails by a fault of ours is logged and
    left out: it comes again when its time is given up.
    """
    gate, doors = asyncio.Semaphore(AT_ONCE), defaultdict[str, asyncio.Lock](asyncio.Lock)
    async with client() as pages, http.client(plain_http=True, max_body=MOST_OF_PICTURE) as networks:

        async def one(task: Task) -> Result | None:
            async with doors[task.host], gate:
                try:
                    return await _look(task, pages, networks)
                except Exception:
                    log.exception("a look failed", watch=str(task.watch_id))
                    return None
                finally:
                    await asyncio.sleep(PAUSE)

        found = await asyncio.gather(*(one(task) for task in tasks))
    return [result for result in found if result is not None]


async def _look(task: Task, pages: httpx.AsyncClient, networks: httpx.AsyncClient) -> Result:
    if isinstance(task, SiteTask):
        return SiteSeen(task, await _site(task, pages))
    outcome, seen, itself = await _profile(task, pages, networks)
    pictures = await _pictures(seen, networks) if seen else {}
    return ProfileSeen(task, outcome, seen, itself, pictures)


async def _site(task: SiteTask, pages: httpx.AsyncClient) -> Site:
    if not task.address:
        return Site(Outcome.NO_WEBSITE, {}, {})
    return await read_site(pages, task.address, names=task.names, accounts=task.accounts, rule=task.rule)


async def _profile(
    task: ProfileTask, pages: httpx.AsyncClient, networks: httpx.AsyncClient
) -> tuple[Outcome, Seen | None, bool]:
    one = connector(task.account.network)
    if one.capabilities.by_hand:
        return *await _by_page(task.account, pages), False
    own = await _own(one, task, networks)
    itself = own is not None and own.handle.casefold() == task.account.handle.casefold()
    try:
        public = await one.look(task.account.server, task.account.handle, networks)
    except NotThere:
        return Outcome.NO_PROFILE, None, itself
    except NetworkError:
        # A server that shows profiles to nobody from outside shows its own to the account.
        seen = of_network(own, by="account") if own and itself else None
        return Outcome.FITS if seen else Outcome.NOT_ASKED, seen, itself
    seen = of_network(public, by="public")
    return Outcome.FITS, replace(seen, settings=_settings(public, own if itself else None)), itself


def _settings(public: Profile, own: Profile | None) -> dict[str, str | bool]:
    return {**public.settings, **(own.settings if own else {})}


async def _own(one: Connector, task: ProfileTask, networks: httpx.AsyncClient) -> Profile | None:
    """The profile as the account itself sees it; None where it is not connected, or cannot be asked."""
    if not task.connected:
        return None
    try:
        return await one.check(session(task.account, networks))
    except (NetworkError, Unreadable):
        return None


async def _by_page(account: Account, pages: httpx.AsyncClient) -> tuple[Outcome, Seen | None]:
    found = await fetch(pages, account.address)
    if found.page is None:
        return _OF_PROFILE.get(found.outcome, found.outcome), None
    seen = of_page(found.page, account.handle)
    return (Outcome.FITS, seen) if seen else (Outcome.WALLED, None)


_OF_PROFILE = {
    Outcome.GONE: Outcome.NO_PROFILE,
    Outcome.DENIED: Outcome.WALLED,
    # Of a network's own site these tell about the network, not about the office.
    **dict.fromkeys(
        (Outcome.NO_ADDRESS, Outcome.UNREACHED, Outcome.TLS, Outcome.FAILING, Outcome.TOO_SLOW, Outcome.ENDLESS),
        Outcome.NOT_ASKED,
    ),
}


async def _pictures(seen: Seen, networks: httpx.AsyncClient) -> dict[str, bytes]:
    """What the profile's pictures hold, by place; "" content where there is none. What cannot be had is left out."""
    found: dict[str, bytes] = {}
    for place, address in (("avatar", seen.avatar), ("header", seen.header)):
        if not address:
            found[place] = b""
        elif (content := await _picture(address, networks)) is not None:
            found[place] = content
    return found


async def _picture(address: str, networks: httpx.AsyncClient) -> bytes | None:
    try:
        answer: Any = await http.get_following(networks, address)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError):
        return None
    return answer.content if answer.is_success else None
