"""Accounts that exist already: brought in by a list or by their links, and handed in for review (clauses 4, 5.a)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
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
from sanglap.desk.offices.imports import shown
from sanglap.desk.offices.imports.forms import OfficeChoice, UploadForm
from sanglap.desk.pages import one, page, put_errors
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.services.imports import said

_LONGEST_LINKS = 50_000


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
            return redirect("desk:claim-list", run.pk)
    listed = page(selectors.claim_lists(request.scope), request)
    context = {"form": form, "upload": upload, "links": links, "page": listed, "may_send": roots.exists()}
    return render(request, "desk/claims/lists.html", context, status=422 if form.errors else 200)


def _taken_in(request: StaffRequest, form: forms.Form) -> AccountImport:
    given, now = form.cleaned_data, clock.now()
    if "links" in given:
        return services.send_links(request.scope, links=given["links"], root=given["root"], now=now)
    file = given["file"]
    return services.send(request.scope, name=file.name or "", content=file.read(), root=given["root"], now=now)


@requires(VIEW)
@require_safe
def template(request: StaffRequest, form: str) -> HttpResponse:
    """An empty list to fill in."""
    if form != "csv":
        raise Http404
    return shown.download(shown.csv_template(services.FORM), shown.CSV, "accounts.csv")


@requires(VIEW)
@require_safe
def one_list(request: StaffRequest, claims_id: UUID) -> HttpResponse:
    """How far the list has come; what it would do, or did; what may be done with it."""
    run = one(selectors.claim_lists(request.scope), claims_id)
    kind = shown.picked(request, run)
    rows, further = shown.page_of(request, selectors.claim_rows(request.scope, run, kind, warned=kind == "warnings"))
    return render(
        request,
        "desk/claims/list.html",
        {
            "run": run,
            "moving": shown.moving(run),
            "fault": said(run.fault, services.FORM) if run.fault else None,
            "acts": shown.Acts.of(run),
            "kinds": shown.kinds(run),
            "kind": kind,
            "rows": list(shown.shown(rows, services.FORM)),
            "further": further,
            "first": not request.GET.get("after"),
        },
    )


@requires(VIEW)
@step_up
@require_POST
def act(request: StaffRequest, claims_id: UUID) -> HttpResponse:
    """Bring in, throw away, or take back."""
    run = one(selectors.claim_lists(request.scope), claims_id)
    try:
        words = _act(request, run, request.POST.get("what", ""))
    except TransitionRefused:
        words = _("This was done already; nothing was changed.")
    messages.info(request, words)
    return redirect("desk:claim-list", run.pk)


def _act(request: StaffRequest, run: AccountImport, what: str) -> str:
    scope, begun = request.scope, _("This is under way already.")
    if what in {"all", "good"}:
        done = services.begin_apply(scope, run=run, only_good=what == "good")
        return _("The accounts are being brought in.") if done else begun
    if what == "undo":
        return _("The list is being taken back.") if services.begin_undo(scope, run=run) else begun
    if what == "discard":
        services.discard(scope, run=run, now=clock.now())
        return _("The list is thrown away. Nothing was changed.")
    raise Http404


@requires(VIEW)
@require_safe
def report(request: StaffRequest, claims_id: UUID) -> HttpResponse:
    """What the list does, row by row, to keep or to send on."""
    run = one(selectors.claim_lists(request.scope), claims_id)
    rows = selectors.claim_rows(request.scope, run).iterator(chunk_size=2_000)
    return shown.download(shown.report(rows, services.FORM), shown.CSV, f"report-{run.pk}.csv")


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
