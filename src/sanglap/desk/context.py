"""What the frame of every page shows: the places, and what waits in each."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.inbox import selectors as inbox
from sanglap.inbox.states import MessageState
from sanglap.notices import selectors as notices
from sanglap.offices import selectors as offices
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.suggestions import selectors as suggestions

MOST = 99
"""A count above this is shown as this and a plus."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the staff's places, as the frame draws it."""

    name: Promise
    url: str
    icon: str
    current: bool
    count: int = 0


# Name, first page, icon, under which addresses it is, and who has something to look for there (None: everybody).
_PLACES = (
    (_("Day"), "day", "day", (), None),
    (_("Posts"), "posts", "posts", ("desk/posts/", "desk/approve/"), Permission.POST_VIEW),
    (_("Inbox"), "inbox", "inbox", ("desk/inbox/",), Permission.MESSAGE_VIEW),
    (
        _("Accounts"),
        "accounts",
        "accounts",
        ("desk/accounts/", "desk/board/", "desk/exemptions/", "desk/duties/", "desk/platforms/", "desk/laws/"),
        Permission.ACCOUNT_VIEW,
    ),
    (
        _("Offices"),
        "offices",
        "offices",
        ("desk/offices/", "desk/people/", "desk/appointments/", "desk/history/"),
        Permission.OFFICE_VIEW,
    ),
)
# The parts of a place, by its first page: name, first page, under which addresses it is, who may look.
_PARTS = {
    "accounts": (
        (_("Accounts"), "accounts", "desk/accounts/", Permission.ACCOUNT_VIEW),
        (_("Where everyone stands"), "board", "desk/board/", Permission.ACCOUNT_VIEW),
        (_("Exemptions"), "exemptions", "desk/exemptions/", Permission.ACCOUNT_VIEW),
        (_("Platforms"), "platforms", "desk/platforms/", Permission.ACCOUNT_VIEW),
        (_("Choice of platforms"), "assessments", "desk/platforms/assessments/", Permission.ACCOUNT_VIEW),
        (_("Laws and rules"), "laws", "desk/laws/", Permission.ACCOUNT_VIEW),
        (_("Incidents"), "incidents", "desk/accounts/incidents/", Permission.ACCOUNT_VIEW),
    ),
    "posts": (
        (_("All posts"), "posts", "desk/posts/", Permission.POST_VIEW),
        (_("Calendar"), "post-calendar", "desk/posts/calendar/", Permission.POST_VIEW),
        (_("Suggestions"), "suggestions", "desk/posts/suggestions/", Permission.POST_WRITE),
        (_("What I suggested"), "suggestions-mine", "desk/posts/suggestions/mine/", Permission.POST_SUGGEST),
        (_("Between offices"), "offers", "desk/posts/offers/", Permission.POST_VIEW),
        (_("Campaigns"), "campaigns", "desk/posts/campaigns/", Permission.POST_VIEW),
    ),
    "inbox": (
        (_("Messages"), "inbox", "desk/inbox/", Permission.MESSAGE_VIEW),
        (_("Hidden"), "hidings", "desk/inbox/hidings/", Permission.MESSAGE_VIEW),
    ),
    "offices": (
        (_("Offices"), "offices", "desk/offices/", Permission.OFFICE_VIEW),
        (_("Positions"), "appointments", "desk/appointments/", Permission.PEOPLE_VIEW),
        (_("People"), "people", "desk/people/", Permission.PEOPLE_VIEW),
        (_("Lists brought in"), "imports", "desk/offices/imports/", Permission.OFFICE_MANAGE),
        (_("History"), "history", "desk/history/", Permission.AUDIT_VIEW),
    ),
}


def places(request: HttpRequest) -> dict[str, Any]:
    """`places`, their `parts`, `unread` notices, `reader_office` and `demo` for the templates, reckoned only where one
    asks for them.
    """
    scope: Scope | None = getattr(request, "scope", None)
    if scope is None:
        return {"places": []}
    here = request.resolver_match.route if request.resolver_match else ""
    return {
        "places": SimpleLazyObject(lambda: _places(here, scope)),
        "parts": SimpleLazyObject(lambda: _parts(here, scope)),
        "unread": partial(_unread, scope),
        "reader_office": SimpleLazyObject(lambda: _office(scope)),
        "demo": settings.SANGLAP_DEMO,
    }


def _unread(scope: Scope) -> int:
    return notices.unread(scope)[: MOST + 1].count()


def _office(scope: Scope) -> LocalizedText | str:
    office = offices.own(scope).first()
    return office.name if office else ""


def _places(here: str, scope: Scope) -> list[Place]:
    counts = {
        "posts": content.waiting_for(scope, now=clock.now())[: MOST + 1].count,
        "inbox": inbox.messages(scope, Permission.MESSAGE_ANSWER).filter(state=MessageState.OPEN)[: MOST + 1].count,
    }
    return [
        Place(
            name,
            reverse(f"desk:{page}"),
            icon,
            here.startswith(under) if under else here == "desk/",
            counts[page]() if page in counts else 0,
        )
        for name, page, icon, under, permission in _PLACES
        if (permission is None or scope.has(permission)) and _there(page)
    ]


def _parts(here: str, scope: Scope) -> list[Place]:
    """Those of the place in which one is, where it has any and one may see more than one."""
    place = next((page for _name, page, _icon, under, _may in _PLACES if under and here.startswith(under)), "")
    listed = _PARTS.get(place, ())
    nearest = max((under for _name, _page, under, _may in listed if here.startswith(under)), key=len, default="")
    counts = {"suggestions": suggestions.waiting(scope)[: MOST + 1].count}
    parts = [
        Place(name, reverse(f"desk:{page}"), "", under == nearest, counts[page]() if page in counts else 0)
        for name, page, under, permission in listed
        if scope.has(permission) and _there(page)
    ]
    return parts if len(parts) > 1 else []


def _there(page: str) -> bool:
    from django.urls import NoReverseMatch

    try:
        reverse(f"desk:{page}")
    except NoReverseMatch:
        return False
    return True
