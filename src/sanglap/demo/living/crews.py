"""The offices of the register, who works there, and their accounts: made through the services, as of a year ago."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole, recordings_of
from sanglap.core.localized import LocalizedText
from sanglap.demo import cast
from sanglap.demo.library import Place, Tier, ended
from sanglap.demo.living.names import person
from sanglap.demo.living.register import Sketch
from sanglap.demo.living.rows import Numbers
from sanglap.demo.recruits import Recruits
from sanglap.networks.contract import Limits, Profile
from sanglap.offices import services as offices
from sanglap.offices.models import Appointment, Kind, Office
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Role

CHARACTERS, PICTURES = 500, 4
_DAY = timedelta(days=1)
Staff = Mapping[Role, Sequence[User]]


@dataclass(frozen=True, slots=True)
class Crew:
    """An office with its account, and who does what for it."""

    sketch: Sketch
    office: Office
    account: Account
    place: Place
    panel: tuple[User, ...]
    author: User
    responder: User
    number: int
    """The account's own key on the network."""
    token: str
    opened_at: datetime

    @property
    def votes(self) -> int:
        """How many of the panel approve what goes out."""
        return len(self.panel) // 2 + 1 if self.sketch.majority else 1


_HEADS = {
    Tier.DIVISION: ("বিভাগীয় কমিশনার", "Divisional Commissioner"),
    Tier.DISTRICT: ("জেলা প্রশাসক", "Deputy Commissioner"),
    Tier.UPAZILA: ("উপজেলা নির্বাহী অফিসার", "Upazila Nirbahi Officer"),
}
_HEADS_BY_KIND = {
    Kind.DIRECTORATE: ("মহাপরিচালক", "Director General"),
    Kind.AUTONOMOUS: ("চেয়ারম্যান", "Chairman"),
}
_PANELS = {
    Tier.NATIONAL: (
        ("উপসচিব", "Deputy Secretary"), ("সিস্টেম অ্যানালিস্ট", "Systems Analyst"), ("উপপরিচালক", "Deputy Director"),
        ("জনসংযোগ কর্মকর্তা", "Public Relations Officer"), ("প্রোগ্রামার", "Programmer"),
    ),
    Tier.DIVISION: (
        ("অতিরিক্ত বিভাগীয় কমিশনার", "Additional Divisional Commissioner"),
        ("পরিচালক, স্থানীয় সরকার", "Director, Local Government"), ("প্রোগ্রামার", "Programmer"),
        ("সিনিয়র সহকারী কমিশনার", "Senior Assistant Commissioner"), ("সহকারী কমিশনার", "Assistant Commissioner"),
    ),
    Tier.DISTRICT: (
        ("সহকারী কমিশনার (আইসিটি)", "Assistant Commissioner (ICT)"), ("প্রোগ্রামার", "Programmer"),
        ("অতিরিক্ত জেলা প্রশাসক (সার্বিক)", "Additional Deputy Commissioner (General)"),
    ),
    Tier.UPAZILA: (
        ("সহকারী প্রোগ্রামার", "Assistant Programmer"), ("সহকারী কমিশনার (ভূমি)", "Assistant Commissioner (Land)"),
        ("উপজেলা সমাজসেবা অফিসার", "Upazila Social Services Officer"),
    ),
}  # fmt: skip
_AUTHOR, _RESPONDER = ("অফিস সহকারী", "Office Assistant"), ("কম্পিউটার অপারেটর", "Computer Operator")
_GENERAL_PURPOSES = ("4.b", "4.c", "4.f")
_AREAS = {Tier.DIVISION: "{} বিভাগ", Tier.DISTRICT: "{} জেলা", Tier.UPAZILA: "{} উপজেলা"}
_HALLS = {
    Tier.NATIONAL: "দপ্তরের সম্মেলনকক্ষ",
    Tier.DIVISION: "বিভাগীয় কমিশনারের সম্মেলনকক্ষ",
    Tier.DISTRICT: "জেলা প্রশাসকের সম্মেলনকক্ষ",
    Tier.UPAZILA: "উপজেলা পরিষদ মিলনায়তন",
}
_BELOW = {Tier.DIVISION: "{} জেলা", Tier.DISTRICT: "{} উপজেলা"}
# Where the offices below are not known, as in a database of a few offices.
_PARTS = ("সদর ইউনিয়ন", "মহাদেবপুর ইউনিয়ন", "শিমুলিয়া ইউনিয়ন")
_DISTRICTS = (
    "মানিকগঞ্জ", "বরগুনা", "সুনামগঞ্জ", "গাইবান্ধা", "নওগাঁ", "ফেনী", "বাগেরহাট", "শেরপুর", "চাঁদপুর", "জামালপুর",
    "পঞ্চগড়", "মাদারীপুর",
)  # fmt: skip


def office_of(sketch: Sketch, known: Mapping[str, Office], *, now: datetime) -> Office:
    """The office, entered now where the national list has not brought it. `known` holds what is above it."""
    found = Office.objects.filter(code=sketch.code).first()
    return found or offices.create_office(
        Scope.everything("demo"),
        code=sketch.code,
        kind=sketch.kind,
        name=sketch.name,
        website=sketch.website,
        parent=known.get(sketch.parent),
        now=now,
    )


