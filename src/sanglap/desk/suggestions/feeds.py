"""The feeds of an office's website: which are read and how it goes; entering, trying, stopping."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.core import clock
from sanglap.desk.fields import LineField
from sanglap.desk.offices.asked import office_of
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission
from sanglap.suggestions import looking, selectors, services
from sanglap.suggestions.models import SiteFeed
from sanglap.suggestions.services.feeds import LONGEST, checked_address, rule_at
from sanglap.suggestions.states import Fault
from sanglap.suggestions.wording import WHAT_TO_DO

MANAGE = Permission.OFFICE_MANAGE
TRY = "try"
"""The name of the button that looks and enters nothing."""
SHOWN = 5
PASSING = frozenset({None, Fault.UNREACHED, Fault.TOO_SLOW, Fault.FAILING})
"""What keeps no feed from being entered: no fault, or one that may be over in a moment."""


class FeedForm(forms.Form):
    """Where the feed is found."""

    address = LineField(
        label=gettext_lazy("Address of the feed"),
        help_text=gettext_lazy("It often ends in /feed, /rss or .xml. Only the office’s own website is read."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Enter the address of the feed.")},
    )


@requires(Permission.OFFICE_VIEW)
@require_safe
def feeds(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The feeds of the office's website that are read, how the last reading went, and what to do where it failed."""
    office = office_of(request, office_id)
    rows = selectors.feeds(request.scope, Permission.OFFICE_VIEW).filter(office=office)[:50]
    may_manage = request.scope.may(MANAGE, office.pk)
    context = {
        "office": office,
        "rows": [(feed, WHAT_TO_DO.get(feed.fault, "")) for feed in rows],
        "rule": rule_at(clock.now()),
        "may_manage": may_manage,
        "may_add": may_manage and office.state == OfficeState.OPEN,
    }
    return render(request, "desk/suggestions/feeds.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Enter a feed, once it was looked what is there; or only look."""
    office = office_of(request, office_id, manage=True)
    form = FeedForm(sent(request), initial={"address": request.GET.get("address", "")[:LONGEST]})
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            shown = _tried(office, form.cleaned_data["address"])
            if TRY not in request.POST:
                if shown["tried"].fault in PASSING:
                    return _entered(request, office, form.cleaned_data["address"], unread=shown["told"])
                form.add_error("address", shown["told"])
        except ValidationError as error:
            put_errors(form, error)
    return form_page(
        request, form, title=_("Read a feed of the website"), act=_("Read it from now on"), back=_list(office),
        office=office, template="desk/suggestions/feed_new.html", action=request.path, **shown,
    )  # fmt: skip


def _entered(request: StaffRequest, office: Office, address: str, *, unread: str | Promise = "") -> HttpResponse:
    """Enter it; `unread` says why it could not be read just now, which may pass."""
    services.enter(request.scope, office=office, address=address, now=clock.now())
    if unread:
        said = _("It is entered, but it could not be read just now, and is tried again by itself. %(fault)s")
        messages.warning(request, said % {"fault": unread})
    else:
        messages.success(request, _("It is read from now on. What is new there waits among the suggestions."))
    return redirect("desk:office-feeds", office.pk)


def _tried(office: Office, address: str) -> dict[str, Any]:
    """What is found at that address now."""
    address = checked_address(office, address)
    read = async_to_sync(looking.look_once)(address, office.website)
    entries = read.found.entries[:SHOWN] if read.found else ()
    return {"tried": read, "entries": entries, "told": WHAT_TO_DO.get(read.fault or "", "")}


@requires(MANAGE)
@require_POST
def stop(request: StaffRequest, office_id: UUID, feed_id: UUID) -> HttpResponse:
    """Read it no longer."""
    office, feed = _feed(request, office_id, feed_id)
    if services.stop(request.scope, feed=feed, now=clock.now()):
        messages.success(request, _("It is read no longer. What came from it stays among the suggestions."))
    else:
        messages.info(request, _("It was stopped already; nothing was changed."))
    return redirect("desk:office-feeds", office.pk)


@requires(MANAGE)
@require_POST
def resume(request: StaffRequest, office_id: UUID, feed_id: UUID) -> HttpResponse:
    """Read one that was stopped again."""
    office, feed = _feed(request, office_id, feed_id)
    try:
        return _entered(request, office, feed.address)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:office-feeds", office.pk)


@requires(MANAGE)
@require_POST
def read(request: StaffRequest, office_id: UUID, feed_id: UUID) -> HttpResponse:
    """Have it read now."""
    office, feed = _feed(request, office_id, feed_id)
    try:
        services.read_now(request.scope, feed=feed, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is read in a moment. Look at this page again soon."))
    return redirect("desk:office-feeds", office.pk)


def _feed(request: StaffRequest, office_id: UUID, feed_id: UUID) -> tuple[Office, SiteFeed]:
    office = office_of(request, office_id, manage=True)
    return office, one(selectors.feeds(request.scope, MANAGE).filter(office=office), feed_id)


def _list(office: Office) -> str:
    return reverse("desk:office-feeds", args=[office.pk])
