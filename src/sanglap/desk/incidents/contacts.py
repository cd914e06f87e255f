"""Whom an office calls in an emergency."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.core import clock
from sanglap.desk.incidents.forms import ContactForm, dialled
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.incidents import selectors, services
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission

MANAGE = Permission.ACCOUNT_MANAGE


@requires(Permission.ACCOUNT_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The office's list and those above; who manages its accounts adds to it."""
    office = one(offices.offices(request.scope, Permission.ACCOUNT_VIEW), office_id)
    form = ContactForm(sent(request))
    if request.method == "POST":
        request.scope.require(MANAGE, office.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_contact(request.scope, office=office, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The entry stands on the list."))
            return redirect("desk:emergency-contacts", office.pk)
    rows = [
        (contact, dialled(contact.phone), contact.office_id == office.pk and request.scope.may(MANAGE, office.pk))
        for contact in selectors.contacts(request.scope, office)
    ]
    return form_page(
        request, form, title=_("Whom to call in an emergency"), act=_("Enter"), back="/desk/accounts/", office=office,
        template="desk/incidents/contacts.html", rows=rows, may_add=request.scope.may(MANAGE, office.pk),
    )  # fmt: skip


@requires(MANAGE)
@require_POST
def remove(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Take an entry off the list."""
    contact = one(selectors.contact(request.scope), contact_id)
    services.remove_contact(request.scope, contact=contact, now=clock.now())
    messages.success(request, _("The entry is off the list."))
    return redirect("desk:emergency-contacts", contact.office_id)
