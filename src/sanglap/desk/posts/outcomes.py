"""What a person does about a delivery: posts it by hand, says what the network could not, has it sent again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sanglap.content import recordings
from sanglap.content.approval import closed_gate
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.pages import one, put_errors
from sanglap.inbox import selectors as inbox
from sanglap.networks.contract import Kind
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.outbox import decisions
from sanglap.outbox import selectors as outbox
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission
from sanglap.publishing import selectors


class LinkForm(forms.Form):
    """Where a post stands."""

    url = forms.CharField(
        label=gettext_lazy("Link of the post"),
        max_length=decisions.LONGEST_LINK,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("Open the post on the network and copy its address."),
    )


def tell_stops(scope: Scope, rows: Iterable[Delivery]) -> None:
    """Give each of these deliveries, found by a scope already, the stop that holds it, as `held_by`. Two queries."""
    listed = list(rows)
    held = outbox.covering(scope, [delivery.account for delivery in listed], now=clock.now()) if listed else {}
    for delivery in listed:
        delivery.held_by = held.get(delivery.account_id)  # type: ignore[attr-defined]  # for the templates


@requires(Permission.POST_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery that waits for a person."""
    scope = request.scope
    shown = one(selectors.deliveries(scope).select_related("publication__variant__revision__draft"), delivery_id)
    variant = shown.publication.variant
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _settle(scope, shown, request.POST.get("what", ""), form.cleaned_data["url"])
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            messages.info(request, _("This was settled already."))
            return redirect("desk:post", variant.revision.draft_id)
        else:
            messages.success(request, said)
            return redirect("desk:post", variant.revision.draft_id)
    tell_stops(scope, [shown])
    answers = variant.revision.draft.kind == Kind.ANSWER
    writes = Permission.MESSAGE_ANSWER if answers else Permission.POST_WRITE
    context = {
        "delivery": shown,
        "said": json.loads(shown.payload),
        "standing": shown.pieces.all() if shown.parts > 1 else (),
        "illustrations": variant.pictures,
        "footage": recordings.of(variant.revision),
        "message": inbox.messages(scope).filter(answers__draft=variant.revision.draft_id).first() if answers else None,
        "form": form,
        "closed": shown.state == DeliveryState.BY_HAND and closed_gate(variant),
        "may_post": scope.may(writes, shown.office_id),
        "may_decide": scope.may(Permission.POST_APPROVE, shown.office_id),
    }
    return render(request, "desk/delivery.html", context, status=422 if form.errors else 200)


def _settle(scope: Scope, shown: Delivery, what: str, url: str) -> str:
    now = clock.now()
    if what == "posted":
        decisions.posted_by_hand(scope, delivery=shown, url=url, now=now)
        return _("It is on record. Sanglap looks whether the approved words stand there.")
    if what == "found":
        decisions.found_by_person(scope, delivery=shown, url=url, now=now)
        return _("It is on record as published.")
    if what == "not_there":
        decisions.not_there(scope, delivery=shown, now=now)
        return _("It is on record as not published. You may have it sent again.")
    if what == "retry":
        decisions.retry(scope, delivery=shown, now=now)
        return _("It is sent again.")
    raise ValidationError(_("Choose what you did."), code="what")
