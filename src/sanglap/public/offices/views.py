"""The directory of offices, for everybody: where an office is found, and which accounts are really its own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors as accounts
from sanglap.core import clock
from sanglap.moderation import selectors as moderation
from sanglap.offices import selectors
from sanglap.offices.access import public
from sanglap.offices.models import Kind, Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState

EVERYBODY = Scope.everything("public")
"""What is shown here is no secret; the selectors of the directory leave out the rest."""
MOST = 300
PAST = 50
# What stands at a place is found by the place.
KINDS = [(kind, kind.label) for kind in Kind if kind not in {Kind.FIELD, Kind.INSTITUTION}]
# The same for everybody who is not signed in, and seldom another from one minute to the next.
for_a_minute = cache_control(private=True, max_age=60)


@public
@require_safe
@for_a_minute
def directory(request: HttpRequest) -> HttpResponse:
    """The offices found by a name, or those of the kind that `?kind=` names, or those below the one of `?at=`."""
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    context: dict[str, object] = {"words": words[:200], "kinds": KINDS}
    if words:
        found = [one for one in selectors.search(EVERYBODY, words) if one.state != OfficeState.CLOSED]
        more = len(found) == selectors.FOUND
        return render(request, "public/offices/directory.html", {**context, "rows": found, "more": more})
    if kind in dict(KINDS):
        of_kind = list(selectors.of_kind(EVERYBODY, Kind(kind))[: MOST + 1])
        context |= {"kind": Kind(kind), "rows": of_kind[:MOST], "more": len(of_kind) > MOST}
        return render(request, "public/offices/directory.html", context)
    return render(request, "public/offices/directory.html", {**context, **_below(_at(request.GET.get("at", "")))})


def _below(at: Office | None) -> dict[str, object]:
    """One level of the tree; where one office stands above all, the level below that."""
    if at is None:
        tops = list(selectors.tops(EVERYBODY).filter(state=OfficeState.OPEN)[: MOST + 1])
        if len(tops) != 1:
            return {"rows": tops[:MOST], "more": len(tops) > MOST}
        at = tops[0]
    rows = list(selectors.below(EVERYBODY, at).filter(state=OfficeState.OPEN)[: MOST + 1])
    return {"at": at, "path": selectors.path(EVERYBODY, at), "rows": rows[:MOST], "more": len(rows) > MOST}


def _at(given: str) -> Office | None:
    if not given:
        return None
    try:
        return get_object_or_404(selectors.public_offices(EVERYBODY), pk=UUID(given))
    except ValueError:
        raise Http404 from None


@public
@require_safe
@for_a_minute
def office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """One office; where it went up in another, where to go."""
    rows = selectors.public_offices(EVERYBODY).select_related("successor")
    shown = get_object_or_404(rows, pk=office_id)
    below = list(selectors.below(EVERYBODY, shown).filter(state=OfficeState.OPEN)[: MOST + 1])
    return render(
        request,
        "public/offices/office.html",
        {
            "office": shown,
            "path": selectors.path(EVERYBODY, shown),
            "below": below[:MOST],
            "more": len(below) > MOST,
            "accounts": accounts.official(EVERYBODY, shown),
            "hidden": [line for line in moderation.figures_of(EVERYBODY, shown, now=clock.now()) if line.year],
            "former": selectors.former(EVERYBODY, shown)[:PAST],
            "merged": selectors.public_offices(EVERYBODY).filter(successor=shown).order_by("name__bn", "pk")[:PAST],
        },
    )
