"""The pages that are measured: a line for each, and who opens it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.bench.pages import Asked, at, office_of, plain
from sanglap.bench.seed.register import ROOT
from sanglap.campaigns.models import Campaign, Offer
from sanglap.duties.models import Duty, DutyKind
from sanglap.platforms.models import Decision

_SHIBALAYA = "bd-upa-362"
_TOP, _DISTRICT, _HEAD, _MEMBER, _WRITER = "nasrin", "farhana", "rehana", "kamrul", "sumaiya"


_BOARD = ("board", "board-map", "board-offices", "board-year", "board-rows")
_PICKED = (
    "?standing=broken",
    "?kind=panel-size&standing=kept",
    "?area=bd-dist-46",
    "?network=mastodon&standing=wanting",
    "?q=উপজেলা",
)
"""Each fills its page on both data sets: otherwise one would measure how many rows are shown."""


def _account() -> UUID:
    """The account of the cast's office."""
    return Account.objects.filter(office__code=_SHIBALAYA, state=AccountState.ACTIVE).order_by("id")[0].pk


def _duty(kind: DutyKind) -> Callable[[], UUID]:
    """The latest duty of that account."""
    return lambda: Duty.objects.filter(kind=kind, account=_account()).order_by("-starts_on")[0].pk


def _decision() -> UUID:
    """A decision on which accounts rest."""
    return Decision.objects.order_by("id")[0].pk


def _campaign(code: str) -> Callable[[], UUID]:
    """The latest campaign of the office of that code."""
    return lambda: Campaign.objects.filter(office__code=code).order_by("-id")[0].pk


def _offer(code: str) -> Callable[[], UUID]:
    """What that office offered last."""
    return lambda: Offer.objects.filter(office__code=code).order_by("-id")[0].pk


_OF_OFFICE = (
    "letterhead",
    "office-website",
    "office-phrases",
    "assessment-new",
    "exemption-new",
    "account-new",
    "emergency-contacts",
)
_OF_ACCOUNT = (
    "account", "account-duties", "account-outside", "account-name", "account-security", "account-settings",
    "account-panel", "account-offer", "account-suspend", "account-close", "incident-new", "drill-new",
)  # fmt: skip
_PLAIN = (
    "exemptions",
    "claims",
    "platforms",
    "assessments",
    "terms-new",
    "laws",
    "law-new",
    "incidents",
    "board-views",
)

