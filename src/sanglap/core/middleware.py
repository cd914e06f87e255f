"""What happens around every request, whoever asks."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
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


class SizeMiddleware:
    """Refuses what is too large before any of it is read: it would fill the disk on its way to the form."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        if announced.isdecimal() and int(announced) > MOST_BYTES:
            raise RequestDataTooBig
        return self.get_response(request)
