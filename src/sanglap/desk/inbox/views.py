"""What people wrote to the office, and answering it (clauses 7.b, 7.d)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts.room import limits_of
from sanglap.accounts.selectors import panel
from sanglap.audit.selectors import history
from sanglap.content.selectors import waiting_for
from sanglap.content.states import VariantState
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.desk.inbox.forms import AnswerForm, AssignForm, NoteForm
from sanglap.desk.inbox.talk import talk
from sanglap.desk.pages import one, page, put_errors
from sanglap.guideline import loader
from sanglap.inbox import screened, selectors, services
from sanglap.inbox.models import Message
from sanglap.inbox.selectors import Show
from sanglap.inbox.states import MESSAGE, MessageState
from sanglap.offices.access import StaffRequest, ask_once, requires
from sanglap.offices.selectors import holders
from sanglap.outbox.payload import outgoing
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import pictures_of

SHOWN = 5
LONGEST_NUMBER = 5
"""Digits of the number of a page."""
SHOWS = {
    Show.ALL: gettext_lazy("All"),
    Show.WAITING: gettext_lazy("Waits for an answer"),
    Show.LATE: gettext_lazy("Late"),
    Show.MINE: gettext_lazy("Mine"),
    Show.NOBODYS: gettext_lazy("Nobody’s"),
    Show.MARKED: gettext_lazy("Against the house rules?"),
}


@requires(Permission.MESSAGE_VIEW)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """The messages, or those alone that wait, are late, mine or nobody's."""
    given, now = request.GET.get("show", ""), clock.now()
    show = Show(given) if given in set(Show) else Show.ALL
    listed = page(selectors.shown(request.scope, show, now=now), request)
    screened.cover(request.scope, listed.rows)
    context = {
        "page": listed,
        "in_danger": selectors.in_danger(request.scope, now=now)[:SHOWN] if listed.newest else (),
        "help": loader.current().screening.help,
        "show": show,
        "shows": SHOWS.items(),
        "now": now,
        "may_enter": request.scope.has(Permission.MESSAGE_ANSWER),
    }
    return render(request, "desk/inbox.html", context)


@requires(Permission.MESSAGE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """The whole thread, every edit kept, and the box to answer."""
    message = one(selectors.messages(request.scope).prefetch_related("versions"), message_id)
    form = AnswerForm(request.POST or None, initial={"text": _beginning(message)})
    rights = _rights(request, message)
    if request.method == "POST" and form.is_valid():
        # With his own answer the sole responsible person votes on it.
        votes = rights["sole"] and form.cleaned_data["confirmed"]
        if votes and (unproven := ask_once(request)):
            return unproven
        try:
            draft = services.answer(request.scope, message=message, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            form.add_error(None, _("Another answer is already on its way. Wait until it is published."))
        else:
            asked = waiting_for(request.scope, now=clock.now()).filter(revision__draft=draft).first()
            if rights["sole"] and asked:
                said = _("The screening points at something in your answer. Look at it, and decide.")
                messages.warning(request, said)
                return redirect("desk:approve", asked.pk)
            waits = draft.newest.variants.filter(state=VariantState.SUBMITTED).exists()
            asked_for = _("The panel has been asked to approve your answer.")
            messages.success(request, asked_for if waits else _("Your answer is on its way."))
            return redirect("desk:thread", message.pk)
    return thread_page(request, message, form, NoteForm(initial={"key": new_id()}))


def thread_page(request: StaffRequest, message: Message, form: AnswerForm, note: NoteForm) -> HttpResponse:
    """The page of a thread, with what was typed and what is wrong with it."""
    scope, now = request.scope, clock.now()
    asked = request.GET.get("page", "")[:LONGEST_NUMBER]
    number = int(asked) if asked.isdecimal() else selectors.page_of(scope, message)
    shown = talk(scope, message, now=now, page=number)
    people = holders(scope, message.account.office, Permission.MESSAGE_ANSWER, now=now)
    context = {
        "message": message,
        "post": outgoing(message.post.payload) if message.post else None,
        "pictures": pictures_of(scope, message.post) if message.post else (),
        "talk": shown,
        "before": number - 1,
        "after": number + 1,
        "form": form,
        "limit": limits_of(message.account)[0],
        "note": note,
        "assign": AssignForm(people=people, initial={"to": message.assigned_to_id}),
        "help": loader.current().screening.help,
        "held": message.assigned_to in people if message.assigned_to else False,
        "now": now,
        "history": history(message),
        **_rights(request, message),
    }
    return render(request, "desk/thread.html", context, status=422 if form.errors or note.errors else 200)


def _beginning(message: Message) -> str:
    """A network tells only those whom the answer names; where people post by hand, they answer in its place."""
    return f"@{message.author_handle} " if message.author_handle else ""


def _rights(request: StaffRequest, message: Message) -> dict[str, Any]:
    members = panel([message.account_id], at=clock.now())
    answers = request.scope.may(Permission.MESSAGE_ANSWER, message.account.office_id)
    return {
        "may_answer": not message.private
        and not message.deleted_at
        and MessageState.ANSWERING in MESSAGE.table.get(MessageState(message.state), {})
        and answers,
        "may_assign": answers,
        "may_note": answers or request.scope.may(Permission.POST_APPROVE, message.account.office_id),
        "sole": len(members) == 1 and members[0].user_id == request.user.pk,
    }