def crew_of(
    sketch: Sketch, office: Office, staff: Staff, *, reviewer: User, server: str, numbers: Numbers, begin: datetime
) -> Crew:
    """Open the office's account, as of `begin`, with those who serve there."""
    head, panel = staff[Role.HEAD][0], tuple(staff[Role.PANEL][: sketch.panel])
    number, token, at = numbers.new(begin), secrets.token_urlsafe(32), begin + _DAY
    account = _open(office, head, proposal(sketch, server), reviewer=reviewer, at=at)
    _settle_panel(account, head, panel, majority=sketch.majority, at=at + timedelta(hours=5))
    profile = Profile(str(number), sketch.handle, account.name["bn"], f"{server}/@{sketch.handle}", "", {})
    accounts.keep_connection(
        Scope.of(head, at),
        account=account,
        secrets={"token": token},
        profile=profile,
        limits=Limits(CHARACTERS, pictures=PICTURES, recordings=recordings_of("mastodon")),
        now=at + _DAY,
    )
    account.refresh_from_db()
    return Crew(
        sketch,
        office,
        account,
        place_of(sketch, office),
        panel,
        staff[Role.AUTHOR][0],
        staff[Role.RESPONDER][0],
        number,
        token,
        at + _DAY,
    )


def _open(office: Office, head: User, given: accounts.Proposal, *, reviewer: User, at: datetime) -> Account:
    account = accounts.propose(Scope.of(head, at), office=office, proposal=given, now=at)
    accounts.approve(Scope.of(reviewer, at), account=account, now=at + timedelta(hours=3))
    return account


def _settle_panel(account: Account, head: User, panel: Sequence[User], *, majority: bool, at: datetime) -> None:
    roles = (PanelRole.MODERATOR, PanelRole.ADMIN, PanelRole.AUTHORITY, PanelRole.MODERATOR, PanelRole.MODERATOR)
    scope, members = Scope.of(head, at), dict(zip(panel, roles, strict=False))
    accounts.appoint_panel(scope, account=account, members=members, now=at)
    accounts.set_majority(scope, account=account, by_majority=majority, now=at)


def proposal(sketch: Sketch, server: str, *, network: str = "mastodon", handle: str = "") -> accounts.Proposal:
    """What the office says of its account."""
    place, office = sketch.place, sketch.name
    if sketch.handle == cast.HANDLE:
        audience, description = cast.AUDIENCE, cast.DESCRIPTION
    elif sketch.tier == Tier.NATIONAL:
        audience = LocalizedText(bn="সারাদেশের নাগরিক ও সেবাগ্রহীতা", en="Citizens and service receivers of the country")
        description = _description(office)
    else:
        area = ended(_AREAS[sketch.tier].format(place["bn"]), "r")
        audience = LocalizedText(
            bn=f"{area} নাগরিক ও সেবাগ্রহীতা", en=f"The citizens and service receivers of {place['en']}"
        )
        description = _description(office)
    return accounts.Proposal(
        network=network,
        server=server,
        handle=handle or sketch.handle,
        name=sketch.account,
        purposes=_GENERAL_PURPOSES,
        audience=audience,
        description=description,
    )


def _description(office: LocalizedText) -> LocalizedText:
    return LocalizedText(
        bn=f"{ended(office['bn'], 'r')} দাপ্তরিক পেজ। সেবার খবর দেওয়া হয় এবং নাগরিকের প্রশ্নের সাড়া দেওয়া হয়।",
        en=f"The official page of the {office['en']}: news of services, and answers to citizens.",
    )


def staff_of(sketch: Sketch, office: Office, recruits: Recruits, chance: Random) -> Staff:
    """Who holds which role at the office; the vacant places go to recruits."""
    found: dict[Role, list[User]] = {role: [] for role in Role}
    serving = Appointment.objects.filter(position__office=office, ends_at=None).select_related("user", "position")
    for held in serving.order_by("id"):
        found[Role(held.position.role)].append(held.user)
    wanted: tuple[tuple[Role, Sequence[tuple[str, str]]], ...] = (
        (Role.HEAD, (_head(sketch),)),
        (Role.PANEL, _PANELS[sketch.tier][: sketch.panel]),
        (Role.AUTHOR, (_AUTHOR,)),
        (Role.RESPONDER, (_RESPONDER,)),
    )
    for role, titles in wanted:
        for number, title in enumerate(titles[len(found[role]) :], start=len(found[role])):
            username = f"{role.value}{number or ''}.{sketch.code}"
            called = LocalizedText(bn=title[0], en=title[1])
            found[role].append(recruits.hire(username, person(chance), recruits.position(called, office, role)))
    return found


def place_of(sketch: Sketch, office: Office) -> Place:
    """What the office's texts call it by; its parts are the offices below it."""
    bangla = sketch.place["bn"]
    if sketch.tier == Tier.NATIONAL:
        districts = tuple(f"{one} জেলা" for one in _DISTRICTS)
        return Place(bangla, districts, _head(sketch)[0], _HALLS[sketch.tier], sketch.name["bn"])
    below = [name["bn"] for name in office.children.order_by("code").values_list("name", flat=True)]
    if sketch.tier == Tier.UPAZILA:
        parts = [name.removesuffix(" পরিষদ") for name in below if name.endswith(" ইউনিয়ন পরিষদ")]
    else:
        parts = [_BELOW[sketch.tier].format(name.rsplit(", ", 1)[-1]) for name in below]
    return Place(
        _AREAS[sketch.tier].format(bangla),
        tuple(parts) if len(parts) > 1 else _PARTS,
        _head(sketch)[0],
        _HALLS[sketch.tier],
        sketch.account["bn"],
    )


def _head(sketch: Sketch) -> tuple[str, str]:
    return _HEADS.get(sketch.tier) or _HEADS_BY_KIND.get(sketch.kind, ("সচিব", "Secretary"))
