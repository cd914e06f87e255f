"""Entering, changing, moving, merging, closing an office (clause 2.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sanglap.accounts import selectors as accounts
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.fields import both
from sanglap.desk.offices.forms import ContactForm, NewOfficeForm, OfficeForm, ReasonForm, initial
from sanglap.desk.pages import chosen, one, put_errors
from sanglap.offices import selectors, services
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import Kind, Office
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission

MANAGE = Permission.OFFICE_MANAGE


def _open(request: StaffRequest, office_id: UUID) -> Office:
    return one(selectors.offices(request.scope).select_related("parent"), office_id)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Enter an office below this one."""
    parent = _open(request, office_id)
    request.scope.require(MANAGE, parent.pk, below=True)
    form = NewOfficeForm(request.POST or None, initial={"kind": Kind.FIELD})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.create_office(
                request.scope,
                code=given["code"],
                kind=Kind(given["kind"]),
                name=both(form, "name"),
                parent=parent,
                address=both(form, "address"),
                website=given["website"],
                email=given["email"],
                phone=given["phone"],
                now=clock.now(),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The office is entered."))
            return redirect("desk:office", made.pk)
    return _form(request, form, parent, new=True)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Change what is known of the office; its name and kind only from above."""
    office = _open(request, office_id)
    request.scope.require(MANAGE, office.pk)
    kind = OfficeForm if request.scope.may(MANAGE, office.parent_id, below=True) else ContactForm
    form = kind(request.POST or None, initial=initial(office))
    current: Office | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_office(
                request.scope,
                office=office,
                seen=form.as_seen(),
                wanted=form.wanted(),
                reason=form.cleaned_data.get("reason", ""),
                now=clock.now(),
            )
        except services.Stale as stale:
            current = stale.office
            form.add_error(None, stale)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The office is changed."))
            return redirect("desk:office", office.pk)
    return _form(request, form, office, new=False, current=current)


def _form(
    request: StaffRequest, form: ContactForm, office: Office, *, new: bool, current: Office | None = None
) -> HttpResponse:
    # Whoever saves again after he was shown what another wrote, has seen it.
    seen = initial(current)["seen"] if current else form["seen"].value()
    context = {"form": form, "office": office, "new": new, "current": current, "seen": seen or ""}
    return render(request, "desk/offices/form.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Hang the office under another."""

    def act(office: Office, other: Office, reason: str) -> str:
        services.move_office(request.scope, office=office, parent=other, reason=reason, now=clock.now())
        return _("The office is moved.")

    return _with_another(request, office_id, "move", act)


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The office goes up in another."""

    def act(office: Office, other: Office, reason: str) -> str:
        services.merge_office(request.scope, office=office, into=other, reason=reason, now=clock.now())
        return _("The office went up in the other.")

    return _with_another(request, office_id, "merge", act)


def _with_another(
    request: StaffRequest, office_id: UUID, what: str, act: Callable[[Office, Office, str], str]
) -> HttpResponse:
    """First the other office is searched for and chosen, then what will happen is shown, then it is done."""
    office = _from_above(request, office_id)
    other = chosen(selectors.offices(request.scope, MANAGE), request, "other")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            said = act(office, other, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except TransitionRefused as refused:
            return _refused(request, office, refused)
        else:
            messages.success(request, said)
            return redirect("desk:office", office.pk)
    words = request.GET.get("q", "").strip()
    found = selectors.search(request.scope, words, permission=MANAGE) if words and not other else []
    context = {
        "what": what,
        "other": other,
        "words": words[:200],
        "found": [row for row in found if row.state == OfficeState.OPEN and row.pk != office.pk],
    }
    return _confirm(request, "desk/offices/another.html", office, form, context)


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The office is no more."""
    return _end(request, office_id, services.close_office, "close", _("The office is closed."))


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """A closed office works again."""
    return _end(request, office_id, services.reopen_office, "reopen", _("The office is open again."))


def _end(request: StaffRequest, office_id: UUID, act: Callable[..., None], what: str, said: str) -> HttpResponse:
    office = _from_above(request, office_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(request.scope, office=office, reason=form.cleaned_data["reason"], now=clock.now())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except TransitionRefused as refused:
            return _refused(request, office, refused)
        else:
            messages.success(request, said)
            return redirect("desk:office", office.pk)
    return _confirm(request, "desk/offices/end.html", office, form, {"what": what})


def _refused(request: StaffRequest, office: Office, refused: TransitionRefused) -> HttpResponse:
    """Back to the office: somebody was quicker, be it the reader's own first click."""
    if refused.current == refused.wanted:
        messages.info(request, _("This was done already; nothing was changed."))
    else:
        messages.warning(request, _("The office is no longer as it was; nothing was changed."))
    return redirect("desk:office", office.pk)


def _from_above(request: StaffRequest, office_id: UUID) -> Office:
    office = _open(request, office_id)
    request.scope.require(MANAGE, office.parent_id, below=True)
    return office


def _confirm(
    request: StaffRequest, template: str, office: Office, form: ReasonForm, context: dict[str, Any]
) -> HttpResponse:
    will_happen = selectors.consequences(request.scope, office, now=clock.now())
    context = {
        "office": office,
        "form": form,
        "open": office.state == OfficeState.OPEN,
        "accounts": accounts.accounts(request.scope).filter(office=office)[: selectors.FOUND],
        **will_happen,
        **context,
    }
    return render(request, template, context, status=422 if form.errors else 200)
