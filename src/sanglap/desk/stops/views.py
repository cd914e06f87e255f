"""The emergency stop: placing one takes seconds, lifting one takes showing oneself."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.desk.appointments.forms import end_of
from sanglap.desk.days import DayField
from sanglap.desk.fields import TextField
from sanglap.desk.pages import form_page, one, page, put_errors
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import Office
from sanglap.offices.scope import Allowed
from sanglap.outbox import selectors
from sanglap.outbox import stops as services
from sanglap.outbox.models import Stop
from sanglap.people.permissions import Permission

STOP = Permission.OUTBOX_STOP
REVIEW = Permission.ACCOUNT_REVIEW
ALL, BELOW = "all", "below"


class StopForm(forms.Form):
    """What is stopped, why, and until when."""

    what = forms.ChoiceField(label=gettext_lazy("What is stopped"), widget=forms.RadioSelect, initial=ALL)
    reason = TextField(
        label=gettext_lazy("Reason"), max_length=2_000, help_text=gettext_lazy("Everybody who is stopped reads it.")
    )
    until = DayField(label=gettext_lazy("Until, the day included; empty: until it is lifted"), required=False)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through to Django
        self.fields["what"].choices = choices  # type: ignore[attr-defined]  # the field is the one above


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def stops(request: StaffRequest) -> HttpResponse:
    """All stops, those at work first to be seen."""
    scope, now = request.scope, clock.now()
    listed = page(selectors.stops(scope), request)
    allowed = scope.among(stop.office_id for stop in listed.rows)
    rows = [(stop, runs := stop.runs(now), runs and _may_lift(allowed, stop)) for stop in listed.rows]
    own = [office for office in offices.own(scope) if scope.may(STOP, office.pk)]
    return render(request, "desk/stops/stops.html", {"page": listed, "rows": rows, "own": own})


def _may_lift(allowed: Allowed, stop: Stop) -> bool:
    own = allowed.may(STOP, stop.office_id, below=stop.below)
    return own and (not stop.from_above or allowed.may(REVIEW, stop.office_id))


@requires(STOP)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Place a stop. Nobody is asked to show himself again: seconds count."""
    scope = request.scope
    office = one(offices.offices(scope, STOP), office_id)
    known = {str(account.pk): account for account in accounts.connected(scope, STOP).filter(office=office)}
    form = StopForm(request.POST or None, choices=_choices(request, office, known))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.place(
                scope, office=office, account=known.get(given["what"]), below=given["what"] == BELOW,
                reason=given["reason"], until=end_of(given["until"]), now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is stopped. Nothing more goes out."))
            return redirect("desk:stops")
    return form_page(
        request, form, title=_("Stop everything"), act=_("Stop now"), back="/desk/stops/", office=office,
        template="desk/stops/new.html", kind="warning",
    )  # fmt: skip


def _choices(request: StaffRequest, office: Office, known: Mapping[str, Account]) -> list[tuple[str, str]]:
    rows = [(ALL, _("all accounts of this office"))]
    if request.scope.may(STOP, office.pk, below=True):
        rows.append((BELOW, _("all accounts of this office and of every office below")))
    return [*rows, *((key, account.label) for key, account in known.items())]


@requires(STOP)
@step_up
@require_POST
def lift(request: StaffRequest, stop_id: UUID) -> HttpResponse:
    """End a stop."""
    stop = one(selectors.stops(request.scope), stop_id)
    services.lift(request.scope, stop=stop, now=clock.now())
    messages.success(request, _("The stop is lifted. What waited goes out now."))
    return redirect("desk:stops")
