"""Collections: the posts that an office keeps together under a name (clause 6.e)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.campaigns import collecting, selectors
from sanglap.campaigns.reach import ways
from sanglap.core import clock
from sanglap.desk.campaigns.forms import CollectionForm, OfferForm
from sanglap.desk.campaigns.offers import first_values
from sanglap.desk.pages import chosen, form_page, one, put_errors, sent
from sanglap.language.digits import in_digits_of
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Permission

VIEW, WRITE = Permission.POST_VIEW, Permission.POST_WRITE
LISTED = 200


def _writes_for(request: StaffRequest) -> QuerySet[Office]:
    here, _roots = request.scope.places(WRITE)
    return offices.own(request.scope).filter(pk__in=here)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def collections(request: StaffRequest) -> HttpResponse:
    """The collections of the reader's offices, and making one."""
    here, _roots = request.scope.places(VIEW)
    may = _writes_for(request)
    form = CollectionForm(sent(request))
    if request.method == "POST":
        if not may:
            raise Forbidden(WRITE, None)
        office = chosen(may, request, "office") or may[0]
        if form.is_valid():
            try:
                made = collecting.make(request.scope, office=office, now=clock.now(), **form.cleaned_data)
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("The collection is made. Put posts into it from their pages."))
                return redirect("desk:collection", made.pk)
    rows = selectors.collections(request.scope).filter(office__in=here)[:LISTED]
    context = {"rows": rows, "form": form, "offices": may, "several": len(may) > 1}
    return render(request, "desk/campaigns/collections.html", context, status=422 if form.errors else 200)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: StaffRequest, collection_id: UUID) -> HttpResponse:
    """One collection: what can be done with it, and its name."""
    shown = one(selectors.collections(request.scope), collection_id)
    may_write = request.scope.may(WRITE, shown.office_id)
    form = CollectionForm(sent(request), initial={"name": shown.name})
    if request.method == "POST":
        request.scope.require(WRITE, shown.office_id)
        if form.is_valid():
            try:
                collecting.rename(request.scope, collection=shown, now=clock.now(), **form.cleaned_data)
            except ValidationError as error:
                shown.refresh_from_db()
                put_errors(form, error)
            else:
                messages.success(request, _("The collection is renamed."))
                return redirect("desk:collection", shown.pk)
    context = {
        "collection": shown,
        "posts": selectors.posts_of(request.scope, shown)[:LISTED],
        "form": form,
        "may_write": may_write,
        "may_offer": bool(ways(request.scope, shown.office_id)),
    }
    return render(request, "desk/campaigns/collection.html", context, status=422 if form.errors else 200)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: StaffRequest, collection_id: UUID) -> HttpResponse:
    """Offer every post of a collection that the panel approved."""
    scope, now = request.scope, clock.now()
    shown = one(selectors.collections(scope), collection_id)
    may = ways(scope, shown.office_id)
    if not may:
        raise Forbidden(Permission.POST_APPROVE, shown.office_id)
    running = selectors.campaigns_for(scope, shown.office, now=now)
    form = OfferForm(sent(request), ways=may, campaigns=running, initial=first_values(now))
    if request.method == "POST" and form.is_valid():
        try:
            made, left = collecting.share(scope, collection=shown, wish=form.wish(), now=now)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _told(len(made), left))
            return redirect(f"{reverse('desk:offers')}?show=ours")
    known = _("Each post of the collection that your panel approved is offered by itself; the others are left out.")
    return form_page(
        request, form, title=_("Offer the whole collection"), act=_("Offer them"), known=known, office=shown.office,
        back=reverse("desk:collection", args=[shown.pk]),
    )  # fmt: skip


def _told(made: int, left: int) -> str:
    said = ngettext("%(n)s post is offered.", "%(n)s posts are offered.", made) % {"n": made}
    if left:
        said += " " + ngettext(
            "%(n)s is left out: it is not approved, or is offered to all below already.",
            "%(n)s are left out: they are not approved, or are offered to all below already.",
            left,
        ) % {"n": left}
    return in_digits_of(get_language() or "bn", said)


@requires(VIEW)
@require_POST
def dissolve(request: StaffRequest, collection_id: UUID) -> HttpResponse:
    """Dissolve a collection; its posts stay."""
    shown = one(selectors.collections(request.scope), collection_id)
    collecting.dissolve(request.scope, collection=shown, now=clock.now())
    messages.success(request, _("The collection is dissolved. Its posts are where they were."))
    return redirect("desk:collections")
