"""The working calendar of an office: a year at a look, and what is entered into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.core import clock
from sanglap.desk.offices.asked import office_of
from sanglap.desk.offices.calendar import year as shown
from sanglap.desk.offices.calendar.forms import EntryForm, MoonForm
from sanglap.desk.pages import one, put_errors
from sanglap.guideline import loader
from sanglap.guideline.days import Basis, Holiday
from sanglap.language.digits import to_latin
from sanglap.offices import selectors, services
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import CalendarEntry, EntryKind, Office
from sanglap.offices.selectors.calendar import overlay_of
from sanglap.offices.services.calendar import FIRST_YEAR, YEARS_AHEAD
from sanglap.people.permissions import Permission

MANAGE = Permission.OFFICE_MANAGE


@requires(Permission.OFFICE_VIEW)
@require_safe
def calendar(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The year at a look, this week's hours, and everything that is said of days, with whose it is."""
    office, plain = office_of(request, office_id), loader.current().calendar
    today = plain.day_of(clock.now())
    year, week = _year(request, today), plain.week(today)
    entries = list(
        selectors.calendar_entries(
            request.scope,
            office,
            first=min(week.start, date(year, 1, 1)),
            last=max(week.end, date(year, 12, 31)),
        )
    )
    own = plain.with_overlay(overlay_of(entries))
    rows = shown.rows(own, plain, entries, year)
    context = {
        "office": office,
        "year": year,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < today.year + YEARS_AHEAD else None,
        "columns": shown.columns(own),
        "months": shown.months(own, year, today),
        "legend": shown.LEGEND,
        "week": shown.week(own, today),
        "entered": [row for row in rows if row.entry],
        "of_rulebook": [row for row in rows if not row.entry],
        "may_change": request.scope.may(MANAGE, office.pk),
    }
    return render(request, "desk/calendar/calendar.html", context)


def _year(request: HttpRequest, today: date) -> int:
    given = to_latin(request.GET.get("year", "")).strip()
    if not given:
        return today.year
    if not (given.isascii() and given.isdigit() and len(given) == len("2026")):
        raise Http404
    if not FIRST_YEAR <= int(given) <= today.year + YEARS_AHEAD:
        raise Http404
    return int(given)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Enter days of the kind that the address names; without one, choose it."""
    office = office_of(request, office_id, manage=True)
    if request.GET.get("kind") not in EntryKind.values:
        return render(request, "desk/calendar/kinds.html", {"office": office})
    kind = EntryKind(request.GET["kind"])
    form = EntryForm(request.POST or None, kind=kind)
    if _saved(form, lambda: _add(request, office, kind, form)):
        messages.success(request, _("It is entered, and counts from now on."))
        return _back(office, form.cleaned_data["starts_on"])
    context = {"office": office, "form": form, "kind": kind}
    return render(request, "desk/calendar/entry.html", context, status=422 if form.errors else 200)


def _add(request: StaffRequest, office: Office, kind: EntryKind, form: EntryForm) -> None:
    services.add_entry(request.scope, office=office, kind=kind, now=clock.now(), **form.days())


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, office_id: UUID, entry_id: UUID) -> HttpResponse:
    """Change what was entered at this very office."""
    office, entry = _entry(request, office_id, entry_id)
    form = EntryForm(request.POST or None, kind=EntryKind(entry.kind), entry=entry)
    if _saved(form, lambda: _change(request, entry, form)):
        messages.success(request, _("The change is saved, and counts from now on."))
        return _back(office, form.cleaned_data["starts_on"])
    context = {"office": office, "form": form, "kind": EntryKind(entry.kind), "entry": entry}
    return render(request, "desk/calendar/entry.html", context, status=422 if form.errors else 200)


def _change(request: StaffRequest, entry: CalendarEntry, form: EntryForm) -> None:
    seen = form.cleaned_data["seen"]
    try:
        services.change_entry(request.scope, entry=entry, seen=seen, now=clock.now(), **form.days())
    except CalendarEntry.DoesNotExist:
        raise Http404 from None


@requires(MANAGE)
@require_POST
def remove(request: StaffRequest, office_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take out what was entered at this very office."""
    office, entry = _entry(request, office_id, entry_id)
    services.remove_entry(request.scope, entry=entry, now=clock.now())
    messages.success(request, _("It is taken out. What it said stays in the history."))
    return _back(office, entry.starts_on)


def _entry(request: StaffRequest, office_id: UUID, entry_id: UUID) -> tuple[Office, CalendarEntry]:
    office = office_of(request, office_id, manage=True)
    return office, one(selectors.own_entries(request.scope, office), entry_id)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def moon(request: StaffRequest, office_id: UUID, day: date) -> HttpResponse:
    """Say on which day a holiday falls that the rulebook could only reckon."""
    office = office_of(request, office_id, manage=True)
    holiday = _of_the_moon(day)
    form = MoonForm(request.POST or None, reckoned=day)
    if _saved(form, lambda: _settle(request, office, holiday, form)):
        messages.success(request, _("The day of the holiday is settled."))
        return _back(office, form.cleaned_data["seen_on"])
    context = {"office": office, "form": form, "holiday": holiday}
    return render(request, "desk/calendar/moon.html", context, status=422 if form.errors else 200)


def _settle(request: StaffRequest, office: Office, holiday: Holiday, form: MoonForm) -> None:
    services.settle_holiday(
        request.scope,
        office=office,
        name=holiday.name,
        reckoned=holiday.date,
        seen=form.cleaned_data["seen_on"],
        memo=form.cleaned_data["memo"],
        now=clock.now(),
    )


def _of_the_moon(day: date) -> Holiday:
    holiday = loader.current().calendar.holiday(day) if day.year >= FIRST_YEAR else None
    if holiday is None or holiday.basis != Basis.MOON:
        raise Http404
    return holiday


def _saved(form: EntryForm | MoonForm, act: Callable[[], None]) -> bool:
    """Whether the form was sent, is right, and the service took it."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True


def _back(office: Office, day: date) -> HttpResponse:
    return redirect(f"{reverse('desk:office-calendar', args=[office.pk])}?year={day.year}")