PAGES = (
    Asked(_TOP, "day (nation)", plain("desk:day")),
    Asked(_DISTRICT, "day (district)", plain("desk:day")),
    Asked(_HEAD, "day (head)", plain("desk:day")),
    Asked(_MEMBER, "day (panel)", plain("desk:day")),
    Asked(_TOP, "accounts (nation)", plain("desk:accounts")),
    Asked(_HEAD, "accounts (head)", plain("desk:accounts")),
    Asked(_MEMBER, "duty updates", at("desk:duty", _duty(DutyKind.UPDATES))),
    Asked(_MEMBER, "duty answers", at("desk:duty", _duty(DutyKind.ANSWERS))),
    Asked(_MEMBER, "duty panel", at("desk:duty", _duty(DutyKind.PANEL))),
    *(Asked(_TOP, f"{name} (nation)", plain(f"desk:{name}")) for name in _BOARD),
    *(Asked(_TOP, f"rows {query}", plain("desk:board-rows", query)) for query in _PICKED),
    *(Asked(_TOP, f"{name} (nation)", plain(f"desk:{name}")) for name in _PLAIN),
    *(Asked(_HEAD, name, at(f"desk:{name}", office_of(_SHIBALAYA))) for name in _OF_OFFICE),
    *(Asked(_HEAD, name, at(f"desk:{name}", _account)) for name in _OF_ACCOUNT),
    Asked(_TOP, "account (nation)", at("desk:account", _account)),
    Asked(_TOP, "account-duties (nation)", at("desk:account-duties", _account)),
    Asked(_MEMBER, "account-confirm", at("desk:account-confirm", _account, lambda: "mfa")),
    Asked(_TOP, "board-remind (nation)", plain("desk:board-remind", "?standing=broken")),
    Asked(_TOP, "platform", at("desk:platform", lambda: "mastodon")),
    Asked(_TOP, "platform-decision", at("desk:platform-decision", _decision)),
    Asked(_TOP, "posts (nation)", plain("desk:posts")),
    Asked(_MEMBER, "posts", plain("desk:posts")),
    Asked(_TOP, "calendar of an office (nation)", plain("desk:post-calendar", f"?q={_SHIBALAYA}")),
    Asked(_MEMBER, "calendar", plain("desk:post-calendar")),
    Asked(_MEMBER, "calendar, a list", plain("desk:post-calendar", "?view=list")),
    Asked(_TOP, "recurring posts (nation)", plain("desk:recurrences")),
    Asked(_MEMBER, "recurring posts", plain("desk:recurrences")),
    Asked(_TOP, "days of mourning (nation)", plain("desk:declarations")),
    Asked(_MEMBER, "days of mourning", plain("desk:declarations")),
    Asked(_MEMBER, "hours of the week", at("desk:slots", _account)),
    Asked(_TOP, "campaigns (nation)", plain("desk:campaigns")),
    Asked(_MEMBER, "campaigns", plain("desk:campaigns")),
    Asked(_MEMBER, "campaign of the district", at("desk:campaign", _campaign("bd-dist-46"))),
    Asked(_TOP, "offers (nation)", plain("desk:offers")),
    Asked(_MEMBER, "offers", plain("desk:offers")),
    Asked(_DISTRICT, "offer of the district", at("desk:offer-made", _offer("bd-dist-46"))),
    Asked(_MEMBER, "offer", at("desk:offer", _offer("bd-dist-46"))),
    Asked(_TOP, "collections (nation)", plain("desk:collections")),
    Asked(_WRITER, "suggestions", plain("desk:suggestions")),
    Asked(_WRITER, "suggest", plain("desk:suggest")),
    Asked(_WRITER, "new post", plain("desk:compose")),
    Asked(_TOP, "urgent uses (nation)", plain("desk:urgent-uses")),
    Asked(_TOP, "inbox (nation)", plain("desk:inbox")),
    Asked(_MEMBER, "inbox", plain("desk:inbox")),
    Asked(_MEMBER, "inbox marked", plain("desk:inbox", "?show=marked")),
    Asked(_TOP, "hidings (nation)", plain("desk:hidings")),
    Asked(_MEMBER, "hidings to do", plain("desk:hidings", "?show=to_do")),
    Asked(_TOP, "stops (nation)", plain("desk:stops")),
    Asked(_HEAD, "stops", plain("desk:stops")),
    Asked(_TOP, "office district", at("desk:office", office_of("bd-dist-46"))),
    Asked(_HEAD, "office upazila", at("desk:office", office_of(_SHIBALAYA))),
    Asked("", "public home", plain("public:home")),
    Asked("", "public laws", plain("public:laws")),
    Asked("", "public house rules", plain("public:house-rules")),
    Asked("", "public office", at("public:office", office_of(_SHIBALAYA))),
)
"""On the national data set against the same on the demo's."""

BOARDS = (
    (Asked(_TOP, "nation's day", plain("desk:day")), Asked(_DISTRICT, "district's day", plain("desk:day"))),
    (
        Asked(_TOP, "nation's accounts", plain("desk:accounts")),
        Asked(_DISTRICT, "district's accounts", plain("desk:accounts")),
    ),
    (
        Asked(_TOP, "nation's marked messages", plain("desk:inbox", "?show=marked")),
        Asked(_DISTRICT, "district's marked messages", plain("desk:inbox", "?show=marked")),
    ),
    (
        Asked(_TOP, "nation's campaign", at("desk:campaign", _campaign(ROOT))),
        Asked(_DISTRICT, "district's campaign", at("desk:campaign", _campaign("bd-dist-46"))),
    ),
    (
        Asked(_TOP, "what became of the nation's offer", at("desk:offer-made", _offer(ROOT))),
        Asked(_DISTRICT, "what became of the district's", at("desk:offer-made", _offer("bd-dist-46"))),
    ),
    *(
        (
            Asked(_TOP, f"nation's {name}", plain(f"desk:{name}")),
            Asked(_DISTRICT, f"district's {name}", plain(f"desk:{name}")),
        )
        for name in _BOARD
    ),
)
"""The nation's against one district's, both on the national data set."""
