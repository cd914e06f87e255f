"""Hours of the week for an account's posts (clause 7.a)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.desk.days import DayField, HourField, moment_of, parts_of
from sanglap.desk.pages import chosen, one, put_errors
from sanglap.duties.rules.updates_per_week import owed_in
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.language.dates import weekday_name
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import calendar_of
from sanglap.people.permissions import Permission
from sanglap.planning import selectors
from sanglap.planning import slots as services
from sanglap.planning.models import Slot

OFFERED = 3
"""So many free hours are offered at once."""
_USUAL, _LATEST = time(10), time.max
"""The hour for which something is planned where none is kept; the end of a day."""
FEW = 5
"""Of so many accounts at most, while none is chosen yet."""


def weekdays() -> list[tuple[int, str]]:
    """The days of the week as it runs here, by name."""
    return [(day, weekday_name(day, get_language() or "bn")) for day in loader.current().calendar.weekdays]


class SlotForm(forms.Form):
    """One hour of the week."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Day of the week"), choices=weekdays, coerce=int)
    hour = HourField(label=gettext_lazy("At"))


@dataclass(frozen=True, slots=True)
class Row:
    """One hour as the list shows it."""

    slot: Slot
    weekday: str
    at: datetime
    comes: bool
    """Not so where its day is a weekly holiday of the office: then it does not count."""


def _shown(slot: Slot, calendar: WorkingCalendar, now: datetime) -> Row:
    weekday = weekday_name(slot.weekday, get_language() or "bn")
    return Row(slot, weekday, hour_of(slot.hour, now), services.comes(slot.weekday, calendar, now=now))


@requires(Permission.POST_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """The hours kept for an account, and adding or taking away one of them."""
    scope, now = request.scope, clock.now()
    account = one(accounts.accounts(scope, Permission.POST_VIEW), account_id)
    form = SlotForm(request.POST if "add" in request.POST else None)
    if request.method == "POST":
        scope.require(Permission.POST_WRITE, account.office_id)
        if _changed(request, account, form, now):
            return redirect("desk:slots", account.pk)
    calendar = calendar_of(loader.current(), account.office_id)
    owed = owed_in(loader.current(), calendar.week(calendar.day_of(now)), calendar)
    rows = sorted(
        selectors.slots(scope, [account.pk]), key=lambda slot: (calendar.weekdays.index(slot.weekday), slot.hour)
    )
    shown = [_shown(slot, calendar, now) for slot in rows]
    context = {
        "account": account,
        "form": form,
        "rows": shown,
        "owed": owed,
        "too_few": sum(row.comes for row in shown) < owed,
        "may_write": scope.may(Permission.POST_WRITE, account.office_id),
    }
    return render(request, "desk/planning/slots.html", context, status=422 if form.errors else 200)


def _changed(request: StaffRequest, account: Account, form: SlotForm, now: datetime) -> bool:
    if "add" not in request.POST:
        slot = chosen(selectors.slots(request.scope, [account.pk], Permission.POST_WRITE), request, "slot")
        if slot is not None:
            services.take_away(request.scope, slot=slot, now=now)
            messages.success(request, _("This hour is kept no more. What is planned for it stays."))
        return True
    if not form.is_valid():
        return False
    given = form.cleaned_data
    there = selectors.slots(request.scope, [account.pk]).filter(**given).exists()
    try:
        services.add(request.scope, account=account, now=now, **given)
    except ValidationError as error:
        put_errors(form, error)
        return False
    if there:
        messages.info(request, _("This hour is kept already."))
    else:
        messages.success(request, _("This hour is kept for a post each week."))
    return True


def hour_of(hour: time, now: datetime) -> datetime:
    """That hour of today, to be shown as an hour."""
    calendar = loader.current().calendar
    return datetime.combine(calendar.day_of(now), hour, calendar.zone)


def offered(
    scope: Scope, choice: Collection[Account], wanted: Collection[str], *, now: datetime
) -> list[services.Free]:
    """The next free hours of the accounts whose keys are `wanted`, or of all to choose from where they are few."""
    among = [account for account in choice if str(account.pk) in wanted]
    if not among and len(choice) <= FEW:
        among = list(choice)
    return services.next_free(scope, among, now=now)[:OFFERED]


def time_on(scope: Scope, among: Collection[Account], day: date | None, *, now: datetime) -> dict[str, Any]:
    """Day and hour with which a form begins that is for that day: the first free hour of one of these accounts there,
    else ten o'clock; nothing where no day is wished or that time is over.
    """
    if day is None or moment_of(day, _LATEST) <= now:
        return {}
    free = (one_.at for one_ in services.all_free(scope, among, now=now))
    at = next((at for at in free if parts_of(at)["day"] == day), moment_of(day, _USUAL))
    return parts_of(at) if at > now else {}


def taken_up(request: HttpRequest) -> dict[str, Any]:
    """Day and hour of the free hour whose button was pressed, as a form has them; nothing where none was."""
    given = request.POST.get("box", "").partition("slot:")[2] or request.POST.get("slot", "")
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return {}
    parts = parts_of(at)
    return {"day": DayField().prepare_value(parts["day"]), "hour": HourField().prepare_value(parts["hour"])}
