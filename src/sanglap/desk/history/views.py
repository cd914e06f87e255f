"""The history: searched by auditors, and that of one office for whoever sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from sanglap.audit.models import Entry
from sanglap.core import clock
from sanglap.desk.history.forms import SearchForm
from sanglap.desk.history.lines import days
from sanglap.desk.history.tables import MOST, table
from sanglap.desk.pages import Page, one
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.selectors.history import Found, entries
from sanglap.offices.selectors.history import office_history as of_office
from sanglap.offices.services.history import note_export
from sanglap.people.permissions import Permission

SHOWN = 50


@requires(Permission.AUDIT_VIEW)
@require_safe
def history(request: StaffRequest) -> HttpResponse:
    """All that was done at the offices that the reader audits, narrowed by what he searches for."""
    form = SearchForm(request.GET, scope=request.scope)
    found = Found()
    if form.is_valid():
        try:
            found = entries(request.scope, form.wanted(), before=_before(request), size=SHOWN)
        except Entry.DoesNotExist:
            raise Http404 from None
    context = {
        "form": form,
        "kept": (kept := _kept(form.data)),
        "more": f"&{urlencode(kept)}" if kept else "",
        "most": MOST,
        **_shown(request, found),
    }
    return render(request, "desk/history/history.html", context, status=422 if form.errors else 200)


@requires(Permission.AUDIT_VIEW)
@require_POST
def export(request: StaffRequest) -> HttpResponseBase:
    """The entries found as a table; that they were taken out is itself kept in the history."""
    form = SearchForm(request.POST, scope=request.scope)
    if not form.is_valid():
        return render(request, "desk/history/history.html", {"form": form, **_shown(request, Found())}, status=422)
    now, wanted = clock.now(), form.wanted()
    note_export(request.scope, searched=form.told(), now=now)
    rows = table(request.scope, wanted, get_language() or "bn")
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="history-{now:%Y-%m-%d}.csv"'
    return response


@requires(Permission.OFFICE_VIEW)
@require_safe
def office_history(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """All that was done at one office, as far as the reader may know it."""
    office = one(selectors.offices(request.scope), office_id)
    try:
        found = of_office(request.scope, office, before=_before(request), size=SHOWN)
    except Entry.DoesNotExist:
        raise Http404 from None
    return render(request, "desk/history/office.html", {"office": office, **_shown(request, found)})


def _before(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["before"]) if request.GET.get("before") else None
    except ValueError:
        raise Http404 from None


def _shown(request: StaffRequest, found: Found) -> dict[str, Any]:
    """What the pages' templates need of what was found."""
    older = str(found.older) if found.older else ""
    return {
        "found": found,
        "days": days(request.scope, found.rows),
        "page": Page(found.rows, older, newest=not request.GET.get("before")),
    }


def _kept(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is searched for, name by name."""
    return [(name, given[name]) for name in SearchForm.base_fields if given.get(name)]
