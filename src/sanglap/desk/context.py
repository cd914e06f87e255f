"""What the frame of every page shows: the places, and what waits in each."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.inbox import selectors as inbox
from sanglap.inbox.states import MessageState
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


_PLACES = (
    (_("Day"), "day", "day"),
    (_("Posts"), "posts", "posts"),
    (_("Inbox"), "inbox", "inbox"),
    (_("Accounts"), "accounts", "accounts"),
)


def places(request: HttpRequest) -> dict[str, Any]:
    """`places` for the templates, reckoned only where a template asks for them."""
    scope: Scope | None = getattr(request, "scope", None)
    return {"places": SimpleLazyObject(lambda: _places(request.path, scope)) if scope else []}


def _places(path: str, scope: Scope) -> list[Place]:
    waiting = {
        "posts": content.waiting_for(scope, now=clock.now())[: MOST + 1].count(),
        "inbox": inbox.messages(scope).filter(state=MessageState.OPEN)[: MOST + 1].count(),
    }
    current = max(
        (reverse(f"desk:{page}") for _name, page, _icon in _PLACES if path.startswith(reverse(f"desk:{page}"))),
        key=len,
        default="",
    )
    if path.startswith("/desk/approve/"):
        current = reverse("desk:posts")
    return [
        Place(name, reverse(f"desk:{page}"), icon, reverse(f"desk:{page}") == current, waiting.get(page, 0))
        for name, page, icon in _PLACES
    ]
