"""Proposing an account, reviewing it, appointing its panel, suspending and closing it (clauses 4, 5.a-5.c)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account, PanelMember
from sanglap.accounts.screened import mark_of
from sanglap.accounts.services import Changed
from sanglap.accounts.states import AccountState
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.forms import CloseForm, NoteForm, PanelForm, ProposalForm, ReviewForm
from sanglap.desk.accounts.texts import shown, to_look_at
from sanglap.desk.appointments.acts import order_of
from sanglap.desk.appointments.forms import end_of
from sanglap.desk.findings import Findings
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.desk.uploads import files
from sanglap.desk.verification.shown import live
from sanglap.guideline import loader
from sanglap.inbox import endings
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import Office
from sanglap.offices.screened import weighty
from sanglap.people.permissions import Permission
from sanglap.platforms import selectors as platforms
from sanglap.platforms.models import Decision
from sanglap.publishing.endings import pending

MANAGE = Permission.ACCOUNT_MANAGE
REVIEW = Permission.ACCOUNT_REVIEW
VIEW = Permission.ACCOUNT_VIEW
IN_FORM = {"name": "name_bn", "audience": "audience_bn", "description": "description_bn"}
"""What the services call a field, and what the form calls it."""


def back_to(account: Account) -> str:
    return f"/desk/accounts/{account.pk}/"


def too_late(request: StaffRequest, account: Account) -> HttpResponse:
    """Somebody else was quicker, or it is the second click."""
    messages.info(request, _("This was done already, or cannot be done with this account any more."))
    return redirect("desk:account", account.pk)


def _offered(request: StaffRequest, office: Office) -> list[Decision]:
    """The decisions on platforms on which an account of the office may rest (clause 3)."""
    return platforms.offered(request.scope, office, on=loader.current().calendar.day_of(clock.now()))


def _named(request: StaffRequest, account: Account) -> list[Decision]:
    """The same, with the one that the account rests on already, though it may have been replaced since."""
    found = _offered(request, account.office)
    return [account.decision, *found] if account.decision and account.decision not in found else found


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Propose an account in the office's name."""
    office = one(offices.offices(request.scope), office_id)
    request.scope.require(MANAGE, office.pk)
    form = ProposalForm(request.POST or None).offer(_offered(request, office))
    pointed: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and not (pointed := to_look_at(request, form.would(office))):
        try:
            made = services.propose(request.scope, office=office, proposal=form.proposal(), now=clock.now())
        except ValidationError as error:
            put_errors(form, error, IN_FORM)
        else:
            messages.success(request, _("The account is proposed. The office above reviews it."))
            return redirect("desk:account", made.pk)
    return form_page(
        request, form, title=_("Propose an account"), act=_("Propose"), back="/desk/accounts/", office=office,
        template="desk/accounts/propose.html", **pointed,
    )  # fmt: skip


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Change the proposal, or give the information that was asked for."""
    account = one(selectors.accounts(request.scope, MANAGE), account_id)
    form = ProposalForm(request.POST or None, initial=ProposalForm.of(account)).offer(_named(request, account))
    asked = account.state == AccountState.MORE_INFORMATION
    pointed: dict[str, Any] = {}
    if (
        request.method == "POST"
        and form.is_valid()
        and not (pointed := to_look_at(request, form.would(account.office)))
    ):
        try:
            services.amend(request.scope, account=account, proposal=form.proposal(), now=clock.now())
        except ValidationError as error:
            put_errors(form, error, IN_FORM)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, _("It is handed in again.") if asked else _("The proposal is changed."))
            return redirect("desk:account", account.pk)
    return form_page(
        request, form, title=_("Give the information") if asked else _("Change the proposal"),
        act=_("Hand in again") if asked else _("Save"), back=back_to(account), office=account.office,
        template="desk/accounts/amend.html", account=account, **pointed,
    )  # fmt: skip


@requires(REVIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Decide on a proposal, as it stood when the page was opened."""
    account = one(selectors.accounts(request.scope, REVIEW), account_id)
    found = shown(request, account)
    form = _review_form(found, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(request, account, form.cleaned_data)
        except Changed as error:
            # Shown anew, with the decision and the remark as they were typed; what was said was said of other words.
            messages.error(request, error.message)
            account = one(selectors.accounts(request.scope, REVIEW), account_id)
            found = shown(request, account)
            form = _review_form(found, initial=form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, said)
            return redirect("desk:account", account.pk)
    purposes = [clause for clause in loader.current().purposes if clause.id in account.purposes]
    return form_page(
        request, form, title=_("Review the account"), act=_("Decide"), back=back_to(account), lead=account.called,
        office=account.office, template="desk/accounts/review.html", account=account, purposes=purposes,
        pictures=live(request.scope, account), findings=found, noted=found.without(form.findings),
        read=mark_of(account),
    )  # fmt: skip


def _review_form(found: Findings, given: Any = None, **more: Any) -> ReviewForm:
    return ReviewForm(given, findings=weighty(found.rows, at=clock.now()), **more)


def _decide(request: StaffRequest, account: Account, given: Mapping[str, Any]) -> str:
    scope, now = request.scope, clock.now()
    if given["verdict"] == ReviewForm.APPROVE:
        services.approve(scope, account=account, rulings=given["rulings"], read=request.POST.get("read", ""), now=now)
        return _("The account is approved. The office appoints its panel and connects it.")
    if given["verdict"] == ReviewForm.ASK:
        services.request_information(scope, account=account, note=given["note"], now=now)
        return _("The office is asked for the information.")
    services.refuse(scope, account=account, note=given["note"], now=now)
    return _("The account is declined.")


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Appoint the panel: exactly as many as clause 5(c) allows."""
    account, now = one(selectors.accounts(request.scope, MANAGE), account_id), clock.now()
    people = list(offices.holders(request.scope, account.office, Permission.POST_APPROVE, now=now))
    serving = selectors.panel([account.pk], at=now)
    form = PanelForm(
        request.POST or None, files(request), people=people, serving=serving,
        initial={"majority": account.majority_since is not None, "ends": _last_day(serving)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            # The order, the panel and how it votes stand or fall together.
            with transaction.atomic():
                services.appoint_panel(
                    request.scope, account=account, members=form.members(),
                    order=order_of(request, form, account.office), ends_at=end_of(form.cleaned_data["ends"]), now=now,
                )  # fmt: skip
                services.set_majority(
                    request.scope, account=account, by_majority=form.cleaned_data["majority"], now=now
                )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The panel is appointed."))
            return redirect("desk:account", account.pk)
    book = loader.current()
    rule = book.rule("panel-size", on=book.calendar.day_of(now))
    seats = [form[f"seat_{person.pk}"] for person in people]
    return form_page(
        request, form, title=_("Appoint the panel"), act=_("Appoint"), back=back_to(account), lead=account.called,
        office=account.office, template="desk/accounts/panel.html", seats=seats, account=account,
        others=[form[name] for name in ("ends", "majority", "memo", "dated", "scan")],
        leaving=[member for member in serving if member.user not in people],
        clause=book.clause_of("panel-size", now=now),
        sizes=" / ".join(str(size) for size in sorted(rule.parameters.in_order)),
    )  # fmt: skip


def _last_day(serving: Sequence[PanelMember]) -> date | None:
    """The last day of the panel's term, where it has one that goes on."""
    ends = next((member.ends_at for member in serving if member.ends_at), None)
    return loader.current().calendar.day_of(ends - timedelta(seconds=1)) if ends else None


def either(request: StaffRequest, account_id: UUID) -> Account:
    """The account, for its own office and for whoever reviews it; others see it and may not."""
    account = one(selectors.accounts(request.scope), account_id)
    if not request.scope.may(REVIEW, account.office_id):
        request.scope.require(MANAGE, account.office_id)
    return account


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Nothing goes out through it until it is resumed."""
    account = either(request, account_id)
    return _end(
        request, account, NoteForm(request.POST or None), endings.suspend, what="suspend",
        title=_("Suspend the account"), done=_("The account is suspended."),
        lead_in=_("Nothing goes out through this account until it is put to work again. What is approved waits."),
    )  # fmt: skip


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """It is no more an account of the office."""
    account = either(request, account_id)
    form = CloseForm(request.POST or None, waiting=endings.waiting(account))
    return _end(
        request, account, form, endings.close, what="close", title=_("Close the account"),
        done=_("The account is closed."), lead_in=_("This cannot be taken back."),
    )  # fmt: skip


def _end(
    request: StaffRequest, account: Account, form: NoteForm, act: Callable[..., None], *, what: str, title: str,
    done: str, lead_in: str,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            act(request.scope, account=account, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, done)
            return redirect("desk:account", account.pk)
    return form_page(
        request, form, title=title, act=title, back=back_to(account), lead=account.called, office=account.office,
        template="desk/accounts/end.html", what=what, lead_in=lead_in, kind="warning", pending=pending(account),
        waiting=endings.waiting(account),
    )  # fmt: skip


@requires(VIEW)
@step_up
@require_POST
def resume(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Put a suspended account to work again."""
    account = either(request, account_id)
    try:
        services.resume(request.scope, account=account, now=clock.now())
    except TransitionRefused:
        return too_late(request, account)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The account works again."))
    return redirect("desk:account", account.pk)


@requires(MANAGE)
@step_up
@require_POST
def put_to_work(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Begin with an approved account that is kept by hand."""
    account = one(selectors.accounts(request.scope, MANAGE), account_id)
    try:
        services.put_to_work(request.scope, account=account, now=clock.now())
    except TransitionRefused:
        return too_late(request, account)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The account is at work."))
    return redirect("desk:account", account.pk)
