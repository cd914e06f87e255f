"""One post that another office offers: looked at, adopted, or declined (clause 6.e)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.campaigns import offering, selectors, standing
from sanglap.campaigns.models import Offer
from sanglap.content import recordings
from sanglap.core import clock
from sanglap.desk.campaigns.forms import AdoptForm, DeclineForm
from sanglap.desk.downloads import serve, serve_in_parts
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.desk.planning.slots import time_on
from sanglap.guideline import loader
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Permission

VIEW, WRITE = Permission.POST_VIEW, Permission.POST_WRITE
TIME = {"publish_at": "day"}
"""The time of publication, as the service and the form call it."""


def _offer(request: StaffRequest, offer_id: UUID) -> Offer:
    return one(selectors.received(request.scope, now=clock.now()), offer_id)


@requires(VIEW)
@require_safe
def offer(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    """The post as its office's panel approved it, what is wished, and what ours answered."""
    scope, now = request.scope, clock.now()
    shown = _offer(request, offer_id)
    adoptions, declines = selectors.answers(scope, shown)
    context = {
        "offer": shown,
        "purposes": [clause for clause in loader.current().purposes if clause.id in shown.revision.draft.purposes],
        "adoptions": adoptions,
        "declines": declines,
        "open": (open_ := standing.is_open(shown, now=now)),
        "may_answer": open_ and bool(selectors.reached(scope, shown)),
        "sees": scope.may(VIEW, shown.office_id),
    }
    return render(request, "desk/campaigns/offer.html", context)


def _ours(request: StaffRequest, shown: Offer) -> list[Office]:
    """The reader's offices that may answer. Raises Forbidden where he answers for none of them."""
    ours = selectors.reached(request.scope, shown)
    if not ours:
        raise Forbidden(WRITE, None)
    return ours


def _over(request: StaffRequest, shown: Offer) -> HttpResponse | None:
    """Where it cannot be answered any more: told, and led back to it."""
    if standing.is_open(shown, now=clock.now()):
        return None
    messages.error(request, _("It was withdrawn, or its day is over. It can no longer be adopted or declined."))
    return redirect("desk:offer", shown.pk)


def _accounts(request: StaffRequest, ours: list[Office]) -> QuerySet[Account]:
    return accounts.connected(request.scope, WRITE).filter(office__in=ours)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    """Begin a draft of the office's own from it."""
    scope, now = request.scope, clock.now()
    shown = _offer(request, offer_id)
    ours = _ours(request, shown)
    if over := _over(request, shown):
        return over
    choice = _accounts(request, ours)
    initial = {
        "accounts": list(choice) if len(choice) == 1 else [], **time_on(scope, choice, shown.wish_on, now=now),
    }  # fmt: skip
    form = AdoptForm(sent(request), accounts=choice, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = offering.adopt(
                scope, offer=shown, accounts=list(given["accounts"]), publish_at=given.get("publish_at"), now=now
            )
        except ValidationError as error:
            put_errors(form, error, TIME)
        else:
            if made.at == now:
                messages.success(
                    request, _("The draft is yours now. Change what is different with you, then ask for approval.")
                )
                return redirect("desk:edit", made.draft_id)
            messages.info(request, _("Your office has adopted it already. This is its post."))
            return redirect("desk:post", made.draft_id)
    known = _(
        "A draft of your office begins with these words and pictures. You change what is different with you; then your"
        " own panel is asked. Nothing goes out without it."
    )
    return form_page(
        request, form, title=_("Adopt the post"), act=_("Begin the draft") if choice else "", known=known,
        back=reverse("desk:offer", args=[shown.pk]), template="desk/campaigns/adopt.html", offer=shown,
        no_account=not choice,
    )  # fmt: skip


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    """Say why the office does not adopt it."""
    shown = _offer(request, offer_id)
    ours = _ours(request, shown)
    if over := _over(request, shown):
        return over
    form = DeclineForm(sent(request), ours=ours)
    if request.method == "POST" and form.is_valid():
        try:
            offering.decline(request.scope, offer=shown, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The other office is told why. You may still adopt it later."))
            return redirect("desk:offers")
    return form_page(
        request, form, title=_("Decline the post"), act=_("Decline it"), back=reverse("desk:offer", args=[shown.pk]),
        lead=shown.office.name,
    )  # fmt: skip


@requires(VIEW)
@require_safe
def picture(request: StaffRequest, offer_id: UUID, picture_id: UUID) -> FileResponse:
    """A picture of a post that is offered to an office of the reader's; with `?small`, small."""
    shown = _offer(request, offer_id)
    found = next((one_ for one_ in shown.revision.illustrations.all() if one_.picture_id == picture_id), None)
    if found is None:
        raise Http404
    return serve(found.picture.small if "small" in request.GET else found.picture.file, lasting=True)


@requires(VIEW)
@require_safe
def recording(request: StaffRequest, offer_id: UUID) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The video or sound of a post that is offered to an office of the reader's, in stretches where the player asks so;
    with `?still` a picture of it, with `?captions` its captions, with `?download` to be kept.
    """
    found = recordings.of(_offer(request, offer_id).revision)
    if found is None:
        raise Http404
    if "still" in request.GET or "captions" in request.GET:
        beside = found.recording.poster if "still" in request.GET else found.captions
        if beside is None:
            raise Http404
        return serve(beside, lasting=True)
    if found.recording.file is None:
        raise Http404
    return serve_in_parts(request, found.recording.file, download="download" in request.GET)
