"""What the frame of every page shows: the places, and what waits in each."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.inbox import selectors as inbox
from sanglap.inbox.states import MessageState
from sanglap.offices import selectors as offices
from sanglap.offices.scope import Scope

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


# Name, first page (its icon bears the same name), and all pages that are in the place.
_PLACES = (
    (_("Day"), "day", {"day"}),
    (_("Posts"), "posts", {"posts", "post", "compose", "edit", "approve"}),
    (_("Inbox"), "inbox", {"inbox", "thread"}),
    (_("Accounts"), "accounts", {"accounts", "account"}),
)


def places(request: HttpRequest) -> dict[str, Any]:
    """`places` and `reader_office` for the templates, reckoned only where a template asks for them."""
    scope: Scope | None = getattr(request, "scope", None)
    if scope is None:
        return {"places": []}
    page = request.resolver_match.url_name if request.resolver_match else None
    return {
        "places": SimpleLazyObject(lambda: _places(page, scope)),
        "reader_office": SimpleLazyObject(lambda: _office(scope)),
    }


def _office(scope: Scope) -> LocalizedText | str:
    office = offices.own(scope).first()
    return office.name if office else ""


def _places(current: str | None, scope: Scope) -> list[Place]:
    waiting = {
        "posts": content.waiting_for(scope, now=clock.now())[: MOST + 1].count(),
        "inbox": inbox.messages(scope).filter(state=MessageState.OPEN)[: MOST + 1].count(),
    }
    return [
        Place(name, reverse(f"desk:{page}"), page, current in pages, waiting.get(page, 0))
        for name, page, pages in _PLACES
    ]
