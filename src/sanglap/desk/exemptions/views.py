"""Asking not to have to keep a duty for a while, and deciding on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import accounts
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.exemptions.forms import AskForm, DecideForm, EndForm
from sanglap.desk.pages import form_page, one, page, put_errors
from sanglap.duties import selectors, services
from sanglap.duties.models import DutyKind, Exemption
from sanglap.duties.services.sheets import said_of
from sanglap.duties.states import ExemptionState
from sanglap.guideline import loader
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission

VIEW, MANAGE, REVIEW = Permission.ACCOUNT_VIEW, Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_REVIEW
SHOWS = (
    ("", gettext_lazy("All")),
    ("asked", gettext_lazy("Asked for")),
    ("granted", gettext_lazy("Granted")),
    ("over", gettext_lazy("Over or declined")),
)


def _today() -> date:
    return loader.current().calendar.day_of(clock.now())


@requires(VIEW)
@require_safe
def exemptions(request: StaffRequest) -> HttpResponse:
    """The exemptions of the reader's offices, and those that wait for him; `?show=` picks some."""
    show = request.GET.get("show", "")
    show = show if show in dict(SHOWS) else ""
    listed = page(_shown(selectors.exemptions(request.scope), show), request)
    context = {
        "page": listed,
        "shows": SHOWS,
        "show": show,
        "more": f"&show={show}" if show else "",
        "today": _today(),
        "to_decide": {
            found.pk for found in selectors.to_decide(request.scope).filter(pk__in=[x.pk for x in listed.rows])
        },
        "own": [found for found in offices.own(request.scope) if request.scope.may(MANAGE, found.pk)],
    }
    return render(request, "desk/exemptions/exemptions.html", context)


def _shown(rows: QuerySet[Exemption], show: str) -> QuerySet[Exemption]:
    if show == "asked":
        return rows.filter(state=ExemptionState.ASKED)
    if show == "granted":
        return rows.filter(state=ExemptionState.GRANTED, ends_on__gte=_today())
    if show == "over":
        running = Q(state=ExemptionState.GRANTED, ends_on__gte=_today())
        return rows.exclude(state=ExemptionState.ASKED).exclude(running)
    return rows


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Ask for one; `?account=` and `?kind=` say for what."""
    office = one(offices.offices(request.scope, VIEW), office_id)
    request.scope.require(MANAGE, office.pk)
    found = list(accounts(request.scope).filter(office=office).exclude(state=AccountState.CLOSED))
    given = {name: request.GET.get(name, "") for name in ("account", "kind")}
    form = AskForm(request.POST or None, initial={**given, "starts_on": _today()}, accounts=found)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.ask(
                request.scope, office=office, account=form.account_, kind=DutyKind(values["kind"]),
                reason=values["reason"], starts_on=values["starts_on"], ends_on=values["ends_on"], now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The exemption is asked for. Whoever coordinates your office decides."))
            return redirect("desk:exemption", made.pk)
    return form_page(
        request, form, title=_("Ask for an exemption"), act=_("Ask for it"), back=_back(given["account"], found),
        office=office,
    )  # fmt: skip


def _back(account: str, found: Sequence[Account]) -> str:
    known = {str(one_.pk) for one_ in found}
    return reverse("desk:account-duties", args=[account]) if account in known else reverse("desk:exemptions")


@requires(VIEW)
@require_safe
def exemption(request: StaffRequest, exemption_id: UUID) -> HttpResponse:
    """One exemption: for what, why, until when, what was decided, and what may be done with it."""
    shown = one(selectors.exemptions(request.scope), exemption_id)
    manages = request.scope.may(MANAGE, shown.office_id)
    reviews = request.scope.may(REVIEW, shown.office_id)
    granted = shown.state == ExemptionState.GRANTED and shown.ends_on >= _today()
    context = {
        "exemption": shown,
        "clause": said_of(DutyKind(shown.kind))[0],
        "today": _today(),
        "acts": {
            "decide": reviews and shown.state == ExemptionState.ASKED,
            "withdraw": manages and shown.state == ExemptionState.ASKED,
            "end": reviews and granted,
        },
        "history": history(shown),
    }
    return render(request, "desk/exemptions/exemption.html", context)


@requires(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, exemption_id: UUID) -> HttpResponse:
    """Grant or decline it."""
    shown = one(selectors.exemptions(request.scope, REVIEW), exemption_id)
    if shown.state != ExemptionState.ASKED:
        return _too_late(request, shown)
    form = DecideForm(request.POST or None, initial={"ends_on": shown.ends_on})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.decide(
                request.scope, exemption=shown, grant=values["verdict"] == DecideForm.GRANT, remark=values["remark"],
                ends_on=values["ends_on"], now=clock.now(),
            )  # fmt: skip
        except TransitionRefused:
            return _too_late(request, shown)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is decided. The office is told."))
            return redirect("desk:exemption", shown.pk)
    return form_page(
        request, form, title=_("Decide on the exemption"), act=_("Decide"), back=_page(shown),
        template="desk/exemptions/decide.html", exemption=shown, clause=said_of(DutyKind(shown.kind))[0],
    )  # fmt: skip


@requires(VIEW)
@require_POST
def withdraw(request: StaffRequest, exemption_id: UUID) -> HttpResponse:
    """Take the request back."""
    shown = one(selectors.exemptions(request.scope), exemption_id)
    try:
        services.withdraw(request.scope, exemption=shown, now=clock.now())
    except TransitionRefused:
        return _too_late(request, shown)
    messages.info(request, _("The request is withdrawn."))
    return redirect("desk:exemption", shown.pk)


@requires(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, exemption_id: UUID) -> HttpResponse:
    """End it before its last day."""
    shown = one(selectors.exemptions(request.scope, REVIEW), exemption_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end(request.scope, exemption=shown, remark=form.cleaned_data["remark"], now=clock.now())
        except TransitionRefused:
            return _too_late(request, shown)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The exemption has ended. The office is told."))
            return redirect("desk:exemption", shown.pk)
    return form_page(
        request, form, title=_("End the exemption early"), act=_("End it"), back=_page(shown), lead=shown.called,
        office=shown.office, kind="warning",
    )  # fmt: skip


def _page(shown: Exemption) -> str:
    return reverse("desk:exemption", args=[shown.pk])


def _too_late(request: StaffRequest, shown: Exemption) -> HttpResponse:
    """Somebody else was quicker, or it is the second click."""
    messages.info(request, _("This was decided, withdrawn or ended already; nothing was changed."))
    return redirect("desk:exemption", shown.pk)
