"""Every page says who may open it, or is listed as public; the middleware refuses a page that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

from sanglap.audit.services import current_act, record
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.offices import stash
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people import proof, verbs
from sanglap.people.models import User
from sanglap.people.permissions import SENSITIVE, Permission
from sanglap.people.selectors import has_second_factor
from sanglap.people.services import actor

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

PUBLIC = "public"
SIGNED_IN = "signed in"


class StaffRequest(HttpRequest):
    """The request as a guarded page gets it."""

    user: User
    scope: Scope


def public(view: View) -> View:
    """Anybody may open this page."""
    view.access = PUBLIC  # type: ignore[attr-defined]  # a mark on the function, read by the middleware
    return view


def signed_in(view: View) -> View:
    """Whoever has signed in may open this page."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]  # a mark on the function, read by the middleware
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Whoever has the permission somewhere may open this page; what he sees there his scope decides."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]  # a mark on the function, read by the middleware
        return view

    return mark


def before_second_factor(view: View) -> View:
    """Whoever has still to set up or show a second factor may open this page (stands just below the mark)."""
    view.before_second_factor = True  # type: ignore[attr-defined]  # a mark on the function, read by the middleware
    return view


def step_up(view: View) -> View:
    """Before an act that cannot be taken back, the person shows again who he is (stands just below the mark).

    It is enough to have done so within `STEP_UP_SECONDS`; whoever has a second factor shows that one. What was sent too
    late is kept in the session and offered again to be sent by hand: never is the act done by itself.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if recently_shown(request):
            if request.method == "POST":
                stash.forget(request.session)
            return view(request, *args, **kwargs)
        return _ask_again(request)

    return cast("View", guarded)


def ask_once(request: StaffRequest) -> HttpResponse | None:
    """Before a vote the person shows again who he is, once a session: gives the way there, or None where he has.

    To have done so within `STEP_UP_SECONDS` is enough, for the rest of the session. What was sent is kept as by
    `step_up`. Whoever votes has a second factor (clause 5.e), and shows that one.
    """
    if not proof.shown_for_session(request.session, request.user.pk):
        if not recently_shown(request):
            return _ask_again(request)
        proof.note_for_session(request.session, request.user.pk)
    stash.forget(request.session)
    return None


def _ask_again(request: StaffRequest) -> HttpResponse:
    """To where one shows who one is. What was sent waits meanwhile."""
    if request.method == "POST" and stash.keep(request, now=clock.now()):
        return _lead(request, settings.STEP_UP_URL, reverse(settings.STEP_UP_FINISH_URL))
    return _lead(request, settings.STEP_UP_URL, request.get_full_path())


def recently_shown(request: StaffRequest) -> bool:
    """Whether the person showed lately who he is, as strongly as he can. At most one query."""
    key, now, within = request.user.pk, clock.now(), timedelta(seconds=settings.STEP_UP_SECONDS)
    if proof.fresh(request.session, key, within=within, second=True, now=now):
        return True
    by_password = proof.fresh(request.session, key, within=within, second=False, now=now)
    return by_password and not has_second_factor(request.user)


def mark_second_factor(session: SessionBase) -> None:
    """Note in the session that whoever is signed in in it has just shown a second factor: for tests and for the demo's
    role switcher.
    """
    proof.note_signed_in(session, now=clock.now())


def needs_second_factor(scope: Scope) -> bool:
    """Whether what the reader may do demands a second factor (clause 5.e). No query."""
    return any(grant.permissions & SENSITIVE for grant in scope.grants)


class AccessMiddleware:
    """Checks the page's mark, gives the request its scope and act, and records refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = current_act.set(new_id())
        try:
            return self.get_response(request)
        finally:
            current_act.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        access = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
        if access is None:
            raise ImproperlyConfigured(f"{view} does not say who may open it")
        if isinstance(request.user, User):
            request.scope = Scope.of(request.user, clock.now())  # type: ignore[attr-defined]  # see StaffRequest
        if access == PUBLIC:
            return None
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if isinstance(access, Permission) and not request.scope.has(access):  # type: ignore[attr-defined]  # above
            error = Forbidden(access, None)
            _record_refusal(request.user, error)
            raise error
        return self._demand_second_factor(request, view)

    def _demand_second_factor(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
        """Lead to the page where a second factor is set up or shown, where one is owed. No query once it was shown."""
        if not needs_second_factor(request.scope) or proof.second_shown(request.session, request.user.pk):  # type: ignore[attr-defined]  # see StaffRequest
            return None
        if getattr(view, "before_second_factor", False):
            return None
        # What was being sent is not kept here: this page was left open since before the duty began.
        wanted = request.get_full_path() if request.method == "GET" else resolve_url(settings.LOGIN_REDIRECT_URL)
        has_one = has_second_factor(request.user)  # type: ignore[arg-type]  # signed in, by the caller
        return _lead(request, settings.STEP_UP_URL if has_one else settings.SECOND_FACTOR_URL, wanted)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, Forbidden) and isinstance(request.user, User):
            # The transaction of the refused act is gone by now, so the refusal has one of its own.
            _record_refusal(request.user, error)


def _lead(request: HttpRequest, page: str, back: str) -> HttpResponse:
    """To that page, and from there to `back`; the whole window, also where htmx asked for a part."""
    url = f"{reverse(page)}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _record_refusal(user: User, error: Forbidden) -> None:
    with transaction.atomic():
        record(
            actor(user),
            verbs.REFUSED,
            user,
            now=clock.now(),
            office_id=error.office_id,
            permission=error.permission,
        )
