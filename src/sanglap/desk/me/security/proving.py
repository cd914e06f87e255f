"""Showing once more who one is, and finishing what was interrupted by it."""

from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.core import clock
from sanglap.core.onward import onward
from sanglap.desk.me.security.forms import ShowPasswordForm
from sanglap.offices import stash
from sanglap.offices.access import StaffRequest, before_second_factor, recently_shown, signed_in
from sanglap.people import limits, passkeys, services
from sanglap.people.adapters import NOT_ACCEPTED, is_too_many
from sanglap.people.forms import CodeForm
from sanglap.people.selectors import has_passkey, has_second_factor


@signed_in
@before_second_factor
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def show_again(request: StaffRequest) -> HttpResponse:
    """Show who one is: with a second factor whoever has one, else with the password; then on to `next`."""
    back = onward(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    by_code = has_second_factor(request.user)
    asked = CodeForm if by_code else ShowPasswordForm
    form = asked(request.POST if {"code", "password"} & set(request.POST) else None)
    error = None
    if request.method != "POST" and recently_shown(request):
        return redirect(back)
    if (by_code and "credential" in request.POST) or form.is_valid():
        try:
            _prove(request, form, now=clock.now())
        except ValidationError as fault:
            error = fault
            form.errors[NON_FIELD_ERRORS] = form.error_class(fault.error_list)
        else:
            return redirect(back)
    context = {"form": form, "by_code": by_code, "next": back, "question": _question(request) if by_code else None}
    status = 429 if error and is_too_many(error) else 422 if form.errors else 200
    return render(request, "desk/me/security/show_again.html", context, status=status)


def _question(request: StaffRequest) -> dict[str, object] | None:
    return passkeys.question(request.user) if has_passkey(request.user) else None


def _prove(request: StaffRequest, form: forms.Form, *, now: datetime) -> None:
    """Take what was sent as proof. Raises ValidationError."""
    user = request.user
    usage = limits.consume(request, "reauthenticate")
    if isinstance(form, ShowPasswordForm):
        if not user.check_password(form.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."))
        record_authentication(request, user, "password", reauthenticated=True)
    elif "credential" in request.POST:
        post_authentication(request, passkeys.shown(request.POST["credential"], user), reauthenticated=True)
    else:
        found = services.check_code(user=user, code=form.cleaned_data["code"], now=now)
        if found is None:
            raise ValidationError(NOT_ACCEPTED)
        record_authentication(request, user, "mfa", id=found.pk, type=found.type, reauthenticated=True)
    usage.rollback()


@signed_in
@never_cache
@require_safe
def finish(request: StaffRequest) -> HttpResponse:
    """What was sent before one had to show who one is: nothing was done yet, one press sends it again."""
    kept = stash.kept(request, now=clock.now())
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "desk/me/security/finish.html", {"kept": kept})
