"""The offices: the tree, the map, the list, and one office (clause 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors as accounts
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.pages import one, page
from sanglap.duties import selectors as duties
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Area, AreaLevel, Kind, Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission

VIEWS = (("tree", _("Tree")), ("map", _("Map")), ("list", _("List")))
MOST_BELOW = 300
PAST = 50


@requires(Permission.OFFICE_VIEW)
@require_safe
def offices(request: StaffRequest) -> HttpResponse:
    """What was searched for, or else the tree, the map or the list of the reader's offices."""
    words = request.GET.get("q", "").strip()
    view = request.GET.get("view", "tree")
    context = {"words": words[:200], "view": view, "views": VIEWS}
    if words:
        found = selectors.search(request.scope, words)
        return render(request, "desk/offices/found.html", {**context, "found": found, "most": selectors.FOUND})
    if view == "map":
        return render(request, "desk/offices/map.html", {**context, **_map(request.scope)})
    if view == "list":
        return render(request, "desk/offices/list.html", {**context, **_list(request)})
    return render(request, "desk/offices/tree.html", {**context, **_tree(request)})


def _tree(request: StaffRequest) -> dict[str, object]:
    """One level: below the office that `?at=` names, or else from the reader's tops."""
    scope, at = request.scope, None
    if given := request.GET.get("at", ""):
        try:
            at = one(selectors.offices(scope), UUID(given))
        except ValueError:
            raise Http404 from None
        rows = list(selectors.below(scope, at)[: MOST_BELOW + 1])
    else:
        rows = list(selectors.tops(scope)[: MOST_BELOW + 1])
        if len(rows) == 1:
            at = rows[0]
            rows = list(selectors.below(scope, at)[: MOST_BELOW + 1])
    headed = selectors.headed(rows, now=clock.now())
    return {
        "at": at,
        "path": selectors.path(scope, at) if at else [],
        "rows": [(row, row.pk in headed) for row in rows[:MOST_BELOW]],
        "more": len(rows) > MOST_BELOW,
        "may_add": at is not None and _reaches(scope, at.pk),
    }


def _reaches(scope: Scope, office_id: UUID | None) -> bool:
    """Whether the reader manages offices from there on down."""
    return scope.may(Permission.OFFICE_MANAGE, office_id, below=True)


def _list(request: StaffRequest) -> dict[str, object]:
    """All the reader's offices, the latest entered first, by kind, area and state, and those without a head."""
    scope, now = request.scope, clock.now()
    areas = list(selectors.areas(scope).defer("outline", "parent__outline"))
    known = {
        "kind": set(Kind.values),
        "area": {area.code for area in areas},
        "state": set(OfficeState.values),
        "head": {"none"},
    }
    # What is not known is not asked for: a page that was kept from before still opens.
    chosen = {name: value for name, values in known.items() if (value := request.GET.get(name, "")) in values}
    rows = selectors.headless(scope) if "head" in chosen else selectors.offices(scope)
    rows = rows.filter(**{name: value for name, value in chosen.items() if name != "head"})
    listed = page(rows.select_related("parent").order_by("-id"), request)
    headed = selectors.headed(listed.rows, now=now)
    return {
        "page": listed,
        "rows": [(row, row.pk in headed) for row in listed.rows],
        "kinds": Kind.choices,
        "states": OfficeState.choices,
        "areas": areas,
        "chosen": chosen,
        "more": f"&{urlencode({'view': 'list', **chosen})}",
    }


@dataclass(frozen=True, slots=True)
class Shade:
    """A piece of the map as it is drawn: how many positions of head are held, as a step from 0 (none is known) to 5."""

    area: Area
    positions: int
    serving: int

    @property
    def step(self) -> int:
        return 1 + min(4, 5 * self.serving // self.positions) if self.positions else 0


def _map(scope: Scope) -> dict[str, object]:
    shades = [Shade(area, area.head_positions, area.heads_serving) for area in selectors.areas(scope)]
    return {
        "districts": [shade for shade in shades if shade.area.level == AreaLevel.DISTRICT],
        "divisions": [shade for shade in shades if shade.area.level == AreaLevel.DIVISION],
    }


@requires(Permission.OFFICE_VIEW)
@require_safe
def office(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """One office: what it is, who serves, what it was, what may be done with it."""
    scope = request.scope
    shown = one(selectors.offices(scope).select_related("parent", "area", "successor"), office_id)
    rows = list(selectors.below(scope, shown)[: MOST_BELOW + 1])
    return render(
        request,
        "desk/offices/office.html",
        {
            "office": shown,
            "path": selectors.path(scope, shown),
            "below": rows[:MOST_BELOW],
            "more": len(rows) > MOST_BELOW,
            "serving": selectors.serving(scope, now=clock.now()).filter(position__office=shown)[:PAST],
            "former": selectors.former(scope, shown)[:PAST],
            "merged": selectors.offices(scope).filter(successor=shown)[:PAST],
            "stranded": accounts.stranded(scope).filter(office=shown)[:PAST],
            "strips": [one_ for one_ in duties.strip(scope, shown) if one_.reckoned],
            "history": history(shown),
            "acts": _acts(scope, shown),
        },
    )


def _acts(scope: Scope, shown: Office) -> dict[str, bool]:
    """What the reader may do with it."""
    open_ = shown.state == OfficeState.OPEN
    above = _reaches(scope, shown.parent_id)
    return {
        "edit": open_ and scope.may(Permission.OFFICE_MANAGE, shown.pk),
        "add": open_ and _reaches(scope, shown.pk),
        "end": open_ and above,
        "reopen": shown.state == OfficeState.CLOSED and above,
        "people": scope.may(Permission.PEOPLE_VIEW, shown.pk),
        "website": bool(shown.website) and scope.may(Permission.ACCOUNT_VIEW, shown.pk),
        "settle": not open_ and scope.may(Permission.ACCOUNT_REVIEW, shown.pk),
    }
