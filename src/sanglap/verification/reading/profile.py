"""A live profile against the register: name, description, links (clauses 5.a, 5.b, 5.h, 5.i)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sanglap.accounts.naming import fault_of
from sanglap.guideline.parameters.naming import OfficeName
from sanglap.guideline.parameters.outside import GrievanceLink, ProfileDescription
from sanglap.language.matching import share, sounds
from sanglap.networks.contract import Profile
from sanglap.verification.reading.addresses import host, place, same_site, written
from sanglap.verification.reading.page import Page
from sanglap.verification.states import Aspect, Outcome

LONGEST = 2_000
_WALLS = ("/login", "/checkpoint", "/authwall", "/accounts/login", "/i/flow/login", "/signup")
"""Where networks lead whoever has not signed in."""
_WALL_TITLES = frozenset(
    {"", "facebook", "instagram", "log in to facebook", "log into facebook", "login • instagram", "x", "linkedin",
     "sign up | linkedin", "facebook – log in or sign up", "facebook - log in or sign up", "just a moment..."}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says that the profile should say."""

    names: Sequence[str]
    """Of the account and of its office, in every language."""
    purposes: Sequence[str]
    audience: Sequence[str]
    user: Sequence[str]
    website: str
    """"" where the register knows none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A live profile as it was read; `by` says how: `public`, `account` (connected), `page`."""

    by: str
    name: str
    handle: str
    url: str
    description: str
    links: Sequence[str]
    fields: Mapping[str, str] = field(default_factory=dict)
    avatar: str = ""
    header: str = ""
    settings: Mapping[str, str | bool] = field(default_factory=dict)
    remote_id: str = ""
    """The network's own key of whoever has that handle now."""

    @property
    def said(self) -> str:
        """All that it says of itself."""
        return "\n".join([self.description, *(f"{name} {value}" for name, value in self.fields.items())])

    def evidence(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def of_network(profile: Profile, *, by: str) -> Seen:
    """The profile as its network's own interface told it."""
    fields = {name[:200]: value[:500] for name, value in list(profile.fields.items())[:20]}
    return Seen(
        by, profile.name[:300], profile.handle[:128], profile.url[:500], profile.description[:LONGEST],
        tuple(written([profile.description[:LONGEST], *fields.values()])), fields, profile.avatar[:500],
        profile.header[:500], dict(profile.settings), profile.remote_id[:128],
    )  # fmt: skip


def of_page(page: Page, handle: str) -> Seen | None:
    """The profile as its public page shows it; None where a wall stands before it, and nobody can tell."""
    name = page.about.get("og:title") or page.title
    description = page.about.get("og:description") or page.about.get("description", "")
    walled = any(part in page.url.casefold() for part in _WALLS) or name.casefold().strip() in _WALL_TITLES
    if walled or (page.scripted and not description):
        return None
    links = [link.url for link in page.links if not same_site(link.url, page.url)]
    said = description if page.scripted else f"{description}\n{page.text}"
    found = tuple(dict.fromkeys([*links, *written([said[:LONGEST]])]))[:50]
    return Seen(
        "page", name[:300], handle, page.url[:500], said[:LONGEST], found, avatar=page.about.get("og:image", "")[:500]
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What one aspect of a profile came to."""

    outcome: Outcome
    evidence: Mapping[str, Any]


def compared(
    seen: Seen, own: Registered, *, name: OfficeName, description: ProfileDescription, grievance: GrievanceLink
) -> dict[Aspect, Said]:
    """The profile against the register, aspect by aspect."""
    return {
        Aspect.NAME: _name(seen, own, name),
        Aspect.DESCRIPTION: _description(seen, own, description),
        Aspect.BACK: _back(seen, own),
        Aspect.GRIEVANCE: _grievance(seen, grievance),
    }


def _name(seen: Seen, own: Registered, rule: OfficeName) -> Said:
    heard = sounds(seen.name)
    best = max((share(one, heard) for one in own.names), default=0.0)
    if fault_of(seen.name, rule):
        outcome = Outcome.PERSONAL
    else:
        outcome = Outcome.FITS if best * 100 >= rule.bears_percent else Outcome.DIFFERS
    return Said(outcome, {"name": seen.name, "registered": list(own.names)[:4], "share": round(best * 100)})


def _description(seen: Seen, own: Registered, rule: ProfileDescription) -> Said:
    heard = sounds(seen.said)
    fillers = frozenset(sound for word in rule.fillers for sound in sounds(word))
    wanted = {"purpose": own.purposes, "audience": own.audience, "user": [*own.user, *own.names]}
    parts = {
        part: max((round(share(text, heard, fillers) * 100) for text in texts), default=0)
        for part, texts in wanted.items()
    }
    told = [part for part, found in parts.items() if found >= rule.share]
    outcome = Outcome.FITS if len(told) == len(parts) else Outcome.PARTLY
    missing = [part for part in parts if part not in told]
    return Said(outcome, {"text": seen.said[:500], "parts": parts, "missing": missing})


def _back(seen: Seen, own: Registered) -> Said:
    if not own.website:
        return Said(Outcome.NO_WEBSITE, {})
    found = next((link for link in seen.links if leads_to(link, own.website)), "")
    outcome = Outcome.FITS if found else Outcome.MISSING
    return Said(outcome, {"website": own.website, "link": found, "links": list(seen.links)[:8]})


def leads_to(link: str, website: str) -> bool:
    """Whether the link leads to that website: to its host and, where it is a part of one, into that part."""
    if not same_site(link, website):
        return False
    there, part = place(link), place(website)
    return there == part or there.startswith(f"{part}/")


def _grievance(seen: Seen, rule: GrievanceLink) -> Said:
    addresses = [f"https://{one}" for one in sorted(rule.hosts)]
    hosts = {host(one) for one in addresses}
    found = next((link for link in seen.links if host(link) in hosts), "")
    return Said(Outcome.FITS if found else Outcome.MISSING, {"link": found, "hosts": addresses})
