"""When each session was last seen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from sanglap.core import clock
from sanglap.people.services import note_seen

EVERY = 300
"""Seconds between two notes; what comes between costs no query."""
SEEN = "seen_at"


class LastSeenMiddleware:
    """Notes now and then that a session is in use, and from where; for the list that its owner reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seen = request.session.get(SEEN)
        now = clock.now()
        if isinstance(seen, float) and now.timestamp() - seen >= EVERY and request.user.is_authenticated:
            request.session[SEEN] = now.timestamp()
            note_seen(request, now=now)
        return self.get_response(request)
