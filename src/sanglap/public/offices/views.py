"""The directory of offices, for everybody: where an office is found, and which accounts are really its own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors as accounts
from sanglap.offices import selectors
from sanglap.offices.access import public
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState

EVERYBODY = Scope.everything("public")
"""What is shown here is no secret; the selectors of the directory leave out the rest."""
MOST = 300


@public
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The offices found by a name, or those below the one that `?at=` names."""
    words = request.GET.get("q", "").strip()
    if words:
        found = [one for one in selectors.search(EVERYBODY, words) if one.state != OfficeState.CLOSED]
        return render(request, "public/offices/directory.html", {"words": words[:200], "rows": found})
    at = _at(request.GET.get("at", ""))
    if at is None and len(tops := list(selectors.tops(EVERYBODY)[: MOST + 1])) == 1:
        at = tops[0]
    rows = list(selectors.below(EVERYBODY, at).filter(state=OfficeState.OPEN)[: MOST + 1]) if at else tops
    context = {"at": at, "path": selectors.path(EVERYBODY, at) if at else [], "rows": rows[:MOST]}
    return render(request, "public/offices/directory.html", {**context, "more": len(rows) > MOST})


def _at(given: str) -> Office | None:
    if not given:
        return None
    try:
        return get_object_or_404(selectors.public_offices(EVERYBODY), pk=UUID(given))
    except ValueError:
        raise Http404 from None


@public
@require_safe
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
            "former": selectors.former(EVERYBODY, shown),
        },
    )
