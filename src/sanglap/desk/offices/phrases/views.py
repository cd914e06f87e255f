"""An office's own phrases: all that is looked for in its texts, one of them, adding, trying and ending."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.desk.findings import of
from sanglap.desk.offices.asked import office_of
from sanglap.desk.offices.phrases.forms import PhraseForm
from sanglap.desk.pages import form_page, one, page, put_errors, sent
from sanglap.guideline import loader
from sanglap.offices import selectors, services
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office, OwnPhrase
from sanglap.offices.screened import pointed
from sanglap.offices.screening import tried
from sanglap.offices.services.phrases import sought
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission
from sanglap.screening.findings import Profile, Severity

MANAGE = Permission.OFFICE_MANAGE
PAST = 50
TRY = "try"
"""The name of the button that tries a phrase and keeps nothing."""


@requires(Permission.OFFICE_VIEW)
@require_safe
def phrases(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """All that is looked for in the office's texts beside the rulebook's list, and what no longer is."""
    office = office_of(request, office_id)
    known = selectors.phrases(request.scope, office)
    context = {
        "office": office,
        "page": page(known.filter(ended_at=None), request),
        "ended": known.exclude(ended_at=None).order_by("-ended_at", "-pk")[:PAST],
        "may_add": office.state == OfficeState.OPEN and request.scope.may(MANAGE, office.pk),
        **_of_rulebook(),
    }
    return render(request, "desk/phrases/phrases.html", context)


def _of_rulebook() -> dict[str, Any]:
    """How many phrases the rulebook lists, in all and as a sign of what."""
    listed = loader.current().screening
    numbers = Counter([one.category for one in listed.phrases] + [one.category for one in listed.pairs])
    signs = [(category, numbers[category.id]) for category in listed.categories if numbers[category.id]]
    return {"listed": numbers.total(), "signs": signs}


@requires(Permission.OFFICE_VIEW)
@require_safe
def phrase(request: StaffRequest, office_id: UUID, phrase_id: UUID) -> HttpResponse:
    """One phrase that is or was looked for in that office's texts, with its history."""
    office = office_of(request, office_id)
    shown = one(selectors.phrases(request.scope, office), phrase_id)
    own = shown.office_id == office.pk
    context = {
        "office": office,
        "phrase": shown,
        "history": history(shown),
        "may_end": own and shown.ended_at is None and request.scope.may(MANAGE, office.pk),
    }
    return render(request, "desk/phrases/phrase.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Add a phrase; or only try it on a text, with everything typed as it was."""
    office = office_of(request, office_id, manage=True)
    trying = TRY in request.POST
    form = PhraseForm(
        sent(request), initial={"key": new_id(), "severity": Severity.WARN.value},
        below=selectors.reaches_below(request.scope, office), trying=trying,
    )  # fmt: skip
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            if not trying:
                return _added(request, office, form)
            shown = _tried(request, office, form)
        except ValidationError as error:
            put_errors(form, error)
    return form_page(
        request, form, title=_("Look for a phrase"), act=_("Add it"), back=_list(office), office=office,
        template="desk/phrases/new.html", action=request.path, **shown,
    )  # fmt: skip


def _added(request: StaffRequest, office: Office, form: PhraseForm) -> HttpResponse:
    made = services.add_phrase(
        request.scope, office=office, key=form.cleaned_data["key"], now=clock.now(), **form.phrase()
    )
    messages.success(request, _("It is looked for from now on."))
    return redirect("desk:office-phrase", office.pk, made.pk)


def _tried(request: StaffRequest, office: Office, form: PhraseForm) -> dict[str, Any]:
    """The text with the words that the phrase finds, and what is found in it anyway."""
    text = form.cleaned_data["text"]
    result = tried(sought(form.unkept(office, request.user)), text)
    return {
        "tried": text,
        "found": of(request.scope, office, pointed([result.found])),
        "anyway": of(request.scope, office, pointed([result.anyway])),
        "as_comment": result.profile == Profile.COMMENT,
    }


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, office_id: UUID, phrase_id: UUID) -> HttpResponse:
    """Look for it no longer."""
    office = office_of(request, office_id, manage=True)
    shown: OwnPhrase = one(selectors.own_phrases(request.scope, office), phrase_id)
    if request.method == "POST" or shown.ended_at is not None:
        if request.method == "POST" and services.end_phrase(request.scope, phrase=shown, now=clock.now()):
            messages.success(request, _("It is looked for no longer. What it said stays on record."))
        else:
            messages.info(request, _("It was ended already; nothing was changed."))
        return redirect("desk:office-phrase", office.pk, shown.pk)
    return form_page(
        request, forms.Form(), title=_("End a phrase"), act=_("End it"), back=_list(office), office=office,
        template="desk/phrases/end.html", phrase=shown, kind="warning",
    )  # fmt: skip


def _list(office: Office) -> str:
    return reverse("desk:office-phrases", args=[office.pk])
