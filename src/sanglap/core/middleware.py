"""What happens around every request, whoever asks."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation

MOST_BYTES: Final = 25 * 1024 * 1024
"""What a request may hold: the largest file that is taken, and the words beside it."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReaderLanguageMiddleware:
    """Bangla unless the reader chose otherwise. The browser's own wish is not asked: most are sold set to English."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


View = TypeVar("View", bound=Callable[..., Any])


def takes(most_bytes: int) -> Callable[[View], View]:
    """Mark a page to which whoever is signed in may send more at once: several files."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]  # a mark of ours
        return view

    return mark


class SizeMiddleware:
    """Refuses what is too large before any of it is read: it would fill the disk on its way to the form."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object) -> None:
        """Comes before everything that reads what was sent."""
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        size = int(announced) if announced.isdecimal() else 0
        if size <= MOST_BYTES:
            return
        if size > getattr(view, "most_bytes", MOST_BYTES) or SESSION_KEY not in request.session:
            raise RequestDataTooBig
