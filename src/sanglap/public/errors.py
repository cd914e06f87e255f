"""What is shown when something went wrong: what happened, what it means, what to do."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sanglap.core import clock
from sanglap.offices.access import public
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import on_leave


def _show(request: HttpRequest, status: int, title: str, body: str) -> HttpResponse:
    return render(request, "public/error.html", {"title": title, "body": body}, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _show(
            request,
            413,
            _("That was too much at once"),
            _(
                "Nothing was changed. Go back: what you wrote is still there. "
                "Make the text shorter or the file smaller, or send several files one after another."
            ),
        )
    return _show(
        request,
        400,
        _("This request could not be understood"),
        _("Nothing was changed. Go back and try again."),
    )


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = _("Your present duties do not include it. Ask the head of your office if they should.")
    scope = getattr(request, "scope", None)
    if isinstance(scope, Scope) and scope.user and on_leave(scope, now=clock.now()):
        why = _(
            "You are on leave: you see what you saw and do nothing. End the leave first: your name above, then Leave."
        )
    return _show(request, 403, _("You may not do this"), why)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _show(
        request,
        403,
        _("This page was open too long"),
        _("Nothing was changed. Go back, load the page again and repeat what you did."),
    )


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _show(
        request,
        404,
        _("There is nothing here"),
        _("The address is mistyped, or the page is not meant for you."),
    )


@public
def server_error(request: HttpRequest) -> HttpResponse:
    # Nothing that could fail again: no context processors, no database.
    page = render_to_string(
        "public/server_error.html",
        {
            "title": _("Something went wrong on our side"),
            "body": _("It has been written down. Nothing that you saved before is lost. Try again in a moment."),
        },
    )
    return HttpResponse(page, status=500)
