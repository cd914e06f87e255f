"""The pages of one list, whatever it lists: looked at, acted upon, reported; and the empty list to fill in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sanglap.core.states import TransitionRefused
from sanglap.desk.lists import shown
from sanglap.lists import blank
from sanglap.lists.form import ListForm, said
from sanglap.offices.models import ListImport, Office

CSV = "text/csv; charset=utf-8"
BLANKS = {
    "csv": (CSV, blank.csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", blank.xlsx),
}
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where lists of one form are at home: the names of their addresses, and of the files that are handed out."""

    form: ListForm
    all: str
    one: str
    act: str
    report: str
    template: str
    file: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done with a list. `apply` takes which rows, `apply` and `undo` give whether it is begun only now."""

    rows: frozenset[str]
    applying: str
    """What is said when it is begun."""
    apply: Callable[[str], bool]
    undo: Callable[[], bool]
    discard: Callable[[], None]


def given(file: UploadedFile[bytes], root: Office) -> dict[str, Any]:
    """What was sent, as services take it."""
    return {"name": file.name or "", "content": file.read(), "root": root}


def looked_at(
    request: HttpRequest, place: Place, run: ListImport, rows: Callable[[str], QuerySet[Any]], template: str
) -> HttpResponse:
    """How far the list has come; what it would do, or did; what may be done with it. `rows` gives those of a kind."""
    kind = shown.picked(request, run)
    found, further = shown.page_of(request, rows(kind))
    context = {
        "place": place,
        "run": run,
        "moving": shown.moving(run),
        "fault": said(run.fault, place.form) if run.fault else None,
        "acts": shown.Acts.of(run),
        "kinds": shown.kinds(run),
        "kind": kind,
        "rows": list(shown.shown(found, place.form)),
        "further": further,
        "first": not request.GET.get("after"),
    }
    return render(request, template, context)


def acted(request: HttpRequest, place: Place, run: ListImport, deeds: Deeds) -> HttpResponse:
    """Do what was asked for, and say so. Raises Http404 for what cannot be asked for."""
    try:
        words = _done(request.POST.get("what", ""), deeds)
    except TransitionRefused:
        words = _("This was done already; nothing was changed.")
    messages.info(request, words)
    return redirect(place.one, run.pk)


def _done(what: str, deeds: Deeds) -> str:
    begun = _("This is under way already.")
    if what in deeds.rows:
        return deeds.applying if deeds.apply(what) else begun
    if what == "undo":
        return _("The list is being taken back.") if deeds.undo() else begun
    if what == "discard":
        deeds.discard()
        return _("The list is thrown away. Nothing was changed.")
    raise Http404


def reported(place: Place, run: ListImport, rows: QuerySet[Any]) -> HttpResponse:
    """What the list does, row by row, to keep or to send on."""
    return _file(shown.report(rows.iterator(chunk_size=_CHUNK), place.form), CSV, f"report-{run.pk}.csv")


def empty(place: Place, extension: str) -> HttpResponse:
    """An empty list to fill in. Raises Http404 for a kind of file that there is not."""
    if extension not in BLANKS:
        raise Http404
    kind, make = BLANKS[extension]
    return _file(make(place.form), kind, f"{place.file}.{extension}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
