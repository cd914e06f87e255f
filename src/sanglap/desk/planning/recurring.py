"""Posts that come again: planning them, and deciding what becomes of them (clauses 6, 6.a)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.accounts import selectors as accounts
from sanglap.audit.selectors import history
from sanglap.content import selectors as content
from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.desk.pages import chosen, form_page, one, page, put_errors
from sanglap.desk.planning.forms import RecurrenceForm, as_kept, of_day
from sanglap.desk.planning.slots import hour_of
from sanglap.guideline import loader
from sanglap.guideline.days import KeptDay
from sanglap.language.dates import month_name, weekday_name
from sanglap.language.digits import in_digits_of
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import calendar_of
from sanglap.people.permissions import Permission
from sanglap.planning import beginning, selectors
from sanglap.planning import recurrences as services
from sanglap.planning.models import OnHoliday, Recurrence, Rhythm
from sanglap.planning.rhythm import day_from, placed
from sanglap.planning.states import RecurrenceState

WRITE = Permission.POST_WRITE
AHEAD = 5
"""So many of the next days are shown."""
SUGGESTED = 6
LATEST = 20
_DAY = timedelta(days=1)
_MORNING = time(9)


@requires(Permission.POST_VIEW)
@require_safe
def recurrences(request: StaffRequest) -> HttpResponse:
    """What comes again at the reader's offices, and national days for which one may plan."""
    scope = request.scope
    rows = selectors.recurrences(scope)
    ended = request.GET.get("show") == RecurrenceState.ENDED
    listed = page(
        rows.filter(state=RecurrenceState.ENDED) if ended else rows.exclude(state=RecurrenceState.ENDED), request
    )
    context = {
        "page": listed,
        "ended": ended,
        "rows": [(row, told(row)) for row in listed.rows],
        "suggested": _coming_days(loader.current().calendar.day_of(clock.now()))[:SUGGESTED],
        "may_write": scope.has(WRITE),
    }
    return render(request, "desk/planning/recurrences.html", context)


def _coming_days(today: date) -> list[tuple[date, KeptDay]]:
    """The national and international days of the coming year, the next first."""
    calendar = loader.current().calendar
    days = (today + number * _DAY for number in range(366))
    return [(day, kept) for day in days for kept in calendar.kept(day)]


