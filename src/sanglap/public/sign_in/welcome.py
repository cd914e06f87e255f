"""Choosing a password by a link: an invitation, or a new way in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.core import clock
from sanglap.offices.access import public
from sanglap.people import limits
from sanglap.people.forms import LONGEST, NewPasswordForm
from sanglap.people.models import User
from sanglap.people.passwords import measure
from sanglap.people.services import LinkRefused, open_link, use_link


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def access_link(request: HttpRequest, token: str) -> HttpResponse:
    """Who the link is for, and a password to choose. Looking changes nothing."""
    now = clock.now()
    try:
        limits.consume(request, "access_link")
        link = open_link(token, now=now)
        form = NewPasswordForm(request.POST or None)
        if form.is_valid():
            try:
                use_link(token, password=form.cleaned_data["password"], now=now)
            except ValidationError as error:
                form.add_error("password", error.error_dict["password"])
            else:
                messages.success(request, _("Your password is set. Sign in with it now."))
                return _kept_close(redirect("public:sign-in"))
    except LinkRefused as refused:
        return _page(request, {"refused": refused.reason}, 404 if refused.reason == "unknown" else 410)
    except ValidationError as error:
        return _page(request, {"wait": error.messages[0]}, 429)
    return _page(request, {"form": form, "link": link, "token": token}, 422 if form.errors else 200)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return _kept_close(render(request, "public/sign_in/welcome.html", context, status=status))


def _kept_close(answer: HttpResponse) -> HttpResponse:
    """The address itself opens the door, so that it is told to nobody."""
    # Not "no-referrer": then browsers send forms as from nowhere, and those are refused (CSRF).
    answer["Referrer-Policy"] = "strict-origin"
    return answer


@public
@never_cache
@sensitive_post_parameters()
@require_POST
def measure_password(request: HttpRequest) -> HttpResponse:
    """How strong the password is that is being typed; for whoever is signed in, or has a link that opens."""
    try:
        limits.consume(request, "measure_password")
        user = _asking(request)
    except (ValidationError, LinkRefused):
        return HttpResponse(status=204)
    given = request.POST.get("password", "")[:LONGEST]
    context = {"strength": measure(given, user) if given else None}
    return render(request, "public/sign_in/_strength.html", context)


def _asking(request: HttpRequest) -> User:
    if isinstance(request.user, User):
        return request.user
    return open_link(request.POST.get("token", ""), now=clock.now()).user
