"""Positions, who holds them, by what order, and what they let one do (clause 5.c)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.downloads import serve
from sanglap.desk.pages import one, page
from sanglap.guideline import loader
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Appointment, Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

SHOWN = 10
PAST = 50


def recalled(scope: Scope, *, now: datetime) -> dict[str, object]:
    """What the reader is reminded of: terms that end soon, and appointments whose order is overdue."""
    calendar = loader.current().calendar
    rule = loader.current().rule("order-follows", on=calendar.day_of(now)).parameters
    soon = timedelta(days=max(rule.remind_days))
    overdue = now - timedelta(days=rule.days)
    manages = scope.has(Permission.PEOPLE_MANAGE)
    return {
        "own_ending": selectors.own_ending(scope, within=soon, now=now)[:SHOWN],
        "ending": selectors.ending(scope, within=soon, now=now)[:SHOWN] if manages else [],
        "without_order": selectors.without_order(scope, before=overdue, now=now)[:SHOWN] if manages else [],
    }


def chosen_office(request: StaffRequest) -> Office | None:
    """The office that `?office=` names, or else the reader's own; None where he has none."""
    given = request.GET.get("office", "")
    rows = selectors.offices(request.scope, Permission.PEOPLE_VIEW)
    if not given:
        return selectors.own(request.scope).first()
    try:
        return one(rows, UUID(given))
    except ValueError:
        raise Http404 from None


@requires(Permission.PEOPLE_VIEW)
@require_safe
def appointments(request: StaffRequest) -> HttpResponse:
    """The positions of one office as they stand."""
    now, scope = clock.now(), request.scope
    office = chosen_office(request)
    listed = None
    if office is not None:
        rows = selectors.positions(scope).filter(office=office, abolished_at=None).order_by("-id")
        listed = page(rows, request)
    held = (
        selectors.held(selectors.positions(scope).filter(pk__in=[p.pk for p in listed.rows]), now=now) if listed else []
    )
    return render(
        request,
        "desk/appointments/positions.html",
        {
            "office": office,
            "page": listed,
            "held": sorted(held, key=lambda one_: one_.position.pk),
            "may_manage": office is not None and scope.may(Permission.PEOPLE_MANAGE, office.pk),
            **recalled(scope, now=now),
        },
    )


@requires(Permission.PEOPLE_VIEW)
@require_safe
def rights(request: StaffRequest) -> HttpResponse:
    """Who may do what at one office, and by what: those who serve there, and those above who reach it."""
    office = chosen_office(request)
    found = selectors.rights_at(request.scope, office, now=clock.now()) if office else []
    return render(request, "desk/appointments/rights.html", {"office": office, "rights": found})


@requires(Permission.PEOPLE_VIEW)
@require_safe
def position(request: StaffRequest, position_id: UUID) -> HttpResponse:
    """One position: who holds it, who held it, what may be done."""
    now, scope = clock.now(), request.scope
    rows = selectors.positions(scope)
    shown = one(rows, position_id)
    held = selectors.held(rows.filter(pk=shown.pk), now=now)[0]
    return render(
        request,
        "desk/appointments/position.html",
        {
            "held": held,
            "position": shown,
            "terms": selectors.appointments(scope).filter(position=shown).order_by("-starts_at")[:PAST],
            "may_manage": scope.may(Permission.PEOPLE_MANAGE, shown.office_id, below=shown.reaches),
            "may_delegate": held.holder is not None and held.holder.user_id == request.user.pk,
            "history": history(shown, *_terms(held)),
        },
    )


def _terms(held: selectors.Held) -> list[Appointment]:
    return [*([held.holder] if held.holder else []), *held.coming]


@requires(Permission.PEOPLE_VIEW)
@require_safe
def order(request: StaffRequest, order_id: UUID) -> HttpResponse:
    """One office order, and the appointments under it."""
    shown = one(selectors.orders(request.scope), order_id)
    rows = selectors.appointments(request.scope)
    return render(
        request,
        "desk/appointments/order.html",
        {
            "order": shown,
            "made": rows.filter(order=shown).order_by("-starts_at")[:PAST],
            "released": rows.filter(release_order=shown).order_by("-ends_at")[:PAST],
            "may_manage": request.scope.may(Permission.PEOPLE_MANAGE, shown.office_id),
            "history": history(shown),
        },
    )


@requires(Permission.PEOPLE_VIEW)
@require_safe
def order_scan(request: StaffRequest, order_id: UUID) -> FileResponse:
    """The picture or PDF of an order."""
    shown = one(selectors.orders(request.scope), order_id)
    if shown.scan is None:
        raise Http404
    return serve(shown.scan)
