"""What people wrote to the office, and answering it (clauses 7.b, 7.d)."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts.selectors import panel
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.inbox.forms import AnswerForm
from sanglap.desk.pages import one, page, put_errors
from sanglap.desk.posts.outcomes import tell_stops
from sanglap.inbox import selectors, services
from sanglap.inbox.models import Message
from sanglap.inbox.states import MESSAGE, MessageState
from sanglap.offices.access import StaffRequest, ask_once, requires
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import is_moving, publications


@requires(Permission.MESSAGE_VIEW)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """All messages; those that wait for an answer can be seen alone."""
    rows = selectors.messages(request.scope).order_by("-id")
    only_open = request.GET.get("show") == "open"
    if only_open:
        rows = rows.filter(state=MessageState.OPEN)
    return render(request, "desk/inbox.html", {"page": page(rows, request), "only_open": only_open})


@requires(Permission.MESSAGE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """The whole thread, every edit kept, and the box to answer."""
    message = one(selectors.messages(request.scope).prefetch_related("versions"), message_id)
    # A network tells only those whom the answer names.
    form = AnswerForm(request.POST or None, initial={"text": f"@{message.author_handle} "})
    rights = _rights(request, message)
    if request.method == "POST" and form.is_valid():
        # With his own answer the sole responsible person votes on it.
        votes = rights["sole"] and form.cleaned_data["confirmed"]
        if votes and (unproven := ask_once(request)):
            return unproven
        try:
            services.answer(request.scope, message=message, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            form.add_error(None, _("Another answer is already on its way. Wait until it is published."))
        else:
            messages.success(request, _("Your answer is on its way."))
            return redirect("desk:thread", message.pk)
    talk = _talk(request, message)
    return render(
        request,
        "desk/thread.html",
        {
            "message": message,
            "post": json.loads(message.post.payload) if message.post else None,
            "talk": talk,
            "moving": any(is_moving(item["variant"], item["publication"]) for item in talk if "variant" in item),
            "form": form,
            "history": history(message),
            **rights,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _talk(request: StaffRequest, message: Message) -> list[dict[str, Any]]:
    """Each message of the thread with its earlier words, and after it the answers it got."""
    rows = selectors.thread(request.scope, message)
    answers = list(selectors.answers(request.scope, [row.pk for row in rows]))
    shown = publications(request.scope, [variant.pk for variant in answers])
    tell_stops(request.scope, [publication.delivery for publication in shown.values()])
    talk: list[dict[str, Any]] = []
    for row in rows:
        *earlier, _last = row.versions.all()
        talk.append({"message": row, "earlier": earlier})
        talk.extend(
            {"variant": variant, "publication": shown.get(variant.pk)}
            for variant in answers
            if variant.revision.draft.answer.message_id == row.pk
        )
    return talk


def _rights(request: StaffRequest, message: Message) -> dict[str, bool]:
    members = panel([message.account_id], at=clock.now())
    return {
        "may_answer": not message.private
        and MessageState.ANSWERING in MESSAGE.table.get(MessageState(message.state), {})
        and request.scope.may(Permission.MESSAGE_ANSWER, message.account.office_id),
        "sole": len(members) == 1 and members[0].user_id == request.user.pk,
    }
