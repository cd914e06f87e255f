"""Approving several posts at once, each of them shown whole (clause 6.a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sanglap.content import approval, portrayals, selectors, services, sources, urgent
from sanglap.content.models import Variant, Verdict
from sanglap.content.sources import Claim
from sanglap.content.states import VariantState
from sanglap.content.urgent import Used
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.guideline.models import Clause
from sanglap.inbox.models import Message
from sanglap.inbox.selectors import answered
from sanglap.language.digits import format_number
from sanglap.offices.access import StaffRequest, ask_once, requires
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Permission

SHOWN = 20
"""So many are shown at once: nobody reads more in one go."""
_SAID = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One that waits for the reader's vote."""

    variant: Variant
    claims: Sequence[Claim]
    purposes: Sequence[Clause]
    answered: Message | None
    """What it answers, where it is an answer."""
    why_alone: str
    """Why it wants a page of its own: a finding, people in its pictures, or his own words ask more of him than a tick;
    "": a tick will do.
    """
    used: Used | None
    """Of what is urgent: how often its office went the urgent way."""


@requires(Permission.POST_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: StaffRequest) -> HttpResponse:
    """All that waits for the reader's vote, each whole; those that he ticks he approves."""
    items, more = _items(request)
    if request.method == "POST":
        if unproven := ask_once(request):
            return unproven
        ticked = request.POST.getlist("approve")
        if ticked:
            _approve(request, items, ticked)
        else:
            messages.error(request, _("Tick those that you approve."))
        return redirect("desk:approve-several")
    return render(request, "desk/posts/several.html", {"items": items, "more": more})


def _items(request: StaffRequest) -> tuple[list[Item], bool]:
    now = clock.now()
    found = list(selectors.waiting_for(request.scope, now=now)[: SHOWN + 1])
    sources.fetch([variant.revision for variant in found])
    standings = approval.standings([(variant, now) for variant in found])
    purposes = {clause.id: clause for clause in loader.current().purposes}
    heard = answered(request.scope, [variant.revision.draft for variant in found])
    of_people = portrayals.of_people([variant.revision for variant in found])
    in_haste = {variant.revision.draft.office_id for variant in found if hasattr(variant.revision, "urgency")}
    used = urgent.used_by(in_haste, now=now)
    items = [
        Item(
            variant,
            sources.claims(variant.revision, at=variant.submitted_at or now),
            [purposes[one] for one in variant.revision.draft.purposes if one in purposes],
            heard.get(variant.revision.draft_id),
            _why_alone(variant, people=variant.revision_id in of_people, own=standing.is_sole(request.user)),
            used.get(variant.revision.draft.office_id) if hasattr(variant.revision, "urgency") else None,
        )
        for variant, standing in zip(found, standings, strict=True)
        if approval.awaits(variant, standing, request.user)
    ]
    return items[:SHOWN], len(found) > SHOWN


def _why_alone(variant: Variant, *, people: bool, own: bool) -> str:
    if variant.flagged:  # type: ignore[attr-defined]  # annotated
        return _("The screening points at something.")
    if people:
        return _("Its pictures show people who had to agree.")
    return _("These are your own words.") if own else ""


def _approve(request: StaffRequest, items: Sequence[Item], ticked: Sequence[str]) -> None:
    """Vote on each by itself, so that one that cannot be takes none of the others with it."""
    by_digest = {f"{item.variant.pk}:{item.variant.digest}": item for item in items if not item.why_alone}
    approved = voted = 0
    for key in dict.fromkeys(ticked):
        item = by_digest.get(key)
        if item is None:
            messages.error(request, _("One of them was changed or decided since this page was opened. Read it again."))
            continue
        variant = item.variant
        try:
            decided = services.decide(
                request.scope, variant=variant, verdict=Verdict.APPROVE, digest=variant.digest, now=clock.now()
            )
        except (ValidationError, TransitionRefused, Forbidden):
            told = {"words": Truncator(variant.text).chars(_SAID)}
            messages.error(request, _("Your vote could not be counted; open it to see why: “%(words)s”") % told)
        else:
            approved += decided.state == VariantState.APPROVED
            voted += decided.state == VariantState.SUBMITTED
    if approved:
        said = _("Approved: %(number)s. They go out as soon as their time has come.")
        messages.success(request, said % {"number": format_number(approved, request.LANGUAGE_CODE)})
    if voted:
        said = _("Your vote is recorded; more votes are needed: %(number)s.")
        messages.success(request, said % {"number": format_number(voted, request.LANGUAGE_CODE)})
