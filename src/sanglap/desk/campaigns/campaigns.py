"""Campaigns across offices: which there are, how far one has come, and beginning one (clause 6.e)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.campaigns import figures, joining, selectors, standing
from sanglap.campaigns.models import Campaign
from sanglap.campaigns.reach import ways
from sanglap.core import clock
from sanglap.desk.campaigns.drawing import columns
from sanglap.desk.campaigns.forms import CampaignForm
from sanglap.desk.pages import chosen, form_page, one, page, put_errors, sent
from sanglap.guideline import loader
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Permission

VIEW = Permission.POST_VIEW
# The service calls it by the name of the text, the form by that of its first language.
NAMES = {"name": "name_bn"}


def _may_begin(request: StaffRequest) -> list[Office]:
    """The reader's own offices for which he may begin a campaign."""
    return [office for office in offices.own(request.scope) if ways(request.scope, office.pk)]


@requires(VIEW)
@require_safe
def campaigns(request: StaffRequest) -> HttpResponse:
    """The campaigns of the reader's offices and those that reach them, the latest first."""
    today = standing.today(clock.now())
    listed = page(selectors.campaigns(request.scope), request)
    context = {
        "page": listed,
        "rows": [(row, row.starts_on <= today <= row.ends_on, row.ends_on < today) for row in listed.rows],
        "may_begin": bool(_may_begin(request)),
    }
    return render(request, "desk/campaigns/campaigns.html", context)


@requires(VIEW)
@require_safe
def campaign(request: StaffRequest, campaign_id: UUID) -> HttpResponse:
    """One campaign: its days, how many offices take part, what is offered in it, and all of its posts that are out."""
    scope, now = request.scope, clock.now()
    shown = one(selectors.campaigns(scope), campaign_id)
    today = standing.today(now)
    progress = figures.progress(scope, shown)
    reached_on = min(max(today, shown.starts_on), shown.ends_on)
    context = {
        "campaign": shown,
        "named": list(shown.named.all()),
        "purposes": [clause for clause in loader.current().purposes if clause.id in shown.purposes],
        "progress": progress,
        "days": (shown.ends_on - shown.starts_on).days + 1,
        "day": (reached_on - shown.starts_on).days + 1 if today >= shown.starts_on else 0,
        "columns": columns(progress.by_day, shown.starts_on, reached_on),
        "until": reached_on,
        "offers": selectors.to_adopt(scope, now=now).filter(campaign=shown),
        "page": page(figures.published(scope, shown), request),
        "may_change": bool(ways(scope, shown.office_id)),
        "may_write": scope.has(Permission.POST_WRITE),
    }
    return render(request, "desk/campaigns/campaign.html", context)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Begin a campaign of one of the reader's offices."""
    may = _may_begin(request)
    if not may:
        messages.info(request, _("A campaign is begun by whoever approves posts at an office or manages its accounts."))
        return redirect("desk:campaigns")
    mine = offices.own(request.scope).filter(pk__in=[office.pk for office in may])
    office = chosen(mine, request, "office") or may[0]
    form = _form(request, office)
    if request.method == "POST" and form.is_valid():
        try:
            made = joining.begin(request.scope, office=office, plan=form.plan(), now=clock.now())
        except ValidationError as error:
            put_errors(form, error, NAMES)
        else:
            messages.success(request, _("The campaign is begun. Put posts into it, or offer some to the offices."))
            return redirect("desk:campaign", made.pk)
    return _page(request, form, office, title=_("Begin a campaign"), act=_("Begin it"), back=reverse("desk:campaigns"))


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, campaign_id: UUID) -> HttpResponse:
    """Change a campaign."""
    shown = one(selectors.campaigns(request.scope), campaign_id)
    if not ways(request.scope, shown.office_id):
        raise Forbidden(Permission.POST_APPROVE, shown.office_id)
    form = _form(request, shown.office, shown)
    back = reverse("desk:campaign", args=[shown.pk])
    if request.method == "POST" and form.is_valid():
        try:
            joining.change(request.scope, campaign=shown, plan=form.plan(), now=clock.now())
        except ValidationError as error:
            put_errors(form, error, NAMES)
        else:
            messages.success(request, _("The campaign is changed."))
            return redirect(back)
    return _page(request, form, shown.office, title=_("Change the campaign"), act=_("Save"), back=back)


def _form(request: StaffRequest, office: Office, campaign: Campaign | None = None) -> CampaignForm:
    initial = CampaignForm.of(campaign) if campaign else {"starts_on": standing.today(clock.now())}
    may = ways(request.scope, office.pk)
    return CampaignForm(sent(request), ways=may, initial=initial)


def _page(request: StaffRequest, form: CampaignForm, office: Office, **more: Any) -> HttpResponse:
    known = _("Offices that it reaches find it under Campaigns and may put posts of their own into it.")
    return form_page(request, form, office=office, known=known, **more)
