"""One's own ways in: what is set up, the password, and where one is signed in (clause 5.e)."""

from allauth.account import signals
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.core import clock
from sanglap.desk.me.security.devices import device
from sanglap.desk.me.security.forms import ChangePasswordForm
from sanglap.desk.pages import put_errors
from sanglap.language.digits import format_number
from sanglap.offices.access import StaffRequest, needs_second_factor, signed_in, step_up
from sanglap.people import limits, selectors, services
from sanglap.people.adapters import is_too_many


@signed_in
@require_safe
def security(request: StaffRequest) -> HttpResponse:
    """All one's ways in at one look."""
    factors = list(selectors.factors(request.user))
    by_type = {kind: [one for one in factors if one.type == kind] for kind in Authenticator.Type}
    codes = selectors.codes_among(factors)
    return render(
        request,
        "desk/me/security/index.html",
        {
            "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
            "passkeys": by_type[Authenticator.Type.WEBAUTHN],
            "codes": codes,
            "few": codes is not None and len(codes.left) <= FEW,
            "needed": needs_second_factor(request.scope),
            "sessions": len(selectors.sessions(request.user, now=clock.now())),
        },
    )


FEW = 3
"""With so many codes left it is time for new ones."""


@signed_in
@step_up
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Change the password; all other sessions end."""
    form = ChangePasswordForm(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            _change(request, form)
        except ValidationError as error:
            put_errors(form, error)
            status = 429 if not hasattr(error, "error_dict") and is_too_many(error) else 422
        else:
            messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
            return redirect("desk:me-security")
    return render(request, "desk/me/security/password.html", {"form": form}, status=status)


def _change(request: StaffRequest, form: ChangePasswordForm) -> None:
    usage = limits.consume(request, "reauthenticate")
    user = request.user
    if not user.check_password(form.cleaned_data["old"]):
        raise ValidationError({"old": _("This is not your present password.")})
    usage.rollback()
    services.change_password(
        user=user, password=form.cleaned_data["password"], keep=request.session.session_key, now=clock.now()
    )
    update_session_auth_hash(request, user)
    signals.password_changed.send(sender=type(user), request=request, user=user)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: StaffRequest) -> HttpResponse:
    """Where one is signed in; end one, or all others."""
    if request.method == "POST":
        _end(request)
        return redirect("desk:me-sessions")
    known = selectors.sessions(request.user, now=clock.now())
    here = request.session.session_key
    rows = [(one, device(one.user_agent), one.session_key == here) for one in known]
    return render(request, "desk/me/security/sessions.html", {"rows": rows})


def _end(request: StaffRequest) -> None:
    chosen, now = request.POST.get("end", ""), clock.now()
    if chosen == "others":
        keep = request.session.session_key
        ended = services.end_sessions(user=request.user, by=services.actor(request.user), keep=keep, now=now)
        sentence = ngettext("%(n)s session was ended.", "%(n)s sessions were ended.", ended)
        messages.success(request, sentence % {"n": format_number(ended, request.LANGUAGE_CODE)})
    elif chosen.isdecimal() and services.end_session(user=request.user, session_id=int(chosen[:18]), now=now):
        messages.success(request, _("That session was ended."))
    else:
        messages.info(request, _("That session had ended already."))
