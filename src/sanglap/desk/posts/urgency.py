"""The urgent way: said while writing, confirmed or objected to afterwards, and how often it is used (clause 6.a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
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
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.content import selectors, urgent
from sanglap.content.deadlines import lapses_at
from sanglap.content.models import Draft, Revision, Variant
from sanglap.content.states import VariantState
from sanglap.content.urgent import LONGEST
from sanglap.core import clock
from sanglap.desk.pages import form_page, one, page, put_errors
from sanglap.offices.access import StaffRequest, ask_once, requires
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

FIELDS = ("urgent", "urgent_reason")
_SHOWN = (VariantState.APPROVED, VariantState.SUBMITTED)
"""What became of an urgent post where its panel did not refuse it: confirmed afterwards, or still before its panel."""


def _kinds() -> list[tuple[str, Any]]:
    known = urgent.rule(clock.now()).kinds.items()
    return [("", gettext_lazy("No, it goes the usual way")), *((key, str(name)) for key, name in known)]


class UrgentFields(forms.Form):
    """Whether a post goes the urgent way, and why: a part of the form of a post."""

    urgent = forms.ChoiceField(label=gettext_lazy("Is it urgent?"), required=False, choices=_kinds)
    urgent_reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The panel reads it, and it stays on record."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        missing = given.get("urgent") and not (given.get("urgent_reason") or "").strip()
        if missing and "urgent_reason" not in self.errors:
            self.add_error("urgent_reason", _("Write why it cannot wait for the usual approval."))
        return given


def typed(request: StaffRequest) -> dict[str, str]:
    """What stands in these fields, as a working copy keeps it."""
    return {name: request.POST.get(name, "") for name in FIELDS}


def as_it_was(revision: Revision) -> Mapping[str, str]:
    """What these fields begin with where that revision is changed."""
    said = getattr(revision, "urgency", None)
    return {"urgent": said.kind, "urgent_reason": said.reason} if said else {}


def declare(request: StaffRequest, draft: Draft) -> bool:
    """After the draft was saved: put on record that it is urgent, where the form says so. False where that is refused,
    which is told: the draft stands, and its panel is not yet asked in the usual way.
    """
    given = typed(request)
    if not given["urgent"]:
        return True
    try:
        urgent.declare(request.scope, draft=draft, kind=given["urgent"], reason=given["urgent_reason"], now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def tell_afterwards(variants: Iterable[Variant]) -> None:
    """Give each of these that went the urgent way who still owes a word on it, `owing`, and by when, `confirm_by`.
    Three queries.
    """
    rows = [one_ for one_ in variants if one_.state == VariantState.APPROVED and hasattr(one_.revision, "urgency")]
    owed = urgent.owed(rows, now=clock.now()) if rows else {}
    for variant in rows:
        variant.owing = owed[variant.pk]  # type: ignore[attr-defined]  # for the templates
        variant.confirm_by = urgent.due(variant)  # type: ignore[attr-defined]  # as above


def beside(scope: Scope, variants: Sequence[Variant], *, now: datetime) -> dict[str, Any]:
    """What is shown of the urgent way, and of the time that is left, beside these variants of one revision."""
    revision = variants[0].revision
    context: dict[str, Any] = {"now": now, "lapses_at": lapses_at(variants[0], now=now)}
    if hasattr(revision, "urgency"):
        tell_afterwards(variants)
        mine = urgent.to_review(scope, now=now).filter(revision=revision)
        used = urgent.used(revision.draft.office_id, now=now)
        context |= {"urgency": revision.urgency, "used": used, "to_review": mine}
    return context


class ReviewForm(forms.Form):
    """What a member of the panel says afterwards."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("Was it right to publish this?"),
        choices=[("yes", gettext_lazy("I confirm it")), ("no", gettext_lazy("I object"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you confirm it or object.")},
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when you object: what was wrong with it."),
    )


@requires(Permission.POST_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, variant_id: UUID) -> HttpResponse:
    """Confirm what went the urgent way, or object to it."""
    variant = one(selectors.variants(request.scope, Permission.POST_APPROVE), variant_id)
    now = clock.now()
    waits = urgent.to_review(request.scope, now=now).filter(pk=variant.pk).exists()
    if request.method == "POST" and not waits:
        messages.info(request, _nothing())
        return redirect("desk:post", variant.revision.draft_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if unproven := ask_once(request):
            return unproven
        given = form.cleaned_data
        try:
            urgent.review(
                request.scope, variant=variant, agrees=given["agrees"] == "yes", remark=given["remark"], now=now
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Your word is on record."))
            return redirect("desk:post", variant.revision.draft_id)
    return form_page(
        request, form, title=_("Confirm afterwards"), act=_("Put it on record") if waits else "",
        back=reverse("desk:post", args=[variant.revision.draft_id]), template="desk/urgent/review.html",
        variant=variant, due=urgent.due(variant), known="" if waits else _nothing(),
    )  # fmt: skip


def _nothing() -> str:
    return _("Nothing of this waits for your word.")


@requires(Permission.POST_VIEW)
@require_safe
def uses(request: StaffRequest) -> HttpResponse:
    """Each use of the urgent way at the reader's offices, what the panels said of it afterwards, and how often."""
    now = clock.now()
    listed = page(urgent.uses(request.scope), request)
    asked = list(
        selectors.variants(request.scope)
        .filter(revision__in=[row.revision_id for row in listed.rows], state__in=_SHOWN)
        .prefetch_related("reviews__member")
    )
    tell_afterwards(asked)
    used = urgent.used_by({row.office_id for row in listed.rows}, now=now)
    context = {
        "page": listed,
        "rows": [
            (row, used.get(row.office_id), [of for of in asked if of.revision_id == row.revision_id])
            for row in listed.rows
        ],
        "rule": urgent.rule(now),
        "now": now,
    }
    return render(request, "desk/urgent/uses.html", context)
