"""Deciding to hide, and each act after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.moderation.beside import open_measures, permitted
from sanglap.desk.moderation.forms import AnswerAppealForm, HideForm, LiftForm, ToldForm
from sanglap.desk.moderation.views import hiding_page, words_of
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.guideline import loader
from sanglap.inbox import screened
from sanglap.inbox import selectors as inbox
from sanglap.inbox.models import Message
from sanglap.moderation import selectors, services
from sanglap.moderation.models import Hiding, Measure, Told
from sanglap.moderation.ways import possible, wanted, ways_of
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Forbidden
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import deliveries

VIEW = Permission.MESSAGE_VIEW


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Hide that comment, or block whoever wrote it: what the network knows, and the reader may decide."""
    message = one(inbox.messages(request.scope), message_id)
    request.scope.require(Permission.MESSAGE_ANSWER, message.account.office_id)
    known = selectors.of_messages(request.scope, [message.pk]).get(message.pk, ())
    return _decide(
        request, message, open_measures(permitted(request.scope, message.account), message, known),
        back=reverse("desk:thread", args=[message.pk]),
        title=_("Hide what somebody wrote"), **_of_message(message), already=known,
    )  # fmt: skip


@requires(Permission.POST_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_comments(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """Close the comments under a post that stands on the network."""
    post = one(deliveries(request.scope).select_related("publication__variant__revision"), delivery_id)
    request.scope.require(wanted(Measure.CLOSE), post.account.office_id)
    measures = [Measure.CLOSE] if possible(post.account, Measure.CLOSE) else []
    back = reverse("desk:post", args=[post.publication.variant.revision.draft_id])
    return _decide(
        request, post, measures, back=back, title=_("Close the comments under a post"),
        words=outgoing(post.payload).whole, closing=True,
    )  # fmt: skip


def _of_message(message: Message) -> dict[str, Any]:
    """Its words, and at which house rules the screening hints. It chooses none."""
    text = screened.words_of(message)
    (found,) = screened.findings(message.account.office_id, [text])
    categories, house = {finding.category for finding in found}, loader.current().house
    return {
        "words": text,
        "hinted": house.hinted(categories),
        "in_danger": bool(categories & house.helped) or (message.danger and not message.danger_settled_at),
        "help": loader.current().screening.help,
    }


def _decide(
    request: StaffRequest, of: Message | Delivery, measures: Sequence[Measure], *, back: str, title: str, **page: Any
) -> HttpResponse:
    form = HideForm(sent(request), measures=measures)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.decide(
                request.scope, measure=Measure(given["measure"]), of=of, rule=given["rule"], reason=given["reason"],
                now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is decided. Now do it on the network, and tell the citizen."))
            return _back(made)
    return form_page(
        request, form, title=title, act=_("Decide it") if measures else "", back=back,
        template="desk/moderation/hide.html", lead=of.account.called, office=of.account.office,
        ways=ways_of(of.account), measures=measures, place=of.account.place, house=loader.current().house, **page,
    )  # fmt: skip


def _back(hiding: Hiding) -> HttpResponse:
    return redirect("desk:hiding", hiding.pk)


def _hiding(request: StaffRequest, hiding_id: UUID) -> Hiding:
    found = one(selectors.hidings(request.scope), hiding_id)
    request.scope.require(wanted(found.measure), found.account.office_id)
    return found


def _do(request: StaffRequest, hiding: Hiding, act: Callable[..., object], done: str) -> HttpResponse:
    try:
        act(request.scope, hiding=hiding, now=clock.now())
    except TransitionRefused:
        messages.info(request, _("Somebody was quicker: see how it stands now."))
    else:
        messages.success(request, done)
    return _back(hiding)


@requires(VIEW)
@require_POST
def confirm(request: StaffRequest, hiding_id: UUID) -> HttpResponse:
    """It is done on the network."""
    done = _("It is on record as done.")
    return _do(request, _hiding(request, hiding_id), services.confirm, done)


@requires(VIEW)
@require_POST
def undone(request: StaffRequest, hiding_id: UUID) -> HttpResponse:
    """It is undone on the network."""
    done = _("It is on record as undone.")
    return _do(request, _hiding(request, hiding_id), services.undone, done)


@requires(VIEW)
@require_POST
def told(request: StaffRequest, hiding_id: UUID) -> HttpResponse:
    """Note how the citizen was told."""
    hiding = _hiding(request, hiding_id)
    form = ToldForm(request.POST, private=ways_of(hiding.account).private)
    if not form.is_valid():
        return hiding_page(request, hiding, form)
    services.told(request.scope, hiding=hiding, way=Told(form.cleaned_data["way"]), now=clock.now())
    messages.success(request, _("It is on record how the citizen was told."))
    return _back(hiding)


def _form_act(
    request: StaffRequest, hiding: Hiding, form: forms.Form, do: Callable[[], object], *, done: str, **page: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            messages.info(request, _("Somebody was quicker: see how it stands now."))
            return _back(hiding)
        else:
            messages.success(request, done)
            return _back(hiding)
    return form_page(
        request, form, back=reverse("desk:hiding", args=[hiding.pk]), lead=hiding.account.called,
        office=hiding.account.office, hiding=hiding, words=words_of(request.scope, hiding),
        template="desk/moderation/act.html", **page,
    )  # fmt: skip


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: StaffRequest, hiding_id: UUID) -> HttpResponse:
    """Lift it, and say why."""
    hiding = _hiding(request, hiding_id)
    form = LiftForm(sent(request))
    return _form_act(
        request,
        hiding,
        form,
        lambda: services.lift(request.scope, hiding=hiding, reason=form.cleaned_data["reason"], now=clock.now()),
        done=_("It is lifted. If it was done on the network, undo it there."),
        title=_("Lift it"),
        act=_("Lift it"),
    )


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: StaffRequest, appeal_id: UUID) -> HttpResponse:
    """Answer an appeal: somebody else than whoever hid it."""
    found = one(selectors.appeals(request.scope), appeal_id)
    hiding, form = found.hiding, AnswerAppealForm(sent(request))
    if not selectors.has_say(request.scope, found):
        raise Forbidden(selectors.wanted_to_answer(found), hiding.account.office_id)
    if selectors.barred(request.scope, found):
        messages.error(
            request, _("Whoever hid it, or answered before, does not answer the appeal. Leave it to another.")
        )
        return _back(hiding)
    return _form_act(
        request,
        hiding,
        form,
        lambda: services.answer(
            request.scope, appeal=found, grant=form.cleaned_data["verdict"] == form.GRANT,
            answer=form.cleaned_data["answer"], now=clock.now(),
        ),
        done=_("The appeal is answered. The citizen reads it where he appealed."),
        title=_("Answer an appeal"),
        act=_("Answer"),
        appeal=found,
    )  # fmt: skip
