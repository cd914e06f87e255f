"""Every page says who may open it, or is listed as public; the middleware refuses a page that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url

from sanglap.audit.services import current_act, record
from sanglap.core.clock import now as present
from sanglap.core.ids import new_id
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people import verbs
from sanglap.people.models import User
from sanglap.people.permissions import Permission
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


def step_up(view: View) -> View:
    """Before an act that cannot be taken back, the person shows again who he is (stands just below the mark)."""
    return view


def mark_second_factor(session: SessionBase) -> None:
    """Note in the session that a second factor was shown at sign-in: for tests and for the demo's role switcher."""


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
            request.scope = Scope.of(request.user, present())  # type: ignore[attr-defined]  # see StaffRequest
        if access == PUBLIC:
            return None
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if isinstance(access, Permission) and not request.scope.has(access):  # type: ignore[attr-defined]  # above
            error = Forbidden(access, None)
            _record_refusal(request.user, error)
            raise error
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, Forbidden) and isinstance(request.user, User):
            # The transaction of the refused act is gone by now, so the refusal has one of its own.
            _record_refusal(request.user, error)


def _record_refusal(user: User, error: Forbidden) -> None:
    with transaction.atomic():
        record(
            actor(user),
            verbs.REFUSED,
            user,
            now=present(),
            office_id=error.office_id,
            permission=error.permission,
        )
