"""What whoever looked from outside found in that year: profiles and websites, well kept and badly, and what changed.

An office's website is one of the practice network's own, so that whoever plays the demo can break and mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sanglap.demo.living.crews import Crew
from sanglap.demo.living.drawing import emblem, landscape
from sanglap.demo.living.register import Care
from sanglap.guideline import loader
from sanglap.networks.contract import Profile
from sanglap.networks.registry import by_hand
from sanglap.offices.models import Office
from sanglap.verification import services
from sanglap.verification.looking import ProfileSeen, ProfileTask, SiteSeen, SiteTask
from sanglap.verification.models import Watch
from sanglap.verification.reading.profile import Seen, of_network
from sanglap.verification.reading.website import Site
from sanglap.verification.states import Outcome

GRIEVANCES = "https://www.grs.gov.bd"
SHIBALAYA, GHIOR = "bd-upa-362", "bd-upa-361"
_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
_SETTINGS: Mapping[str, str | bool] = {
    "locked": False, "bot": False, "discoverable": True, "indexable": False, "noindex": False, "privacy": "public",
    "sensitive": False, "language": "bn", "quote_policy": "public",
}  # fmt: skip
_SITES: Mapping[str, tuple[Outcome, list[str]]] = {
    "script": (Outcome.NEEDS_SCRIPT, []),
    "parked": (Outcome.SUSPICIOUS, ["buy this domain", "domain is for sale"]),
    "taken": (Outcome.SUSPICIOUS, ["casino"]),
    "broken": (Outcome.FAILING, []),
    "gone": (Outcome.GONE, []),
}
_STATUS = {"broken": 500, "gone": 404}


def site_of(server: str, handle: str) -> str:
    """The practice website of the office whose account has that handle."""
    return f"{server}/sites/{handle}/"


@dataclass(frozen=True, slots=True)
class Face:
    """What an office shows: its account's name, what the profile tells, and how the website behaves."""

    name: str
    purpose: bool = True
    website: bool = True
    grievance: bool = True
    site: str = "linked"

    def note(self, crew: Crew) -> str:
        """The profile's text."""
        book, account = loader.current(), crew.account
        purposes = ", ".join(text["bn"] for key in account.purposes if (text := book.clause(key).text))
        told = [f"উদ্দেশ্য: {purposes}।"] if self.purpose else []
        return "\n\n".join([account.description["bn"], *told, f"যাঁদের জন্য: {account.audience['bn']}।"])

    def fields(self, website: str) -> list[tuple[str, str]]:
        """The profile's fields."""
        found = [("ওয়েবসাইট", website)] if self.website else []
        return [*found, ("অভিযোগ প্রতিকার", GRIEVANCES)] if self.grievance else found


def _faces(crew: Crew, chance: Random) -> tuple[Face, Face]:
    """At the year's beginning, and now."""
    name = crew.account.name["bn"]
    if crew.sketch.code == SHIBALAYA:
        return Face(name, website=False, grievance=False), Face(name, grievance=False)
    if crew.sketch.code == GHIOR:
        poor = Face("ইউএনও ঘিওর", purpose=False, website=False, grievance=False, site="parked")
        return replace(poor, site="linked"), poor
    if crew.sketch.care == Care.GOOD:
        now = Face(name, site=chance.choice(["linked", "linked", "linked", "contact"]))
        return replace(now, grievance=chance.choice([True, False])), now
    flaws: list[dict[str, Any]] = [
        {"purpose": False}, {"grievance": False}, {"website": False}, {"site": "unlinked"}, {"site": "script"}
    ]  # fmt: skip
    now = replace(Face(name), **chance.choice(flaws))
    if crew.sketch.care == Care.POOR:
        bad = chance.choice(["unlinked", "broken", "gone", "taken"])
        now = Face(name, purpose=False, website=False, grievance=False, site=bad)
    return replace(now, site="linked"), now


@dataclass(frozen=True, slots=True)
class _Look:
    at: datetime
    crew: Crew
    face: Face


