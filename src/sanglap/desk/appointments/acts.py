"""Setting up positions, appointing, handing over, relieving, leave and standing in (clause 5.c)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.accounts import selectors as accounts
from sanglap.core import clock
from sanglap.desk import pages
from sanglap.desk.appointments.forms import (
    AppointForm,
    HandOverForm,
    OrderForm,
    PositionForm,
    RelieveForm,
    SpanForm,
    StandInForm,
    TitleForm,
    end_of,
    moment_of,
)
from sanglap.desk.fields import both
from sanglap.desk.pages import chosen, one, put_errors
from sanglap.desk.uploads import files, kept
from sanglap.guideline import loader
from sanglap.offices import selectors, services
from sanglap.offices.access import StaffRequest, requires, signed_in, step_up
from sanglap.offices.models import Appointment, Charge, Delegation, Leave, Office, OfficeOrder, Position
from sanglap.people.models import User
from sanglap.people.permissions import OVERSIGHT, Permission, Role

MANAGE = Permission.PEOPLE_MANAGE
SEE = Permission.PEOPLE_VIEW
MOST_PLACES = 100
TERM = {"starts_at": "starts", "ends_at": "ends"}
"""The fields of a term, as the services and the forms call them."""


def form_page(request: StaffRequest, form: forms.Form, **more: Any) -> HttpResponse:
    """The page of one act of this place; `more` as `pages.form_page` takes it."""
    return pages.form_page(request, form, template="desk/appointments/form.html", **more)


def order_of(request: StaffRequest, form: OrderForm, office: Office) -> OfficeOrder | None:
    """The order that the form names, entered; None where it is still to come. Raises ValidationError by field."""
    given = form.cleaned_data
    if not given["memo"]:
        return None
    scan = kept(given["scan"], field="scan", office_id=office.pk)
    return services.enter_order(
        request.scope, office=office, memo=given["memo"], dated=given["dated"], scan=scan, now=clock.now()
    )


def require_say(request: StaffRequest, position: Position) -> None:
    """Raise Forbidden where the reader does not give and take this position."""
    request.scope.require(MANAGE, position.office_id, below=position.reaches)


def colleagues(request: StaffRequest, office: Office) -> list[User]:
    return list(selectors.colleagues(request.scope, office, now=clock.now()).order_by("pk")[:100])


def today() -> dict[str, Any]:
    return {"starts": loader.current().calendar.day_of(clock.now())}


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_position(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Set up a position at the office."""
    office = one(selectors.offices(request.scope, SEE), office_id)
    request.scope.require(MANAGE, office.pk)
    form = PositionForm(request.POST or None)
    if not request.scope.may(MANAGE, office.pk, below=True):
        # Nobody gives what reaches further than himself.
        form.fields["role"].choices = [one_ for one_ in Role.choices if one_[0] not in OVERSIGHT]  # type: ignore[attr-defined]  # a field of choices
        del form.fields["below"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.create_position(
                request.scope, office=office, title=both(form, "title"), role=Role(given["role"]),
                below=given.get("below", False), now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The position is set up. It is vacant."))
            return redirect("desk:position", made.pk)
    return form_page(
        request, form, title=_("Set up a position"), act=_("Set up"), back=f"/desk/appointments/?office={office.pk}",
        office=office,
    )  # fmt: skip


def _position(request: StaffRequest, position_id: UUID) -> Position:
    found = one(selectors.positions(request.scope), position_id)
    require_say(request, found)
    return found


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: StaffRequest, position_id: UUID) -> HttpResponse:
    """Give the position another designation."""
    position = _position(request, position_id)
    form = TitleForm(request.POST or None, initial={f"title_{key}": text for key, text in position.title.items()})
    if request.method == "POST" and form.is_valid():
        services.rename_position(request.scope, position=position, title=both(form, "title"), now=clock.now())
        messages.success(request, _("The designation is changed."))
        return redirect("desk:position", position.pk)
    return form_page(
        request, form, title=_("Change the designation"), act=_("Save"), back=_at(position), office=position.office
    )


def _at(position: Position) -> str:
    return f"/desk/appointments/positions/{position.pk}/"


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def abolish(request: StaffRequest, position_id: UUID) -> HttpResponse:
    """Do away with a vacant position."""
    position = _position(request, position_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            services.abolish_position(request.scope, position=position, now=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The position is abolished."))
            return redirect(f"/desk/appointments/?office={position.office_id}")
    return form_page(
        request, form, title=_("Abolish the position"), act=_("Abolish"), back=_at(position), office=position.office,
        lead=position.title, kind="warning",
    )  # fmt: skip


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: StaffRequest, position_id: UUID) -> HttpResponse:
    """Put somebody into the position."""
    position = _position(request, position_id)
    form = AppointForm(request.POST or None, files(request), initial=today())
    if request.method == "POST" and form.is_valid():
        try:
            # The order and what it orders stand or fall together.
            with transaction.atomic():
                services.appoint(
                    request.scope, position=position, user=form.cleaned_data["user"],
                    order=order_of(request, form, position.office), now=clock.now(), **form.term(),
                )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, TERM)
        else:
            messages.success(request, _("The appointment is made."))
            return redirect("desk:position", position.pk)
    return form_page(
        request, form, title=_("Appoint somebody"), act=_("Appoint"), back=_at(position), lead=position.title,
        office=position.office, colleagues=colleagues(request, position.office), invite=position,
    )  # fmt: skip


def _appointment(request: StaffRequest, appointment_id: UUID) -> Appointment:
    return one(selectors.appointments(request.scope), appointment_id)


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """The holder leaves, the successor takes over, and the holder goes on to another position, in one step."""
    appointment = _appointment(request, appointment_id)
    require_say(request, appointment.position)
    onward = _onward(request)
    form = HandOverForm(request.POST or None, files(request), initial={"at": today()["starts"]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            # The order and what it orders stand or fall together.
            with transaction.atomic():
                services.hand_over(
                    request.scope, appointment=appointment, successor=given["successor"], onward=onward,
                    at=moment_of(given["at"]), charge=Charge(given["charge"]),
                    order=order_of(request, form, appointment.position.office), now=clock.now(),
                )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, {"starts_at": "at", "ends_at": "at"})
        else:
            messages.success(request, _("The position is handed over."))
            return redirect("desk:position", appointment.position_id)
    return _about_holder(
        request, form, appointment, title=_("Hand over the position"), act=_("Hand over"), onward=onward,
        **({} if onward else _places(request)),
    )  # fmt: skip


def _onward(request: StaffRequest) -> Position | None:
    """The position that was chosen for the holder to go on to."""
    found = chosen(selectors.positions(request.scope), request, "onward")
    if found is not None:
        require_say(request, found)
    return found


def _places(request: StaffRequest) -> dict[str, Any]:
    """The vacant positions at the offices that `?q=` finds, as far as the reader gives and takes them."""
    words, scope = request.GET.get("q", "").strip(), request.scope
    found = selectors.search(scope, words, permission=MANAGE) if words else []
    rows = selectors.vacant(scope, found, now=clock.now())[:MOST_PLACES]
    return {"asks_onward": True, "words": words[:200], "vacant": rows}


def _about_holder(
    request: StaffRequest, form: forms.Form, appointment: Appointment, *, title: str, act: str, **more: Any
) -> HttpResponse:
    seats = accounts.seats(request.scope, appointment.user, at=clock.now())
    return form_page(
        request, form, title=title, act=act, back=_at(appointment.position), lead=appointment.position.title,
        office=appointment.position.office, holder=appointment, seats=seats,
        colleagues=colleagues(request, appointment.position.office), **more,
    )  # fmt: skip


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def relieve(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """End the term; the position is vacant then."""
    appointment = _appointment(request, appointment_id)
    require_say(request, appointment.position)
    form = RelieveForm(request.POST or None, files(request), initial={"until": today()["starts"]})
    if request.method == "POST" and form.is_valid():
        now, until = clock.now(), form.cleaned_data["until"]
        at_once = until == loader.current().calendar.day_of(now)
        ends_at = max(now, appointment.starts_at) if at_once else end_of(until)
        try:
            # The order and what it orders stand or fall together.
            with transaction.atomic():
                services.relieve(
                    request.scope, appointment=appointment, ends_at=ends_at or now,
                    order=order_of(request, form, appointment.position.office), now=now,
                )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, {"ends_at": "until"})
        else:
            messages.success(request, _("The term is ended."))
            return redirect("desk:position", appointment.position_id)
    return _about_holder(request, form, appointment, title=_("Relieve the holder"), act=_("Relieve"), kind="warning")


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def name_order(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Enter the order of an appointment that was made before it."""
    appointment = _appointment(request, appointment_id)
    require_say(request, appointment.position)
    form = OrderForm(request.POST or None, files(request))
    form.fields["memo"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            # The order and its scan stand or fall together.
            with transaction.atomic():
                order = order_of(request, form, appointment.position.office)
                if order is not None:
                    services.add_order(request.scope, order=order, appointments=[appointment], now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The order is entered."))
            return redirect("desk:position", appointment.position_id)
    return _about_holder(request, form, appointment, title=_("Enter the order"), act=_("Save"))


@requires(SEE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Somebody else does it for a time."""
    appointment = _appointment(request, appointment_id)
    if appointment.user_id != request.user.pk:
        require_say(request, appointment.position)
    form = StandInForm(request.POST or None, initial=today())
    if request.method == "POST" and form.is_valid():
        try:
            services.delegate(
                request.scope, appointment=appointment, to=form.cleaned_data["to"], now=clock.now(), **form.span()
            )
        except ValidationError as error:
            put_errors(form, error, TERM)
        else:
            messages.success(request, _("It is entered who stands in."))
            return redirect("desk:position", appointment.position_id)
    return _about_holder(request, form, appointment, title=_("Let somebody stand in"), act=_("Save"))


@requires(SEE)
@require_POST
def delegation_end(request: StaffRequest, user_id: UUID, delegation_id: UUID) -> HttpResponse:
    """The other no longer stands in."""
    user = _self_or_seen(request, user_id)
    rows = selectors.delegations(request.scope, user, now=clock.now())
    found: Delegation = one(rows, delegation_id)
    services.end_delegation(request.scope, delegation=found, now=clock.now())
    messages.success(request, _("Nobody stands in any more."))
    return redirect("desk:leave", user.pk)


def _self_or_seen(request: StaffRequest, user_id: UUID) -> User:
    return request.user if user_id == request.user.pk else one(selectors.person(request.scope), user_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """A person's leaves, and who stands in: one's own, or of somebody whose office one manages."""
    now, user = clock.now(), _self_or_seen(request, user_id)
    own = user.pk == request.user.pk
    if not own and not services.may_over(request.scope, user, MANAGE, now=now):
        raise Http404
    form = SpanForm(request.POST or None, initial=today())
    if request.method == "POST" and form.is_valid():
        try:
            services.go_on_leave(request.scope, user=user, now=now, **form.span())
        except ValidationError as error:
            put_errors(form, error, TERM)
        else:
            messages.success(request, _("The leave is entered. Meanwhile the person still sees, and does nothing."))
            return redirect("desk:leave", user.pk)
    return render(
        request,
        "desk/appointments/leave.html",
        {
            "form": form,
            "person": user,
            "own": own,
            "leaves": selectors.leaves(request.scope, user, now=now),
            "delegations": selectors.delegations(request.scope, user, now=now),
            "rights": [one_ for one_ in selectors.rights(request.scope, user, now=now) if one_.delegation is None],
        },
        status=422 if form.errors else 200,
    )


@signed_in
@require_POST
def leave_end(request: StaffRequest, user_id: UUID, leave_id: UUID) -> HttpResponse:
    """The person is back."""
    user = _self_or_seen(request, user_id)
    found: Leave = one(selectors.leaves(request.scope, user, now=clock.now()), leave_id)
    services.end_leave(request.scope, leave=found, now=clock.now())
    messages.success(request, _("The leave is ended."))
    return redirect("desk:leave", user.pk)
