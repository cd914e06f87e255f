"""What other offices offer to ours, what ours offers, and what became of that (clause 6.e)."""

from __future__ import annotations

from datetime import datetime, timedelta
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

from sanglap.campaigns import figures, offering, selectors, standing
from sanglap.campaigns.models import Offer
from sanglap.campaigns.reach import ways
from sanglap.campaigns.states import OfferState
from sanglap.content import selectors as content
from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.desk.campaigns.drawing import Part, parts
from sanglap.desk.campaigns.forms import OfferForm, WithdrawForm
from sanglap.desk.pages import form_page, one, page, put_errors, sent
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Permission

VIEW = Permission.POST_VIEW
OURS = "ours"
OPEN_FOR = timedelta(days=14)
"""So long an offer stands where nobody says otherwise."""


@requires(VIEW)
@require_safe
def offers(request: StaffRequest) -> HttpResponse:
    """What may be adopted by the reader's offices, or what they offered themselves."""
    scope, now = request.scope, clock.now()
    ours = request.GET.get("show") == OURS
    own, roots = scope.places(VIEW)
    made_ = selectors.made(scope).prefetch_related("named")
    listed = page(made_ if ours else selectors.to_adopt(scope, now=now), request)
    answered = {} if ours else selectors.answered(scope, list(listed.rows))
    context = {
        "page": listed,
        "ours": ours,
        "own": own,
        "below": bool(roots),
        "more": f"&show={OURS}" if ours else "",
        "rows": [(row, answered.get(row.pk, ""), standing.is_open(row, now=now)) for row in listed.rows],
    }
    return render(request, "desk/campaigns/offers.html", context)


def first_values(now: datetime) -> dict[str, Any]:
    """What the form of an offer begins with."""
    return {"key": new_id(), "ends_on": standing.today(now) + OPEN_FOR}


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Offer a post that the panel approved to other offices."""
    scope, now = request.scope, clock.now()
    draft = one(content.drafts(scope), draft_id)
    may = ways(scope, draft.office_id)
    if not may:
        raise Forbidden(Permission.POST_APPROVE, draft.office_id)
    if offering.approved(draft) is None:
        return _not_yet(request, draft)
    running = selectors.campaigns_for(scope, draft.office, now=now)
    form = OfferForm(sent(request), ways=may, campaigns=running, initial=first_values(now))
    if request.method == "POST" and form.is_valid():
        try:
            made_ = offering.offer(scope, draft=draft, wish=form.wish(), key=form.cleaned_data["key"], now=now)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is offered. Here you see what becomes of it."))
            return redirect("desk:offer-made", made_.pk)
    return _form(request, form, draft)


def _not_yet(request: StaffRequest, draft: Draft) -> HttpResponse:
    said = _("Only what the panel of your office approved can be offered to others. Ask for approval first.")
    return form_page(
        request, forms.Form(), title=_("Offer the post to other offices"), act="", known=said, office=draft.office,
        back=reverse("desk:post", args=[draft.pk]), template="desk/campaigns/offer_new.html", draft=draft,
    )  # fmt: skip


def _form(request: StaffRequest, form: OfferForm, draft: Draft) -> HttpResponse:
    known = _(
        "They see the words and pictures as your panel approved them. Each begins a draft of its own from them, changes"
        " what is different there, and asks its own panel. Offices below find it on their page of the day; offices that"
        " you name are sent a notice."
    )
    return form_page(
        request, form, title=_("Offer the post to other offices"), act=_("Offer it"), known=known, office=draft.office,
        back=reverse("desk:post", args=[draft.pk]), template="desk/campaigns/offer_new.html", draft=draft,
    )  # fmt: skip


@requires(VIEW)
@require_safe
def made(request: StaffRequest, made_id: UUID) -> HttpResponse:
    """An offer of the reader's office: how many offices did what with it, and which."""
    scope = request.scope
    offer = one(selectors.made(scope), made_id)
    shown = request.GET.get("show", "")
    part = Part(shown) if shown in Part.values else Part.PUBLISHED
    fate = figures.fate(scope, offer)
    listed = page(_rows(scope, offer, part), request)
    out = figures.published_of(scope, offer, list(listed.rows)) if part == Part.PUBLISHED else {}
    context = {
        "offer": offer,
        "own": offer.office_id in scope.places(VIEW)[0],
        "named": list(offer.named.all()),
        "fate": fate,
        "pieces": parts(fate, request.path),
        "part": part,
        "page": listed,
        "more": f"&show={part.value}",
        "rows": [(row, out.get(row.draft_id) if part == Part.PUBLISHED else None) for row in listed.rows],
        "open": standing.is_open(offer, now=clock.now()),
        "may_withdraw": offer.state == OfferState.OPEN and bool(ways(scope, offer.office_id)),
    }
    return render(request, "desk/campaigns/made.html", context)


def _rows(scope: Scope, offer: Offer, part: Part) -> Any:
    match part:
        case Part.DECLINED:
            return figures.declined(scope, offer)
        case Part.SILENT:
            return figures.silent(scope, offer)
        case _:
            return figures.adopted(scope, offer, published=part == Part.PUBLISHED)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, made_id: UUID) -> HttpResponse:
    """Take an offer back."""
    scope = request.scope
    offer = one(selectors.made(scope), made_id)
    if not ways(scope, offer.office_id):
        raise Forbidden(Permission.POST_APPROVE, offer.office_id)
    back = reverse("desk:offer-made", args=[offer.pk])
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            offering.withdraw(scope, offer=offer, reason=form.cleaned_data["reason"], now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            messages.info(request, _("It was withdrawn already."))
            return redirect(back)
        else:
            messages.success(request, _("It is withdrawn. Whoever adopted it is told."))
            return redirect(back)
    known = _(
        "Nobody can adopt it any more. Posts that offices began from it stay theirs: they are told, and decide"
        " themselves whether they change or take back their own."
    )
    return form_page(
        request, form, title=_("Withdraw the offer"), act=_("Withdraw it"), back=back, known=known, kind="warning",
        office=offer.office,
    )  # fmt: skip
