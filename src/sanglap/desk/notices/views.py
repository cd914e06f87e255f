"""What the reader was told, and how he wants to be told by e-mail."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.desk.days import HourField
from sanglap.desk.pages import form_page, one, page
from sanglap.language.dates import DHAKA
from sanglap.networks.contract import Kind as KindOfDraft
from sanglap.notices import mail, selectors, services
from sanglap.notices.models import Kind, Notice, Subject, Way
from sanglap.notices.words import sentence
from sanglap.offices.access import StaffRequest, signed_in
from sanglap.offices.scope import Scope


@signed_in
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """The reader's notices, the newest first, by day."""
    listed = page(selectors.notices(request.scope), request)
    said = [(notice, sentence(notice)) for notice in listed.rows]
    days = groupby(said, key=lambda pair: pair[0].at.astimezone(DHAKA).date())
    context = {
        "page": listed,
        "days": [(day, list(rows)) for day, rows in days],
        "now": clock.now(),
        "any_unread": any(notice.read_at is None for notice in listed.rows),
    }
    return render(request, "desk/notices.html", context)


@signed_in
@require_safe
def notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Lead to what a notice speaks of; it counts as read."""
    told = one(selectors.notices(request.scope), notice_id)
    services.read(request.scope, notice=told, now=clock.now())
    return redirect(_page_of(request.scope, told))


_PAGES = {
    Subject.MESSAGE: "desk:thread",
    Subject.DELIVERY: "desk:delivery",
    Subject.DUTY: "desk:duty",
    Subject.INCIDENT: "desk:incident",
    Subject.MOVE: "desk:move",
    Subject.EXEMPTION: "desk:exemption",
    Subject.HIDING: "desk:hiding",
    Subject.SUGGESTION: "desk:suggestion",
    Subject.RECURRENCE: "desk:recurrence",
    Subject.OFFER: "desk:offer",
}
"""Where the thing itself is looked at."""
_PAGES_OF_ACCOUNT = {Kind.CONFIRM: "desk:account-security", Kind.REMINDER: "desk:account-duties"}


def _page_of(scope: Scope, told: Notice) -> str:
    if page_ := _PAGES.get(Subject(told.subject)):
        return reverse(page_, args=[told.subject_id])
    match told.subject:
        case Subject.VARIANT:
            return _page_of_variant(scope, told.subject_id)
        case Subject.ACCOUNT:
            return _page_of_account(told)
        case Subject.DECLARATION:
            return reverse("desk:declarations")
        case _:
            return reverse("desk:stops")


def _page_of_account(told: Notice) -> str:
    if told.kind == Kind.MESSAGES:
        return reverse("desk:inbox")
    return reverse(_PAGES_OF_ACCOUNT.get(Kind(told.kind), "desk:account"), args=[told.subject_id])


def _page_of_variant(scope: Scope, key: UUID) -> str:
    """Where the reader votes on it, if he may; else the post or the thread that it belongs to."""
    if content.waiting_for(scope, now=clock.now()).filter(pk=key).exists():
        return reverse("desk:approve", args=[key])
    variant = content.variants(scope).filter(pk=key).first()
    if variant is None:
        return reverse("desk:day")
    draft = variant.revision.draft
    if draft.kind == KindOfDraft.ANSWER:
        return reverse("desk:thread", args=[draft.answer.message_id])
    return reverse("desk:post", args=[draft.pk])


@signed_in
@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Count all as read that stood on the page; what came since stays unread."""
    given = parse_datetime(request.POST.get("before", "")[:40])
    before = given if given is not None and given.tzinfo is not None else clock.now()
    services.read_all(request.scope, before=min(before, clock.now()), now=clock.now())
    return redirect("desk:notices")


class WishForm(forms.Form):
    """How and when one is mailed."""

    urgent = forms.ChoiceField(
        label=gettext_lazy("What waits for you and what went wrong"), choices=Way.choices, widget=forms.RadioSelect
    )
    other = forms.ChoiceField(label=gettext_lazy("Everything else"), choices=Way.choices, widget=forms.RadioSelect)
    hour = HourField(label=gettext_lazy("The daily mail comes at"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mails"),
        choices=[("bn", gettext_lazy("Bangla")), ("en", gettext_lazy("English"))],
        widget=forms.RadioSelect,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: StaffRequest) -> HttpResponse:
    """Choose how one is told by e-mail."""
    known = selectors.wish(request.scope)
    initial: dict[str, Any] = {"urgent": known.urgent, "other": known.other, "hour": known.hour}
    # Until he chose, the language that he reads in.
    language = known.language if not known._state.adding else get_language() or "bn"  # noqa: SLF001 -- Django's own
    form = WishForm(request.POST or None, initial={**initial, "language": language})
    if request.method == "POST" and form.is_valid():
        services.wish(
            request.scope,
            urgent=Way(form.cleaned_data["urgent"]),
            other=Way(form.cleaned_data["other"]),
            hour=form.cleaned_data["hour"],
            language=form.cleaned_data["language"],
        )
        messages.success(request, _("You are told as you wish."))
        return redirect("desk:notices")
    return form_page(
        request,
        form,
        title=_("How you are told by e-mail"),
        act=_("Keep it so"),
        back=reverse("desk:notices"),
        template="desk/wishes.html",
        mails=mail.enabled(),
        address=request.user.email,
    )