class Outside:
    """The looks of a year, made one after the other. `server` is the practice network's address."""

    def __init__(self, crews: Sequence[Crew], *, server: str, begin: datetime, now: datetime) -> None:
        self._server = server
        for crew in crews:
            # As the register would have had it from the beginning; that is no act of that year.
            website = site_of(server, crew.sketch.handle)
            Office.objects.filter(pk=crew.office.pk).update(website=website)
            crew.office.website = website
        services.enrol(now=begin)
        looks = [look for crew in crews for look in self._of(crew, now)]
        self._looks = iter(sorted(looks, key=lambda look: (look.at, look.crew.number)))
        self._next = next(self._looks, None)

    def _of(self, crew: Crew, now: datetime) -> Iterator[_Look]:
        """Twice at the beginning and twice at the change, since a fault counts when it was seen twice; once now."""
        chance = _chance(crew)
        before, after = _faces(crew, chance)
        changed = crew.opened_at + chance.randint(8, 44) * _WEEK
        lately = now - timedelta(hours=chance.randint(2, 90))
        for at, face in ((crew.opened_at, before), (changed, after), (lately, after)):
            yield _Look(at + 2 * _HOUR, crew, face)
            if at is not lately:
                yield _Look(at + 3 * _HOUR, crew, face)

    def until(self, moment: datetime) -> None:
        """Make the looks that were due until then."""
        while self._next is not None and self._next.at <= moment:
            self._make(self._next)
            self._next = next(self._looks, None)

    def _make(self, look: _Look) -> None:
        crew, watches = look.crew, {watch.subject: watch for watch in Watch.objects.filter(office=look.crew.office)}
        task = ProfileTask(watches["profile"].pk, crew.account, connected=True)
        seen = self.seen(crew, look.face)
        result = ProfileSeen(task, Outcome.FITS, seen, itself=True, pictures=pictures(crew))
        services.keep_profile(result, shown=services.taken_in(result, now=look.at), now=look.at)
        address = crew.office.website
        site = SiteTask(watches["website"].pk, address, (), (), _rule(look.at))
        services.keep_site(SiteSeen(site, self.site(crew, look.face)), now=look.at)

    def seen(self, crew: Crew, face: Face) -> Seen:
        """The profile as it was read."""
        url = crew.account.url
        profile = Profile(
            str(crew.number), crew.sketch.handle, face.name, url, face.note(crew),
            dict(face.fields(crew.office.website)), settings=_SETTINGS,
        )  # fmt: skip
        return of_network(profile, by="public")

    def site(self, crew: Crew, face: Face) -> Site:
        """The website as it was read."""
        outcome, signs = _SITES.get(face.site, (Outcome.FITS, []))
        linked = face.site in {"linked", "contact"}
        address = crew.office.website
        evidence = {
            "address": address, "url": address, "status": _STATUS.get(face.site, 200), "signs": signs,
            "title": crew.account.name["bn"] if outcome == Outcome.FITS else "", "pages": [address], "links": [],
        }  # fmt: skip
        return Site(outcome, {crew.account.pk: crew.account.url if linked else ""}, evidence)


def behind_a_wall(*, now: datetime) -> None:
    """The accounts that are kept by hand were looked at too, and their network showed them to nobody from outside."""
    services.enrol(now=now - _DAY)
    for watch in Watch.objects.filter(account__network__in=by_hand()).select_related("account"):
        if watch.account is not None:
            task = ProfileTask(watch.pk, watch.account, connected=False)
            services.keep_profile(ProfileSeen(task, Outcome.WALLED, None, itself=False, pictures={}), now=now - _DAY)


def _chance(crew: Crew) -> Random:
    return Random(f"outside of {crew.sketch.code}")  # noqa: S311 - made-up data, the same every time


def _rule(at: datetime) -> Any:
    book = loader.current()
    return book.rule("website-tie", on=book.calendar.day_of(at)).parameters


def face_now(crew: Crew) -> Face:
    """What the office shows now."""
    return _faces(crew, _chance(crew))[1]


def pictures(crew: Crew) -> dict[str, bytes]:
    """The two pictures of its profile."""
    chance = Random(f"pictures of {crew.sketch.code}")  # noqa: S311 - as above
    return {"avatar": emblem(chance), "header": landscape(chance)}
