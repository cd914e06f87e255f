"""The register of laws and rules (clause 8): read by all staff, added to by whoever coordinates for the whole."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.core import clock
from sanglap.desk.laws.forms import LawForm
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.guideline import loader
from sanglap.laws import selectors, services
from sanglap.laws.models import EnteredLaw
from sanglap.laws.selectors import Entry
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission

REVIEW = Permission.ACCOUNT_REVIEW
# The service calls them by the name of the text, the form by that of its first language.
_NAMES = {"title": "title_bn", "meaning": "meaning_bn"}


def _register() -> list[Entry]:
    return selectors.register(on=loader.current().calendar.day_of(clock.now()))


def _coordinates(request: StaffRequest) -> bool:
    return offices.whole(request.scope, REVIEW) is not None


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def laws(request: StaffRequest) -> HttpResponse:
    """All laws and rules, those in force first."""
    rows = _register()
    context = {
        "in_force": [one_ for one_ in rows if one_.in_force],
        "past": [one_ for one_ in rows if not one_.in_force],
        "coordinates": _coordinates(request),
    }
    return render(request, "desk/laws/laws.html", context)


def _elsewhere(request: StaffRequest) -> HttpResponse:
    messages.info(request, _("Laws are entered by whoever coordinates for the whole government. Tell them of it."))
    return redirect("desk:laws")


@requires(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Enter a law or rule."""
    if not _coordinates(request):
        return _elsewhere(request)
    form = LawForm(request.POST or None, others=_register())
    if request.method == "POST" and form.is_valid():
        try:
            services.enter(request.scope, text=form.text(), now=clock.now())
        except ValidationError as error:
            put_errors(form, error, _NAMES)
        else:
            messages.success(request, _("The law is entered. Everybody sees it now."))
            return redirect("desk:laws")
    known = _(
        "It stands on the register at once, for staff and citizens, and decisions may cite it. Nobody is sent a notice:"
        " where offices have to do something, write to them."
    )
    return form_page(request, form, title=_("Enter a law or rule"), act=_("Enter"), back="/desk/laws/", known=known)


@requires(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, law_id: UUID) -> HttpResponse:
    """Change what the register says of a law that was entered here."""
    if not _coordinates(request):
        return _elsewhere(request)
    law: EnteredLaw = one(selectors.entered(request.scope), law_id)
    others = [one_ for one_ in _register() if one_.key != law.key]
    form = LawForm(request.POST or None, others=others, initial=LawForm.of(law))
    if request.method == "POST" and form.is_valid():
        try:
            services.change(request.scope, law=law, text=form.text(), now=clock.now())
        except ValidationError as error:
            put_errors(form, error, _NAMES)
        else:
            messages.success(request, _("The register is changed."))
            return redirect("desk:laws")
    return form_page(request, form, title=_("Change an entry"), act=_("Save"), back="/desk/laws/", lead=law.title)
