"""What is done about looks from outside: having one made, taking out a code, saying what one saw oneself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.acts import too_late
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.desk.uploads import files, kept
from sanglap.desk.verification.forms import ConfirmForm, EyesForm
from sanglap.desk.verification.shown import live, rows
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.verification import selectors, services
from sanglap.verification.services import Saw

VIEW, MANAGE, REVIEW = Permission.ACCOUNT_VIEW, Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_REVIEW


def _outside(account: Account) -> str:
    return reverse("desk:account-outside", args=[account.pk])


@requires(VIEW)
@require_POST
def look(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Have the profile and the office's website looked at as soon as a worker is free."""
    account = one(accounts.accounts(request.scope), account_id)
    try:
        services.look_at_profile(request.scope, account=account, now=clock.now())
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("desk:account-outside", account.pk)
    if account.office.website:
        # That the website was looked at just now keeps nobody from the profile.
        try:
            services.look_at_website(request.scope, office=account.office, now=clock.now())
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
    return redirect("desk:account-outside", account.pk)


@requires(VIEW)
@require_POST
def look_at_website(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The same for the website alone."""
    office = one(offices.offices(request.scope, VIEW), office_id)
    try:
        services.look_at_website(request.scope, office=office, now=clock.now())
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    return redirect("desk:office-website", office.pk)


@requires(MANAGE)
@require_POST
def code(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Take out a code for the profile."""
    account = one(accounts.accounts(request.scope, MANAGE), account_id)
    try:
        services.give_code(request.scope, account=account, now=clock.now())
    except TransitionRefused:
        return too_late(request, account)
    return redirect(f"{_outside(account)}#proof")


@requires(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Confirm with one's own eyes that the account is the office's own."""
    account = one(accounts.accounts(request.scope, REVIEW), account_id)
    form = EyesForm(request.POST or None, files(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            # The picture and the proof stand or fall together.
            with transaction.atomic():
                picture = kept(given["picture"], field="picture", office_id=account.office_id)
                services.vouch(request.scope, account=account, note=given["note"], picture=picture, now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, _("It is on record that the account is the office’s own."))
            return redirect("desk:account-outside", account.pk)
    return form_page(
        request, form, title=_("Confirm that it is the office’s own"), act=_("Confirm"), back=_outside(account),
        lead=account.called, office=account.office, template="desk/verification/vouch.html",
        challenge=selectors.challenge(request.scope, account),
        address=account.address, pictures=live(request.scope, account),
    )  # fmt: skip


@requires(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: StaffRequest, finding_id: UUID) -> HttpResponse:
    """Say what one saw oneself, where the machine cannot see."""
    seen = selectors.findings(request.scope).filter(account__in=accounts.accounts(request.scope, REVIEW))
    finding = one(seen, finding_id)
    account = finding.account
    if not services.may_confirm(finding):
        messages.info(request, _("The machine sees this for itself; have it looked at again."))
        return redirect("desk:account-outside", account.pk)
    form = ConfirmForm(request.POST or None, files(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                picture = kept(given["picture"], field="picture", office_id=account.office_id)
                services.confirm(
                    request.scope, finding=finding, saw=Saw(given["saw"]), note=given["note"], picture=picture,
                    now=clock.now(),
                )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("What you saw is on record."))
            return redirect("desk:account-outside", account.pk)
    (row,) = (one_ for one_ in rows([finding], now=clock.now()) if one_.finding)
    return form_page(
        request, form, title=_("Look yourself and confirm"), act=_("Put on record"), back=_outside(account),
        lead=account.called, office=account.office, template="desk/verification/confirm.html", row=row,
        account=account, address=account.address,
        days=services.outside(clock.now()).person_days,
    )  # fmt: skip
