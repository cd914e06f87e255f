"""An office's website: which accounts it leads to, and whether it still is the office's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx

from sanglap.guideline.parameters.outside import WebsiteLink
from sanglap.language.matching import share, sounds
from sanglap.language.scripts import script_of
from sanglap.verification.reading.addresses import host, place, same_site, within
from sanglap.verification.reading.fetching import Fetched, fetch
from sanglap.verification.reading.page import Page
from sanglap.verification.states import Outcome

NAMED = 0.5
"""How much of an office's name must stand on a page that is to be taken for its own."""
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account that a website should lead to: the places where it is found."""

    account_id: UUID
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Site:
    """What a look at a website found: how it went, and for each account the link that leads there, or ""."""

    outcome: Outcome
    links: Mapping[UUID, str]
    evidence: Mapping[str, Any]

    def of(self, account_id: UUID) -> Outcome:
        """How the account stands with it."""
        if self.outcome != Outcome.FITS:
            return self.outcome
        return Outcome.FITS if self.links.get(account_id) else Outcome.MISSING


async def read_site(
    client: httpx.AsyncClient, address: str, *, names: Collection[str], accounts: Sequence[Wanted], rule: WebsiteLink
) -> Site:
    """Look at the website of an office of these names for its accounts. At most two pages of it are read."""
    home = await fetch(client, address)
    if home.page is None:
        return Site(home.outcome, {}, _evidence(address, home))
    pages = [home.page]
    links = _found(pages, accounts)
    if not all(links.values()) and (further := _further(home.page, rule)):
        more = await fetch(client, further)
        if more.page is not None and same_site(more.url, home.url):
            pages.append(more.page)
            links = _found(pages, accounts)
    outcome, signs = _judged(address, pages, names, rule, linked=any(links.values()))
    evidence = _evidence(address, home, pages) | {"signs": signs}
    if outcome == Outcome.FITS and home.page.scripted and not any(links.values()):
        outcome = Outcome.NEEDS_SCRIPT
    return Site(outcome, links, evidence)


def _found(pages: Sequence[Page], accounts: Sequence[Wanted]) -> dict[UUID, str]:
    shown = {place(link.url): link.url for page in pages for link in page.links}
    return {
        one.account_id: next((shown[where] for where in sorted(one.places) if where in shown), "") for one in accounts
    }


def _further(home: Page, rule: WebsiteLink) -> str:
    """The page of the same site where accounts may be named, if the home page has a link to one."""
    words = sorted(rule.further)
    for link in home.links:
        said = f"{link.words} {link.url}".casefold()
        if same_site(link.url, home.url) and link.url != home.url and any(word in said for word in words):
            return link.url
    return ""


def _judged(
    address: str, pages: Sequence[Page], names: Collection[str], rule: WebsiteLink, *, linked: bool
) -> tuple[Outcome, list[str]]:
    """Whether it still is the office's own, and what speaks against it."""
    signs = _signs(pages, rule)
    if signs:
        return Outcome.SUSPICIOUS, signs
    away = not same_site(address, pages[0].url)
    if away and not within(pages[0].url, rule.official):
        return Outcome.SUSPICIOUS, [host(pages[0].url)]
    if linked:
        return Outcome.FITS, []
    if away:
        return Outcome.MOVED, [host(pages[0].url)]
    strange = not pages[0].scripted and not _is_ours(pages, names, rule)
    return (Outcome.SUSPICIOUS, ["name"]) if strange else (Outcome.FITS, [])


def _signs(pages: Sequence[Page], rule: WebsiteLink) -> list[str]:
    """The words of parked pages and of strangers that stand there, or to whose hosts it leads."""
    said = "\n".join(f"{page.title}\n{page.text}" for page in pages).casefold()
    hosts = " ".join(host(link.url) for page in pages for link in page.links)
    return sorted(word for word in rule.parked | rule.foreign if word in said or (" " not in word and word in hosts))


def _is_ours(pages: Sequence[Page], names: Collection[str], rule: WebsiteLink) -> bool:
    """Whether the office is named, or Bangla stands there, or it leads to official sites: one is enough. A page without
    words speaks against nobody.
    """
    said = "\n".join(f"{page.title}\n{page.text}" for page in pages)
    if script_of(said) != "latin" or any(
        within(link.url, rule.official) and not same_site(link.url, page.url) for page in pages for link in page.links
    ):
        return True
    heard = sounds(said)
    return any(share(name, heard) >= NAMED for name in names)


def _evidence(address: str, home: Fetched, pages: Sequence[Page] = ()) -> dict[str, Any]:
    shown = [link.url for page in pages for link in page.links if not same_site(link.url, page.url)]
    body = "\n".join(page.text for page in pages)
    return {
        "address": address,
        "url": home.url[:500],
        "status": home.status,
        "title": home.page.title if home.page else "",
        "pages": [page.url[:500] for page in pages],
        "links": list(dict.fromkeys(shown))[:MOST_SHOWN],
        "digest": sha256(body.encode()).hexdigest() if pages else "",
    }
