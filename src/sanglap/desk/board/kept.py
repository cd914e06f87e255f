"""Views that a reader keeps, and spreadsheets that he takes away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.core import clock
from sanglap.desk.board.asking import Asked, address_of, asked
from sanglap.desk.downloads import serve
from sanglap.desk.fields import LineField
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.duties import services
from sanglap.duties.board import kept
from sanglap.duties.models import BoardPage, Sheet
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission

VIEW = Permission.ACCOUNT_VIEW
STALE = timedelta(hours=1)
"""After so long a file that is not made yet is told to be late."""


class NameForm(forms.Form):
    """What a view is called."""

    name = LineField(label=gettext_lazy("Name of the view"), max_length=80)


class SaveForm(NameForm):
    """The same for a new one, with the page on which it was made."""

    page = forms.ChoiceField(choices=BoardPage.choices, widget=forms.HiddenInput)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: StaffRequest) -> HttpResponse:
    """The reader's views; keeping one more."""
    form = SaveForm(request.POST or None)
    if request.method == "POST":
        named = request.POST.get("page", "")
        here = asked(request, BoardPage(named) if named in BoardPage.values else BoardPage.BOARD, request.POST)
        if form.is_valid():
            page = BoardPage(form.cleaned_data["page"])
            try:
                made = services.save_view(request.scope, name=form.cleaned_data["name"], page=page, pick=here.pick)
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("The view is kept. It stands above the board."))
                return redirect(address_of(made))
        return _name_again(request, form, here)
    found = [(view, address_of(view)) for view in kept.views(request.scope)]
    return render(request, "desk/board/views.html", {"views": found})


def _name_again(request: StaffRequest, form: SaveForm, here: Asked) -> HttpResponse:
    return form_page(
        request, form, title=_("Keep this view"), act=_("Keep"), back=here.url(), template="desk/board/view.html",
        plain=here.plain,
    )  # fmt: skip


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def view(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Call one of one's own views otherwise."""
    shown = one(kept.views(request.scope), view_id)
    form = NameForm(request.POST or None, initial={"name": shown.name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_view(request.scope, view=shown, name=form.cleaned_data["name"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("desk:board-views")
    return form_page(request, form, title=_("Rename the view"), act=_("Rename"), back=reverse("desk:board-views"))


@requires(VIEW)
@require_POST
def remove(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    shown = kept.views(request.scope).filter(pk=view_id).first()
    if shown:
        services.remove_view(request.scope, view=shown)
    messages.info(request, _("The view is removed."))
    return redirect("desk:board-views")


@requires(VIEW)
@require_POST
def export(request: StaffRequest) -> HttpResponse:
    """A spreadsheet of what is picked: at once, or made by a worker where it is long."""
    if request.POST.get("sheet", "") not in Sheet.values:
        raise Http404
    sheet, here = Sheet(request.POST["sheet"]), asked(request, BoardPage.ROWS, request.POST)
    if sheet == Sheet.OFFICES and not here.pick.deep:
        raise Http404
    language, now = get_language() or "bn", clock.now()
    if services.long(request.scope, sheet=sheet, pick=here.pick):
        made = services.begin_export(request.scope, sheet=sheet, pick=here.pick, language=language, now=now)
        return redirect("desk:board-exported", made.pk)
    content = services.write(request.scope, sheet=sheet, pick=here.pick, language=language)
    name = f"board-{now:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=services.XLSX, headers=headers)


@requires(VIEW)
@require_safe
def exported(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """How far a spreadsheet has come, and then the spreadsheet."""
    shown = one(kept.exports(request.scope), export_id)
    late = shown.file is None and shown.asked_at < clock.now() - STALE
    context = {"export": shown, "moving": shown.file is None and not shown.failed, "late": late}
    return render(request, "desk/board/export.html", context)


@requires(VIEW)
@require_safe
def file(request: StaffRequest, export_id: UUID) -> HttpResponseBase:
    """The spreadsheet itself, for whoever asked for it."""
    shown = one(kept.exports(request.scope).filter(file__isnull=False), export_id)
    if shown.file is None:
        raise Http404
    return serve(shown.file, download=True)
