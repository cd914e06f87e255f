"""Days of mourning and emergency: declaring them, calling them off, and what is warned of on other pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.desk.days import DayField
from sanglap.desk.fields import TextField, both
from sanglap.desk.pages import form_page, one, page, put_errors
from sanglap.guideline import loader
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.planning import declarations as services
from sanglap.planning import selectors
from sanglap.planning.declarations import DECLARE, LONGEST_REASON
from sanglap.planning.models import Declaration, Nature


class DeclareForm(forms.Form):
    """Which days, and what for."""

    nature = forms.ChoiceField(
        label=gettext_lazy("What is declared"),
        choices=Nature.choices,
        widget=forms.RadioSelect,
        initial=Nature.MOURNING,
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave it empty for a single day.")
    )
    reason_bn = TextField(
        label=gettext_lazy("What for, in Bangla"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Everybody who has posts planned then reads it."),
    )
    reason_en = TextField(label=gettext_lazy("What for, in English"), max_length=LONGEST_REASON, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("starts_on") and "ends_on" not in self.errors:
            given["ends_on"] = given.get("ends_on") or given["starts_on"]
        return given


@requires(Permission.OFFICE_VIEW)
@require_safe
def declarations(request: StaffRequest) -> HttpResponse:
    """What was declared for the reader's offices, there or above, the latest first."""
    scope, now = request.scope, clock.now()
    today = loader.current().calendar.day_of(now)
    listed = page(selectors.declarations(scope), request)
    allowed = scope.among(one_.office_id for one_ in listed.rows)
    rows = [
        (one_, stands := one_.stands(today), stands and allowed.may(DECLARE, one_.office_id, below=True))
        for one_ in listed.rows
    ]
    own = [office for office in offices.own(scope) if scope.may(DECLARE, office.pk, below=True)]
    return render(request, "desk/planning/declarations.html", {"page": listed, "rows": rows, "own": own})


@requires(DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Declare days for an office and all below it."""
    scope = request.scope
    office = one(offices.offices(scope), office_id)
    scope.require(DECLARE, office.pk, below=True)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.declare(
                scope, office=office, nature=Nature(given["nature"]), starts_on=given["starts_on"],
                ends_on=given["ends_on"], reason=both(form, "reason"), now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is declared. Whoever has posts planned then is told."))
            return redirect("desk:declarations")
    return form_page(
        request, form, title=_("Declare days of mourning or an emergency"), act=_("Declare"),
        back=reverse("desk:declarations"), office=office, template="desk/planning/declare.html",
    )  # fmt: skip


@requires(DECLARE)
@require_POST
def end(request: StaffRequest, declaration_id: UUID) -> HttpResponse:
    """Call it off."""
    declaration = one(selectors.declarations(request.scope), declaration_id)
    services.end(request.scope, declaration=declaration, now=clock.now())
    messages.success(request, _("It is called off."))
    return redirect("desk:declarations")


def standing_at(scope: Scope, office_ids: Iterable[UUID], at: datetime | None, *, now: datetime) -> list[Declaration]:
    """What is declared for these offices, found by a scope already, on the day of that moment; of none: today."""
    day = loader.current().calendar.day_of(at or now)
    return selectors.mourned(scope, office_ids, now=now, first=day, last=day).any_on(day)


def of_draft(scope: Scope, draft: Draft, *, now: datetime) -> list[Declaration]:
    """What is declared for the day on which it is to go out; nothing where that is past."""
    past = draft.publish_at is not None and draft.publish_at < now
    return [] if past else standing_at(scope, [draft.office_id], draft.publish_at, now=now)


def of_day(scope: Scope, office_ids: Sequence[UUID], day: date | None, *, now: datetime) -> list[Declaration]:
    """The same for what is being written, with the day that stands in the form."""
    at = loader.current().calendar.begins(day) if day else None
    return standing_at(scope, office_ids, at, now=now) if office_ids else []
