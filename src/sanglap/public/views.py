"""Pages that anybody may open."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.core import clock, showcase
from sanglap.guideline import loader
from sanglap.offices.access import public
from sanglap.people.models import User
from sanglap.people.services import note_sign_in


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a citizen who comes here first."""
    return render(request, "public/home.html", {"book": loader.current()})


@public
@require_safe
def guideline(request: HttpRequest) -> HttpResponse:
    """The whole guideline, clause by clause; `#clause-7.a` leads to one."""
    return render(request, "public/guideline.html", {"book": loader.current()})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door of the staff."""
    form = AuthenticationForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        if isinstance(user, User):
            note_sign_in(user, now=clock.now())
        return redirect(_onward(request))
    context = {"form": form, "next": _onward(request), "demo": settings.SANGLAP_DEMO}
    return render(request, "public/sign_in.html", context, status=422 if form.is_bound else 200)


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@public
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Whether this process can reach its database: 200 or an error. The yardstick of the page benchmark."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the pages with an example; only where Django runs in debug."""
    return render(request, "core/components.html", showcase.context())
