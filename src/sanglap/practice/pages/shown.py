"""How a page is shown: in the reader's language, to which citizen, with which safeguards."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sanglap.practice.models import Account
from sanglap.practice.pages.words import LANGUAGES, words

P = ParamSpec("P")
LANGUAGE_COOKIE = "practice_language"
CITIZEN_COOKIE = "practice_citizen"
YEAR = 365 * 24 * 3600
LOOPBACK = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
POLICY = "default-src 'self'; form-action {}; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"


def language_of(request: HttpRequest) -> str:
    for given in (request.GET.get("language"), request.COOKIES.get(LANGUAGE_COOKIE)):
        if given in LANGUAGES:
            return given
    return "bn"


def citizen_of(request: HttpRequest) -> Account | None:
    """Whom the reader plays."""
    try:
        number = signing.loads(request.COOKIES.get(CITIZEN_COOKIE, ""), salt=CITIZEN_COOKIE)
    except signing.BadSignature:
        return None
    return Account.objects.filter(id=number, citizen=True).first()


def remember(answer: HttpResponse, citizen: Account) -> None:
    value = signing.dumps(citizen.id, salt=CITIZEN_COOKIE)
    answer.set_cookie(CITIZEN_COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax")


def origin_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def page(request: HttpRequest, template: str, status: int = 200, **given: Any) -> HttpResponse:
    """The template with the words of the reader's language and what is given."""
    language = language_of(request)
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    query = request.GET.copy()
    query["language"] = other
    context = {
        "w": words(language),
        "language": language,
        "other": other,
        "other_url": f"{request.path}?{query.urlencode()}" if request.method == "GET" else f"/?language={other}",
        "origin": origin_of(request),
        "citizen": citizen_of(request),
        "here": near(request),
        **given,
    }
    answer = render(request, f"practice/{template}.html", context, status=status)
    # The form of consent leads back to the client, wherever that is.
    answer.headers["Content-Security-Policy"] = POLICY.format("*" if template == "consent" else "'self'")
    if request.GET.get("language") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, httponly=True, samesite="Lax")
    return answer


def near(request: HttpRequest) -> bool:
    """Whether the caller sits at this very computer, and no proxy stands between."""
    proxied = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not proxied


def only_near(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view answers on loopback alone."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if near(request):
            return view(request, *args, **kwargs)
        if request.path.startswith("/faults/api"):
            return JsonResponse({"error": "Only on loopback"}, status=403)
        return page(request, "notice", 403, title="forbidden", message="only_here")

    return guarded
