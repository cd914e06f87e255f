"""What offices share: a district's campaign, a post of it that it offers to all below, and a collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sanglap.campaigns import collecting, joining, offering
from sanglap.campaigns.models import Reach
from sanglap.content import pictures, sights
from sanglap.content import services as content
from sanglap.content.models import Draft, Verdict
from sanglap.core.localized import LocalizedText
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.drawing import seedlings
from sanglap.demo.living.today import GHIOR, SHIBALAYA
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope
from sanglap.people.models import User

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MANIKGANJ = "bd-dist-46"
_NAME = LocalizedText(bn="এক বাড়ি এক গাছ", en="One home, one tree")
_TEXT = "বাড়ির আঙিনায় একটি গাছ লাগান, নিয়মিত পানি দিন, আর তার ছবি আমাদের পাঠান। চারা পাওয়া যাবে উপজেলা কৃষি অফিসে। #এক_বাড়ি_এক_গাছ"
_ALT = "মাঠে রোদের নিচে সারি সারি চারাগাছ"
_NOTE = "“উপজেলা কৃষি অফিসে” লেখার জায়গায় আপনার উপজেলার নাম ও চারা বিতরণের স্থান লিখুন।"
_COLLECTION = "গাছ ও পরিবেশ"


def seed_between(crews: Sequence[Crew], people: Mapping[str, User], *, now: datetime) -> None:
    """The district lays it out and one upazila adopts it; at the other it waits. Nothing where the district is not."""
    known = {crew.sketch.code: crew for crew in crews}
    district, ghior = known.get(_MANIKGANJ), known.get(GHIOR)
    if district is None or SHIBALAYA not in known:
        return
    coordinator, today = Scope.of(people["farhana"], now), loader.current().calendar.day_of(now)
    plan = joining.Plan(
        name=_NAME, starts_on=today - 6 * _DAY, ends_on=today + 24 * _DAY, purposes=["4.c"],
        hashtags=["এক_বাড়ি_এক_গাছ"], reach=Reach.BELOW,
    )  # fmt: skip
    campaign = joining.begin(coordinator, office=district.office, plan=plan, now=now - 6 * _DAY)
    draft = _approved(district, now - 5 * _HOUR)
    author = Scope.of(district.author, now)
    joining.put_in(author, draft=draft, campaign=campaign, now=now)
    gathered = collecting.make(author, office=district.office, name=_COLLECTION, now=now)
    collecting.put(author, draft=draft, collection=gathered, inside=True, now=now)
    wish = offering.Wish(
        reach=Reach.BELOW, ends_on=today + 14 * _DAY, wish_on=today + 3 * _DAY, note=_NOTE, campaign=campaign
    )
    offer = offering.offer(coordinator, draft=draft, wish=wish, now=now - 3 * _HOUR)
    if ghior:
        offering.adopt(
            Scope.of(ghior.author, now), offer=offer, accounts=[ghior.account], publish_at=None, now=now - _HOUR
        )


def _approved(crew: Crew, at: datetime) -> Draft:
    """The district's post, with its picture, as its panel approved it."""
    author = Scope.of(crew.author, at)
    trees = seedlings(Random(46))  # noqa: S311 - made-up data, the same every time
    shown = pictures.bring(author, office=crew.office, content=trees, name="gach.jpg", now=at)
    draft = content.start(
        author, office=crew.office, kind=Kind.POST, text=_TEXT, accounts=[crew.account], purposes=["4.c"],
        pictures=[pictures.Chosen(shown, _ALT)], now=at,
    )  # fmt: skip
    sights.catch_up(author, draft=draft, now=at)
    (variant,) = content.submit(author, draft=draft, now=at, by_name=True)
    for member in crew.panel[: crew.votes]:
        content.decide(
            Scope.of(member, at + _HOUR), variant=variant, verdict=Verdict.APPROVE, digest=variant.digest,
            now=at + _HOUR,
        )  # fmt: skip
    return draft
