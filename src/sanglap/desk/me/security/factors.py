"""Second factors: an app, passkeys, and codes on paper."""

from base64 import b64encode
from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.core import clock
from sanglap.core.onward import onward
from sanglap.core.sealing import Unreadable, seal, unseal
from sanglap.desk.me.security.forms import AppForm, PasskeyNameForm
from sanglap.desk.pages import put_errors
from sanglap.offices.access import (
    StaffRequest,
    before_second_factor,
    mark_second_factor,
    needs_second_factor,
    signed_in,
    step_up,
)
from sanglap.people import limits, passkeys, proof, selectors, services
from sanglap.people.adapters import NOT_ACCEPTED

_SECRET = "new_app_secret"  # noqa: S105 - the name of a place in the session
_CODES = "new_codes"
_SHOWN_FOR = timedelta(minutes=15)


@signed_in
@before_second_factor
@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    """Why a second factor is wanted, and which there are."""
    context = {"needed": needs_second_factor(request.scope), "next": onward(request, "")}
    return render(request, "desk/me/security/choose.html", context)


@signed_in
@before_second_factor
@step_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: StaffRequest) -> HttpResponse:
    """Set up an app that makes codes: by camera, or by typing the secret."""
    if selectors.factors(request.user).filter(type=Authenticator.Type.TOTP).exists():
        messages.info(request, _("You have an app for codes already. Remove it before you set up another."))
        return redirect("desk:me-security")
    secret = _secret(request)
    form = AppForm(request.POST or None)
    if form.is_valid():
        try:
            _check_app(request, secret, form.cleaned_data["code"])
            codes = services.add_totp(user=request.user, secret=secret, code=form.cleaned_data["code"], now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            request.session.pop(_SECRET, None)
            return _set_up(request, codes, _("The app is set up."))
    picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(request.user, secret))
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    context = {"form": form, "picture": b64encode(picture.encode()).decode(), "groups": groups}
    return render(request, "desk/me/security/app.html", context, status=422 if form.errors else 200)


def _secret(request: StaffRequest) -> str:
    """The secret that waits in the session, sealed, for the app to know it."""
    try:
        return unseal(request.session[_SECRET].encode()).decode()
    except (KeyError, Unreadable):
        secret: str = generate_totp_secret()
        request.session[_SECRET] = seal(secret.encode()).decode()
        return secret


def _check_app(request: StaffRequest, secret: str, code: str) -> None:
    usage = limits.consume(request, "reauthenticate")
    if not validate_totp_code(secret, services.code_signs(code)):
        raise ValidationError({"code": NOT_ACCEPTED})
    usage.rollback()


def _set_up(request: StaffRequest, codes: bool, said: str) -> HttpResponse:  # noqa: FBT001 - what the service gave
    """After a factor was added: it was shown in being added; the first brings codes for paper with it."""
    mark_second_factor(request.session)
    messages.success(request, said)
    if codes:
        _let_codes_be_seen(request)
        return redirect("desk:me-codes")
    return redirect("desk:me-security")


@signed_in
@before_second_factor
@step_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_passkey(request: StaffRequest) -> HttpResponse:
    """Make a passkey on this telephone, computer or key."""
    form = PasskeyNameForm(request.POST or None, initial={"name": _("My device")})
    if form.is_valid():
        try:
            usage = limits.consume(request, "reauthenticate")
            codes = services.add_passkey(
                user=request.user,
                name=form.cleaned_data["name"],
                credential=passkeys.new(request.POST.get("credential", "")),
                now=clock.now(),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            usage.rollback()
            return _set_up(request, codes, _("The passkey is set up. From now on you can sign in with it alone."))
    context = {"form": form, "question": passkeys.question_for_new(request.user)}
    return render(request, "desk/me/security/passkey_new.html", context, status=422 if form.errors else 200)


def _own_passkey(request: StaffRequest, passkey_id: int) -> Authenticator:
    return get_object_or_404(selectors.passkeys(request.user), pk=passkey_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: StaffRequest, passkey_id: int) -> HttpResponse:
    """Call a passkey something else."""
    one = _own_passkey(request, passkey_id)
    form = PasskeyNameForm(request.POST or None, initial={"name": one.wrap().name})
    if form.is_valid():
        services.rename_passkey(passkey=one, name=form.cleaned_data["name"])
        messages.success(request, _("The new name is kept."))
        return redirect("desk:me-security")
    context = {"form": form, "passkey": one}
    return render(request, "desk/me/security/passkey.html", context, status=422 if form.errors else 200)


@signed_in
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: StaffRequest, passkey_id: int) -> HttpResponse:
    """Remove a passkey, after a question."""
    one = _own_passkey(request, passkey_id)
    return _remove(request, one, one.wrap().name)


@signed_in
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def remove_app(request: StaffRequest) -> HttpResponse:
    """Remove the app, after a question."""
    one = get_object_or_404(selectors.factors(request.user), type=Authenticator.Type.TOTP)
    return _remove(request, one, _("App for codes"))


def _remove(request: StaffRequest, factor: Authenticator, name: str) -> HttpResponse:
    fault = ""
    if request.method == "POST":
        try:
            services.remove_factor(
                user=request.user, factor=factor, needed=needs_second_factor(request.scope), now=clock.now()
            )
        except ValidationError as error:
            fault = error.messages[0]
        else:
            if not selectors.has_second_factor(request.user):
                proof.forget_second(request.session)
            messages.success(request, _("It is removed and no longer opens anything."))
            return redirect("desk:me-security")
    context = {"name": name, "fault": fault}
    return render(request, "desk/me/security/remove.html", context, status=422 if fault else 200)


@signed_in
@step_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: StaffRequest) -> HttpResponse:
    """Codes for paper: shown when they were made, until one has kept them; make new ones."""
    if request.method == "POST" and "kept" in request.POST:
        request.session.pop(_CODES, None)
        return redirect("desk:me-security")
    if request.method == "POST":
        try:
            services.make_codes(user=request.user, now=clock.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("desk:me-second-factor")
        _let_codes_be_seen(request)
        return redirect("desk:me-codes")
    context = {"codes": selectors.codes(request.user), "seen": _may_be_seen(request)}
    return render(request, "desk/me/security/codes.html", context)


@signed_in
@step_up
@never_cache
@require_safe
def codes_file(request: StaffRequest) -> HttpResponse:
    """The codes as a text file, while they may be seen."""
    found = selectors.codes(request.user)
    if found is None or not _may_be_seen(request):
        return redirect("desk:me-codes")
    head = _("Recovery codes for %(name)s at %(site)s. Each opens the door once.") % {
        "name": request.user.username,
        "site": request.get_host(),
    }
    answer = HttpResponse("\r\n".join([head, "", *found.left, ""]), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sanglap-codes.txt"'
    return answer


def _let_codes_be_seen(request: StaffRequest) -> None:
    request.session[_CODES] = clock.now().timestamp()


def _may_be_seen(request: StaffRequest) -> bool:
    made = request.session.get(_CODES)
    return isinstance(made, float) and clock.now().timestamp() - made < _SHOWN_FOR.total_seconds()
