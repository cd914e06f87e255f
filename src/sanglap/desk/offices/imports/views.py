"""Lists of offices: sent, looked at, applied, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.offices.imports import shown
from sanglap.desk.offices.imports.forms import UploadForm
from sanglap.desk.pages import one, page, put_errors
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import OfficeImport
from sanglap.offices.services import imports as services
from sanglap.people.permissions import Permission

MANAGE = Permission.OFFICE_MANAGE
TYPES = {"csv": (shown.CSV, shown.csv_template), "xlsx": (shown.XLSX, shown.xlsx_template)}


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """The lists within the reader's reach, and sending another."""
    roots = selectors.import_roots(request.scope)
    form = UploadForm(request.POST or None, request.FILES or None, roots=roots)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.send(
                request.scope,
                name=file.name or "",
                content=file.read(),
                root=form.cleaned_data["root"],
                now=clock.now(),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("desk:import", run.pk)
    context = {"form": form, "page": page(selectors.imports(request.scope), request), "may_send": roots.exists()}
    return render(request, "desk/imports/list.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
@require_safe
def template(request: StaffRequest, form: str) -> HttpResponse:
    """An empty list to fill in."""
    if form not in TYPES:
        raise Http404
    kind, make = TYPES[form]
    return shown.download(make(), kind, f"offices.{form}")


@requires(MANAGE)
@require_safe
def one_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """How far the list has come; what it would do, or did; what may be done with it."""
    run = one(selectors.imports(request.scope), import_id)
    kind = shown.picked(request, run)
    rows, further = shown.page_of(request, selectors.import_rows(request.scope, run, kind, warned=kind == "warnings"))
    return render(
        request,
        "desk/imports/import.html",
        {
            "run": run,
            "moving": shown.moving(run),
            "fault": services.said(run.fault) if run.fault else None,
            "acts": shown.Acts.of(run),
            "kinds": shown.kinds(run),
            "kind": kind,
            "rows": list(shown.shown(rows)),
            "further": further,
            "first": not request.GET.get("after"),
        },
    )


@requires(MANAGE)
@step_up
@require_POST
def act(request: StaffRequest, import_id: UUID) -> HttpResponseRedirect:
    """Apply, throw away, or take back."""
    run = one(selectors.imports(request.scope), import_id)
    what = request.POST.get("what", "")
    try:
        said = _act(request, run, what)
    except TransitionRefused:
        said = _("This was done already; nothing was changed.")
    messages.info(request, said)
    return HttpResponseRedirect(run_page(run))


def _act(request: StaffRequest, run: OfficeImport, what: str) -> str:
    scope, begun = request.scope, _("This is under way already.")
    if what in {"all", "good", "new"}:
        done = services.begin_apply(scope, run=run, only_good=what != "all", only_new=what == "new")
        return _("The list is being applied.") if done else begun
    if what == "undo":
        return _("The list is being taken back.") if services.begin_undo(scope, run=run) else begun
    if what == "discard":
        services.discard(scope, run=run, now=clock.now())
        return _("The list is thrown away. Nothing was changed.")
    raise Http404


def run_page(run: OfficeImport) -> str:
    """Where the list is looked at."""
    return str(redirect("desk:import", run.pk)["Location"])


@requires(MANAGE)
@require_safe
def report(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """What the list does, row by row, to keep or to send on."""
    run = one(selectors.imports(request.scope), import_id)
    content = shown.report(selectors.import_report(request.scope, run))
    return shown.download(content, TYPES["csv"][0], f"report-{run.pk}.csv")
