"""Accounts that exist already: brought in by a list or by their links, and handed in for review (clauses 4, 5.a)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.accounts import selectors
from sanglap.accounts.models import AccountImport
from sanglap.accounts.services import claims as services
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.acts import MANAGE, VIEW, too_late
from sanglap.desk.fields import TextField
from sanglap.desk.lists import pages
from sanglap.desk.lists.forms import OfficeChoice, UploadForm
from sanglap.desk.pages import one, page, put_errors
from sanglap.offices.access import StaffRequest, requires, step_up

_LONGEST_LINKS = 50_000
PLACE = pages.Place(
    form=services.FORM, all="desk:claims", one="desk:claim-list", act="desk:claim-act", report="desk:claim-report",
    template="desk:claim-template", file="accounts",
)  # fmt: skip


class LinksForm(forms.Form):
    """Links of profiles, and whose they are."""

    links = TextField(
        label=gettext_lazy("Links of the profiles, one in each line"),
        max_length=_LONGEST_LINKS,
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("Copied from the browser, as in https://www.facebook.com/office"),
    )

    def __init__(self, *args: Any, roots: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["root"] = OfficeChoice(
            label=gettext_lazy("Whose accounts they are"), queryset=roots, initial=roots.first(), empty_label=None
        )


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: StaffRequest) -> HttpResponse:
    """The lists of accounts within the reader's reach; sending another, or links."""
    roots = services.roots(request.scope)
    by_links = request.method == "POST" and "links" in request.POST
    files = request.method == "POST" and not by_links
    upload = UploadForm(request.POST if files else None, request.FILES if files else None, roots=roots)
    upload.fields["root"].help_text = _(
        "The list may speak of this office, and of those below it where you review them."
    )
    # Both forms ask for an office: on one page their fields need keys of their own.
    links = LinksForm(request.POST if by_links else None, roots=roots, auto_id="links_%s")
    form: forms.Form = links if by_links else upload
    if request.method == "POST" and form.is_valid():
        try:
            run = _taken_in(request, form)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect(PLACE.one, run.pk)
    listed = page(selectors.claim_lists(request.scope), request)
    context = {
        "place": PLACE, "form": form, "upload": upload, "links": links, "page": listed, "may_send": roots.exists(),
    }  # fmt: skip
    return render(request, "desk/claims/lists.html", context, status=422 if form.errors else 200)


def _taken_in(request: StaffRequest, form: forms.Form) -> AccountImport:
    if "links" in form.cleaned_data:
        return services.send_links(request.scope, **form.cleaned_data, now=clock.now())
    return services.send(request.scope, **pages.given(**form.cleaned_data), now=clock.now())


@requires(VIEW)
@require_safe
def template(request: StaffRequest, form: str) -> HttpResponse:
    """An empty list to fill in."""
    return pages.empty(PLACE, form)


@requires(VIEW)
@require_safe
def one_list(request: StaffRequest, claims_id: UUID) -> HttpResponse:
    """How far the list has come; what it would do, or did; what may be done with it."""
    scope = request.scope
    run = one(selectors.claim_lists(scope), claims_id)
    return pages.looked_at(
        request, PLACE, run, lambda kind: selectors.claim_rows(scope, run, kind), "desk/claims/list.html"
    )


@requires(VIEW)
@step_up
@require_POST
def act(request: StaffRequest, claims_id: UUID) -> HttpResponse:
    """Bring in, throw away, or take back."""
    scope = request.scope
    run = one(selectors.claim_lists(scope), claims_id)
    deeds = pages.Deeds(
        rows=frozenset({"all", "good"}),
        applying=_("The accounts are being brought in."),
        apply=lambda rows: services.begin_apply(scope, run=run, only_good=rows == "good"),
        undo=lambda: services.begin_undo(scope, run=run),
        discard=lambda: services.discard(scope, run=run, now=clock.now()),
    )
    return pages.acted(request, PLACE, run, deeds)


@requires(VIEW)
@require_safe
def report(request: StaffRequest, claims_id: UUID) -> HttpResponse:
    """What the list does, row by row, to keep or to send on."""
    run = one(selectors.claim_lists(request.scope), claims_id)
    return pages.reported(PLACE, run, selectors.claim_rows(request.scope, run))


@requires(MANAGE)
@step_up
@require_POST
def hand_in(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Ask those above to review a claimed account, once nothing is missing of what its office can say and show."""
    account = one(selectors.accounts(request.scope, MANAGE), account_id)
    try:
        services.hand_in(request.scope, account=account, now=clock.now())
    except TransitionRefused:
        return too_late(request, account)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:account", account.pk)
    messages.success(request, _("The account is handed in. The office above reviews it."))
    return redirect("desk:account", account.pk)
