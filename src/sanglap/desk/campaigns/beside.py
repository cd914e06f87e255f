"""What stands beside a post: its campaign, the collections that it is in, from which offer it came (clause 6.e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanglap.campaigns import collecting, joining, offering, selectors
from sanglap.campaigns.models import Campaign, Collection
from sanglap.campaigns.reach import ways
from sanglap.content import selectors as content
from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.desk.pages import chosen, one
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

VIEW = Permission.POST_VIEW
NONE = "none"
LISTED = 50


def beside(scope: Scope, draft: Draft) -> dict[str, Any]:
    """What the page of a post shows of it. The same few queries, whatever there is."""
    inside = selectors.collected(scope, draft)
    own = list(selectors.collections(scope).filter(office=draft.office_id))
    return {
        "adoption": selectors.adoption(scope, draft),
        "campaign": selectors.campaign_of(scope, draft),
        "campaigns": list(selectors.campaigns_for(scope, draft.office, now=clock.now())),
        "collections": [(one_, one_.pk in inside) for one_ in own],
        "may_offer": bool(ways(scope, draft.office_id)) and offering.approved(draft) is not None,
        "offers": selectors.made(scope).filter(revision__draft=draft),
    }


def campaigns_to_choose(scope: Scope, shown: Campaign | None, *, now: datetime) -> list[Campaign]:
    """Those by which a calendar may be narrowed, with the one that is `shown`."""
    running = list(selectors.own_campaigns(scope, now=now)[:LISTED])
    return running if shown is None or shown in running else [*running, shown]


@dataclass(frozen=True, slots=True)
class Among:
    """The collection or the campaign to which a list of posts is narrowed."""

    collection: Collection | None = None
    campaign: Campaign | None = None

    @property
    def name(self) -> str:
        named = self.collection or self.campaign
        return str(named.name) if named else ""

    @property
    def more(self) -> str:
        """What the addresses of its other pages keep."""
        if self.collection:
            return f"&collection={self.collection.pk}"
        return f"&campaign={self.campaign.pk}" if self.campaign else ""


def narrowed(request: StaffRequest, rows: QuerySet[Draft]) -> tuple[QuerySet[Draft], Among]:
    """The posts of the collection or the campaign that the address names, or all of these. Raises Http404."""
    among = Among(
        chosen(selectors.collections(request.scope), request, "collection"),
        chosen(selectors.campaigns(request.scope), request, "campaign"),
    )
    if among.collection:
        return rows.filter(collected__collection=among.collection), among
    return rows.filter(in_campaign__campaign=among.campaign) if among.campaign else rows, among


@requires(VIEW)
@require_POST
def join(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Put the post into a campaign, or take it out."""
    scope = request.scope
    draft = one(content.drafts(scope), draft_id)
    wanted: Campaign | None = None
    if request.POST.get("campaign") != NONE:
        wanted = chosen(selectors.campaigns(scope), request, "campaign")
    try:
        joining.put_in(scope, draft=draft, campaign=wanted, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The post belongs to the campaign.") if wanted else _("It is in no campaign."))
    return redirect("desk:post", draft.pk)


@requires(VIEW)
@require_POST
def collect(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Put the post into a collection, a new one perhaps, or take it out."""
    scope, now = request.scope, clock.now()
    draft = one(content.drafts(scope), draft_id)
    scope.require(Permission.POST_WRITE, draft.office_id)
    known = chosen(selectors.collections(scope), request, "collection")
    try:
        if known is None:
            known = collecting.make(scope, office=draft.office, name=request.POST.get("name", ""), now=now)
        collecting.put(scope, draft=draft, collection=known, inside=request.POST.get("inside") != "no", now=now)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("desk:post", draft.pk)
