"""The door of the staff: name and password or a passkey, and a second factor where one is set up (clause 5.e)."""

from datetime import datetime
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.core import clock
from sanglap.core.onward import onward
from sanglap.offices.access import public
from sanglap.people import limits, passkeys
from sanglap.people.adapters import NOT_ACCEPTED, WRONG, is_too_many
from sanglap.people.forms import CodeForm
from sanglap.people.models import User
from sanglap.people.selectors import has_passkey
from sanglap.people.services import check_code
from sanglap.people.stages import SecondFactorStage
from sanglap.public.sign_in import demo
from sanglap.public.sign_in.forms import SignInForm


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door: name or e-mail address with password. It never tells which of the two was wrong."""
    # In a demo the door stays open for whoever wants to be another.
    if request.method != "POST" and request.user.is_authenticated and not demo.switcher_works(request):
        return redirect(_onward(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            return _by_password(request, form.cleaned_data)
        except ValidationError as error:
            return _door(request, form, error)
    return _door(request, form)


def _by_password(request: HttpRequest, given: dict[str, str]) -> HttpResponse:
    limits.consume(request, "login")
    credentials = {"username": given["username"], "password": given["password"]}
    user = get_adapter(request).authenticate(request, **credentials)
    if user is None:
        raise ValidationError(WRONG)
    return perform_password_login(request, credentials, Login(user=user, redirect_url=_onward(request)))


def _door(request: HttpRequest, form: SignInForm, error: ValidationError | None = None) -> HttpResponse:
    context = {"form": form, "next": _onward(request), "cast": demo.cast(request, now=clock.now())}
    return _shown(request, "public/sign_in/sign_in.html", context, form, error)


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form, error: ValidationError | None
) -> HttpResponse:
    """The page with what was wrong above it: status 429 where there were too many attempts, 422 for all else."""
    if error is not None:
        # Not `add_error`: a passkey is sent without the form that stands beside it.
        form.errors[NON_FIELD_ERRORS] = form.error_class(error.error_list)
    too_many = error is not None and is_too_many(error)
    return render(request, template, context, status=429 if too_many else 422 if form.errors else 200)


def _onward(request: HttpRequest) -> str:
    return onward(request, resolve_url(settings.LOGIN_REDIRECT_URL))


@public
@never_cache
@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser's script asks a passkey, before anybody has given a name."""
    try:
        limits.consume(request, "login")
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=429)
    return JsonResponse(passkeys.question())


@public
@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone: it is something one has, opened by finger, face or PIN."""
    try:
        limits.consume(request, "login")
        found = passkeys.shown(request.POST.get("credential", ""))
    except ValidationError as error:
        return _door(request, SignInForm(), error)
    login = Login(user=found.user, redirect_url=_onward(request))
    return perform_passwordless_login(request, found, login)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """After the password: a code from the app or from paper, or a passkey."""
    stage = LoginStageController.enter(request, SecondFactorStage.key)
    if request.user.is_authenticated or stage is None:
        return redirect("public:sign-in")
    user = stage.login.user
    form = CodeForm(request.POST if "code" in request.POST else None)
    error = None
    if "credential" in request.POST or form.is_valid():
        try:
            _prove(request, user, form, now=clock.now())
        except ValidationError as fault:
            error = fault
        else:
            return cast("HttpResponse", stage.exit())
    context = {"form": form, "question": passkeys.question(user) if has_passkey(user) else None}
    return _shown(request, "public/sign_in/second_factor.html", context, form, error)


def _prove(request: HttpRequest, user: User, form: CodeForm, *, now: datetime) -> None:
    """Take what was sent as the second factor. Raises ValidationError."""
    usage = limits.consume(request, "login_failed", f"second:{user.pk}")
    if "credential" in request.POST:
        post_authentication(request, passkeys.shown(request.POST["credential"], user))
    else:
        found = check_code(user=user, code=form.cleaned_data["code"], now=now)
        if found is None:
            raise ValidationError(NOT_ACCEPTED)
        record_authentication(request, user, "mfa", id=found.pk, type=found.type)
    usage.rollback()


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    flows.logout.logout(request, show_message=False)
    return HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