@requires(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Plan that a post comes again: from one that is there, for a national day, or from words alone."""
    scope, now = request.scope, clock.now()
    choice = accounts.connected(scope, WRITE)
    source = chosen(content.drafts(scope, WRITE), request, "post")
    form = RecurrenceForm(request.POST or None, accounts=choice, initial=_first(request, source))
    if request.method == "POST" and form.is_valid():
        office = form.cleaned_data["accounts"][0].office
        try:
            made = services.plan(scope, office=office, plan=form.plan(source), key=form.cleaned_data["key"], now=now)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is planned. Each time a draft is begun, and you are told."))
            return redirect("desk:recurrence", made.pk)
    back = reverse("desk:post", args=[source.pk]) if source else reverse("desk:recurrences")
    return _form(request, form, title=_("Plan a recurring post"), act=_("Plan it"), back=back, source=source)


def _first(request: StaffRequest, source: Draft | None) -> dict[str, Any]:
    today = loader.current().calendar.day_of(clock.now())
    first: dict[str, Any] = {
        "key": new_id(), "rhythm": Rhythm.WEEKLY, "on_holiday": OnHoliday.KEEP, "hour": _MORNING, "starts_on": today
    }  # fmt: skip
    if source is not None:
        newest = content.newest(request.scope, [source.pk])[source.pk]
        goes_to = [variant.account_id for variant in newest]
        first |= {"text": newest[0].revision.text, "purposes": source.purposes, "accounts": goes_to}
    kept = loader.current().calendar.kept_days.get(request.GET.get("for", ""))
    return first | (of_day(kept) if kept else {})


@requires(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, recurrence_id: UUID) -> HttpResponse:
    """Change what comes again, or when."""
    scope = request.scope
    recurrence = one(selectors.recurrences(scope, WRITE), recurrence_id)
    choice = accounts.connected(scope, WRITE).filter(office=recurrence.office)
    form = RecurrenceForm(request.POST or None, accounts=choice, initial=as_kept(recurrence))
    if request.method == "POST" and form.is_valid():
        try:
            services.change(scope, recurrence=recurrence, plan=form.plan(recurrence.pictures_of), now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is changed. Drafts that were begun stay as they are."))
            return redirect("desk:recurrence", recurrence.pk)
    back, source = reverse("desk:recurrence", args=[recurrence.pk]), recurrence.pictures_of
    return _form(request, form, title=_("Change the recurring post"), act=_("Save"), back=back, source=source)


def _form(request: StaffRequest, form: RecurrenceForm, *, source: Draft | None, **more: Any) -> HttpResponse:
    days = loader.current().rule("recurring", on=loader.current().calendar.day_of(clock.now())).parameters.days_before
    return form_page(
        request, form, template="desk/planning/recurring_form.html", source=source, days=days,
        illustrations=_pictures(request.scope, source), kept=_kept(request), **more,
    )  # fmt: skip


def _pictures(scope: Scope, source: Draft | None) -> Any:
    if source is None:
        return ()
    newest = content.revision(scope, source, source.latest)
    return newest.illustrations.all() if newest else ()


def _kept(request: StaffRequest) -> KeptDay | None:
    return loader.current().calendar.kept_days.get(request.GET.get("for", ""))


@requires(Permission.POST_VIEW)
@require_safe
def recurrence(request: StaffRequest, recurrence_id: UUID) -> HttpResponse:
    """One of them: its words, its next days, what was begun from it, and what waits for a word."""
    scope = request.scope
    row = one(selectors.recurrences(scope), recurrence_id)
    came = list(selectors.occurrences(scope).filter(recurrence=row)[:LATEST])
    context = {
        "recurrence": row,
        "told": told(row),
        "at": hour_of(row.hour, clock.now()),
        "accounts": list(row.accounts.all()),
        "illustrations": _pictures(scope, row.pictures_of),
        "next": _next(scope, row) if row.state == RecurrenceState.RUNNING else [],
        "came": came,
        "may_write": scope.may(WRITE, row.office_id),
        "history": history(row, *came),
    }
    return render(request, "desk/planning/recurrence.html", context)


def _next(scope: Scope, row: Recurrence) -> list[tuple[date, date | None]]:
    """The next days of its rhythm, each with the day on which it goes out; None: it is left out. Four queries."""
    calendar, now = calendar_of(loader.current(), row.office_id), clock.now()
    mourned = selectors.mourned(scope, [row.office_id], now=now).at(row.office_id)
    found: list[tuple[date, date | None]] = []
    day = row.next_on
    while day is not None and len(found) < AHEAD:
        found.append((day, placed(row, day, calendar, mourned)))
        day = day_from(row, day + _DAY)
    return found


def told(row: Recurrence) -> str:
    """When it comes, in words."""
    language = get_language() or "bn"
    match row.rhythm:
        case Rhythm.WEEKLY:
            return _("Every %(weekday)s") % {"weekday": weekday_name(row.weekday or 0, language)}
        case Rhythm.MONTHLY:
            return _("On day %(day)s of every month") % {"day": in_digits_of(language, str(row.day))}
        case _:
            named = {"day": in_digits_of(language, str(row.day)), "month": month_name(row.month or 1, language)}
            return _("Every year on %(day)s %(month)s") % named


_ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "pause": (services.pause, "paused"),
    "resume": (services.resume, "resumed"),
    "end": (services.end, "ended"),
}


@requires(WRITE)
@require_POST
def act(request: StaffRequest, recurrence_id: UUID) -> HttpResponse:
    """Pause it, let it go on, or end it."""
    row = one(selectors.recurrences(request.scope), recurrence_id)
    if (wanted := request.POST.get("act", "")) not in _ACTS:
        raise Http404
    do, done = _ACTS[wanted]
    said = {
        "paused": _("It is paused: no draft is begun until somebody lets it go on."),
        "resumed": _("It goes on. Drafts are begun in your name."),
        "ended": _("It is ended. What was begun stays."),
    }
    try:
        do(request.scope, recurrence=row, now=clock.now())
    except TransitionRefused:
        messages.info(request, _("Somebody did something with it meanwhile. This is how it stands now."))
    else:
        messages.success(request, said[done])
    return redirect("desk:recurrence", row.pk)


@requires(WRITE)
@require_POST
def decide(request: StaffRequest, occurrence_id: UUID) -> HttpResponse:
    """Say what becomes of a festive post that was held."""
    held = one(selectors.occurrences(request.scope), occurrence_id)
    write = request.POST.get("write") == "yes"
    try:
        decided = beginning.decide(request.scope, occurrence=held, write=write, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except TransitionRefused:
        messages.info(request, _("Somebody did something with it meanwhile. This is how it stands now."))
    else:
        if decided.draft_id:
            messages.success(request, _("The draft is begun. Read it, and ask for approval."))
            return redirect("desk:post", decided.draft_id)
        messages.success(request, _("It is left out this time."))
    return redirect("desk:recurrence", held.recurrence_id)
