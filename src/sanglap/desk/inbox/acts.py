"""Giving a message to somebody, noting on it, entering one by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import accounts
from sanglap.accounts.states import AccountState
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.desk.inbox.forms import AnswerForm, AssignForm, EnterForm, NoteForm
from sanglap.desk.inbox.views import thread_page
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.inbox import handling, selectors
from sanglap.inbox.models import Message
from sanglap.networks.registry import by_hand
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import holders
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import deliveries

NEWEST = 30
"""Posts to choose from; an older one is found by its day."""
WRITTEN = {"written_at": "hour"}


def _message(request: StaffRequest, message_id: UUID) -> Message:
    return one(selectors.messages(request.scope), message_id)


@requires(Permission.MESSAGE_VIEW)
@require_POST
def assign(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Give the message to somebody of the office, to oneself or to nobody."""
    message, now = _message(request, message_id), clock.now()
    request.scope.require(Permission.MESSAGE_ANSWER, message.account.office_id)
    people = holders(request.scope, message.account.office, Permission.MESSAGE_ANSWER, now=now)
    form = AssignForm(request.POST, people=people)
    if "mine" in request.POST:
        handling.assign(request.scope, message=message, to=request.scope.person, now=now)
        messages.success(request, _("You see to it."))
    elif form.is_valid():
        try:
            handling.assign(request.scope, message=message, to=form.cleaned_data["to"], now=now)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("It is on record who sees to it."))
    else:
        messages.error(request, _("Choose somebody who answers messages at this office."))
    return redirect("desk:thread", message.pk)


@requires(Permission.MESSAGE_VIEW)
@require_POST
def note(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Write down something for the office's own eyes."""
    message = _message(request, message_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            handling.note(
                request.scope,
                message=message,
                text=form.cleaned_data["note"],
                key=form.cleaned_data["key"],
                now=clock.now(),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The note is kept. Only your office reads it."))
            return redirect("desk:thread", message.pk)
    elif not request.scope.may(Permission.MESSAGE_ANSWER, message.account.office_id):
        request.scope.require(Permission.POST_APPROVE, message.account.office_id)
    return thread_page(request, message, AnswerForm(), form)


@requires(Permission.MESSAGE_VIEW)
@require_POST
def danger_settled(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Say that one has read it and seen to whoever may be in danger."""
    message = _message(request, message_id)
    handling.settle_danger(request.scope, message=message, now=clock.now())
    messages.success(request, _("It is on record that you saw to it."))
    return redirect("desk:thread", message.pk)


@requires(Permission.MESSAGE_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    """Enter what somebody wrote on a network that is kept by hand."""
    choice = _kept_by_hand(request.scope)
    first = choice.first()
    if first is None:
        messages.info(request, _("No account of your office is kept by hand. What people write comes in by itself."))
        return redirect("desk:inbox")
    form = EnterForm(
        request.POST or None,
        accounts=choice,
        posts=_posts(request.scope, choice),
        initial={"key": new_id(), "account": first},
    )
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            message = handling.enter(
                request.scope,
                account=given["account"],
                author=given["author"],
                text=given["text"],
                written_at=form.written_at,
                post=given["post"],
                url=given["url"],
                key=given["key"],
                now=clock.now(),
            )
        except ValidationError as error:
            put_errors(form, error, WRITTEN)
        else:
            messages.success(request, _("The message is entered."))
            return redirect("desk:thread", message.pk)
    return form_page(request, form, title=_("Enter a message"), act=_("Enter it"), back=reverse("desk:inbox"))


def _kept_by_hand(scope: Scope) -> QuerySet[Account]:
    rows = accounts(scope, Permission.MESSAGE_ANSWER)
    return rows.filter(network__in=by_hand(), state=AccountState.ACTIVE).order_by("handle")


def _posts(scope: Scope, choice: QuerySet[Account]) -> QuerySet[Delivery]:
    """The newest posts of those accounts."""
    rows = deliveries(scope).filter(account__in=choice.order_by().values("pk"), state=DeliveryState.PUBLISHED)
    newest = list(rows.order_by("-published_at").values_list("pk", flat=True)[:NEWEST])
    return deliveries(scope).filter(pk__in=newest).order_by("-published_at")
