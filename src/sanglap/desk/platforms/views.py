"""The catalogue of platforms, what offices weighed, what they decided (clauses 3, 5.g)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors as accounts
from sanglap.core import clock
from sanglap.desk.pages import one, page
from sanglap.desk.platforms.acts import name_of, prepares
from sanglap.desk.platforms.shown import ways
from sanglap.guideline import loader
from sanglap.laws import selectors as laws
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.platforms import selectors
from sanglap.platforms.models import Decision

VIEW = Permission.ACCOUNT_VIEW
SHOWN = 10


@requires(VIEW)
@require_safe
def catalogue(request: StaffRequest) -> HttpResponse:
    """All platforms, or those of the class that `?class=` names."""
    book = loader.current().catalogue
    kind = next((one_ for one_ in book.classes if one_.id == request.GET.get("class")), None)
    rows = [(platform, ways(platform)) for platform in book.platforms if kind is None or kind.id in platform.classes]
    names = {one_.id: one_.name for one_ in book.classes}
    context = {
        "rows": [(platform, way, [names[key] for key in platform.classes]) for platform, way in rows],
        "classes": book.classes, "kind": kind, "clause": _clause(),
        "coordinates": offices.whole(request.scope, Permission.ACCOUNT_REVIEW) is not None,
    }  # fmt: skip
    return render(request, "desk/platforms/catalogue.html", context)


def _clause() -> object:
    return loader.current().clause_of("platform-choice", now=clock.now())


@requires(VIEW)
@require_safe
def platform(request: StaffRequest, platform: str) -> HttpResponse:
    """One platform: what it is, on what terms, what can be chosen there, how one moves there."""
    book = loader.current().catalogue
    shown = book.by_id.get(platform)
    if shown is None:
        raise Http404
    now = loader.current().calendar.day_of(clock.now())
    versions = list(selectors.terms(request.scope).filter(platform=shown.id)[:SHOWN])
    context = {
        "platform": shown,
        "ways": ways(shown),
        "classes": [one_ for one_ in book.classes if one_.id in shown.classes],
        "choices": book.choices(shown),
        "terms": versions,
        "current": next((one_ for one_ in versions if one_.starts_on <= now), None),
        "accounts": list(accounts.accounts(request.scope).filter(platform=shown.id).order_by("-id")[:SHOWN]),
        "coordinates": offices.whole(request.scope, Permission.ACCOUNT_REVIEW) is not None,
    }
    return render(request, "desk/platforms/platform.html", context)


@requires(VIEW)
@require_safe
def assessments(request: StaffRequest) -> HttpResponse:
    """What the reader's offices weighed and decided; and what they may reuse from above."""
    scope = request.scope
    own = list(offices.own(scope).order_by("pk"))
    on = loader.current().calendar.day_of(clock.now())
    context = {
        "page": page(selectors.assessments(scope), request),
        "offered": [(office, selectors.offered(scope, office, on=on)) for office in own[:1]],
        "begins": [office for office in own if prepares(request, office.pk)],
        "clause": _clause(),
    }
    return render(request, "desk/platforms/assessments.html", context)


@requires(VIEW)
@require_safe
def decision(request: StaffRequest, decision_id: UUID) -> HttpResponse:
    """One decision with all that was weighed; fit to be printed."""
    shown = one(selectors.decisions(request.scope), decision_id)
    return render(request, "desk/platforms/decision.html", decision_context(request, shown))


def decision_context(request: StaffRequest, shown: Decision) -> dict[str, object]:
    """A decision as its page shows it: whether it holds today, what it cites, which accounts rest on it."""
    on = loader.current().calendar.day_of(clock.now())
    weighed = selectors.Weighed.kept(shown.weighed)
    holding = selectors.in_force(request.scope, [shown.office], on=on)
    return {
        "decision": shown,
        "weighed": weighed,
        "ranked": [(name_of(key), points) for key, points in weighed.ranked],
        "chosen": selectors.names(shown.chosen),
        "laws": laws.cited(shown.laws, on=on),
        "holds": shown in holding,
        "later": next((one_ for one_ in holding if one_ != shown and one_.starts_on >= shown.starts_on), None),
        "coming": shown.starts_on > on,
        "accounts": list(accounts.accounts(request.scope).filter(decision=shown).order_by("-id")[:SHOWN]),
        "clause": _clause(),
    }
