"""An account goes over to another office: offered, taken over or declined."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account, AccountMove
from sanglap.accounts.states import MoveState
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.acts import VIEW, either, too_late
from sanglap.desk.accounts.forms import LONGEST_NOTE, NoteForm
from sanglap.desk.fields import TextField
from sanglap.desk.pages import chosen, form_page, one, put_errors
from sanglap.inbox import endings
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission
from sanglap.publishing.endings import pending

DIRECTORY = Scope.everything("directory")
"""Which offices there are is public: an account may be offered to any of them."""


class MoveForm(forms.Form):
    """Why the account goes over."""

    note = TextField(
        label=gettext_lazy("Reason"), max_length=LONGEST_NOTE,
        help_text=gettext_lazy("Both offices and the history see it: a merger, a reorganisation, an order."),
    )  # fmt: skip
    at_once = forms.BooleanField(
        label=gettext_lazy("I decide for both offices: let it go over at once"), required=False
    )


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """First the other office is searched for and chosen, then what will happen is shown, then it is offered."""
    account = either(request, account_id)
    if (known := selectors.move_of(account)) is not None:
        return redirect("desk:move", known.pk)
    taker = chosen(offices.public_offices(DIRECTORY), request, "taker")
    form = MoveForm(request.POST or None)
    if taker is None or not services.may_take(request.scope, account.office_id, taker):
        del form.fields["at_once"]
    if request.method == "POST" and taker is not None and form.is_valid():
        try:
            return _offered(request, form, account, taker)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return too_late(request, account)
    words = request.GET.get("q", "").strip()
    found = offices.search(DIRECTORY, words) if words and taker is None else []
    context = {
        "account": account,
        "form": form,
        "taker": taker,
        "words": words[:200],
        "found": [row for row in found if row.state == OfficeState.OPEN and row.pk != account.office_id],
        "pending": pending(account),
        "waiting": endings.waiting(account),
    }
    return render(request, "desk/accounts/offer.html", context, status=422 if form.errors else 200)


def _offered(request: StaffRequest, form: MoveForm, account: Account, taker: Office) -> HttpResponse:
    """Offer it, or let it go over at once. Raises ValidationError, TransitionRefused."""
    given = form.cleaned_data
    move = services.propose_move(request.scope, account=account, taker=taker, reason=given["note"], now=clock.now())
    if given.get("at_once"):
        return _accept(request, move)
    messages.success(request, _("The account is offered. The other office accepts or declines it."))
    return redirect("desk:move", move.pk)


@requires(VIEW)
@require_safe
def move(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """An account that is offered: from whom, to whom, why, and what becomes of its posts and messages."""
    shown = one(selectors.moves(request.scope), move_id)
    account, scope = shown.account, request.scope
    waits = shown.state == MoveState.PROPOSED
    return render(
        request,
        "desk/accounts/move.html",
        {
            "move": shown,
            "account": account,
            "pending": pending(account) if waits else None,
            "waiting": endings.waiting(account) if waits else 0,
            "may_take": waits and services.may_take(scope, shown.giver_id, shown.taker),
            "may_withdraw": waits
            and any(scope.may(one_, shown.giver_id) for one_ in (Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_REVIEW)),
            "sees": scope.may(VIEW, account.office_id),
        },
    )


@requires(VIEW)
@step_up
@require_POST
def accept(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """Take the account over."""
    return _accept(request, one(selectors.moves(request.scope), move_id))


def _accept(request: StaffRequest, shown: AccountMove) -> HttpResponse:
    try:
        endings.accept_move(request.scope, move=shown, now=clock.now())
    except TransitionRefused:
        messages.info(request, _("This was decided already."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The account belongs to the other office now. Its panel is to be appointed anew."))
    return redirect("desk:move", shown.pk)


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """Say why the office does not take it over."""
    shown = one(selectors.moves(request.scope), move_id)
    services.require_taker(request.scope, shown)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decline_move(request.scope, move=shown, note=form.cleaned_data["note"], now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            messages.info(request, _("This was decided already."))
            return redirect("desk:move", shown.pk)
        else:
            messages.success(request, _("The account stays with its office."))
            return redirect("desk:move", shown.pk)
    return form_page(
        request, form, title=_("Decline the account"), act=_("Decline"), back=f"/desk/accounts/moves/{shown.pk}/",
        lead=shown.account.called, office=shown.taker, kind="warning",
    )  # fmt: skip


@requires(VIEW)
@step_up
@require_POST
def withdraw(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """Take the offer back."""
    shown = one(selectors.moves(request.scope), move_id)
    try:
        services.withdraw_move(request.scope, move=shown, now=clock.now())
    except TransitionRefused:
        messages.info(request, _("This was decided already."))
    else:
        messages.success(request, _("The offer is taken back."))
    return redirect("desk:move", shown.pk)
