"""Lists of offices: sent, looked at, applied, taken back."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.core import clock
from sanglap.desk.lists import pages
from sanglap.desk.lists.forms import UploadForm
from sanglap.desk.pages import one, page, put_errors
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.services import imports as services
from sanglap.people.permissions import Permission

MANAGE = Permission.OFFICE_MANAGE
PLACE = pages.Place(
    form=services.FORM, all="desk:imports", one="desk:import", act="desk:import-act", report="desk:import-report",
    template="desk:import-template", file="offices",
)  # fmt: skip


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """The lists within the reader's reach, and sending another."""
    roots = selectors.import_roots(request.scope)
    form = UploadForm(request.POST or None, request.FILES or None, roots=roots)
    if request.method == "POST" and form.is_valid():
        try:
            run = services.send(request.scope, **pages.given(**form.cleaned_data), now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect(PLACE.one, run.pk)
    listed = page(selectors.imports(request.scope), request)
    context = {"place": PLACE, "form": form, "upload": form, "page": listed, "may_send": roots.exists()}
    return render(request, "desk/imports/list.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
@require_safe
def template(request: StaffRequest, form: str) -> HttpResponse:
    """An empty list to fill in."""
    return pages.empty(PLACE, form)


@requires(MANAGE)
@require_safe
def one_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """How far the list has come; what it would do, or did; what may be done with it."""
    scope = request.scope
    run = one(selectors.imports(scope), import_id)
    return pages.looked_at(
        request, PLACE, run, lambda kind: selectors.import_rows(scope, run, kind), "desk/imports/import.html"
    )


@requires(MANAGE)
@step_up
@require_POST
def act(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Apply, throw away, or take back."""
    scope = request.scope
    run = one(selectors.imports(scope), import_id)
    deeds = pages.Deeds(
        rows=frozenset({"all", "good", "new"}),
        applying=_("The list is being applied."),
        apply=lambda rows: services.begin_apply(scope, run=run, only_good=rows != "all", only_new=rows == "new"),
        undo=lambda: services.begin_undo(scope, run=run),
        discard=lambda: services.discard(scope, run=run, now=clock.now()),
    )
    return pages.acted(request, PLACE, run, deeds)


@requires(MANAGE)
@require_safe
def report(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """What the list does, row by row, to keep or to send on."""
    run = one(selectors.imports(request.scope), import_id)
    return pages.reported(PLACE, run, selectors.import_rows(request.scope, run))
