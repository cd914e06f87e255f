"""Reminding those who answer for what is not in order: looked at first, then sent, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sanglap.core import clock
from sanglap.desk.board.asking import Asked, address, asked
from sanglap.desk.fields import TextField
from sanglap.desk.pages import one, put_errors
from sanglap.duties import services
from sanglap.duties.board import kept
from sanglap.duties.board.pick import Pick
from sanglap.duties.models import BoardPage
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.people.permissions import Permission

REVIEW = Permission.ACCOUNT_REVIEW
MOST = 200
"""So many duties may be chosen one by one."""


class RemindForm(forms.Form):
    """What is said besides."""

    said = TextField(
        label=gettext_lazy("A sentence of yours"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("If you wish. Everybody who is reminded reads it, and the history keeps it."),
    )


@requires(REVIEW)
@require_safe
def remind(request: StaffRequest) -> HttpResponse:
    """Whom a reminder of what is picked would reach."""
    here = asked(request, BoardPage.ROWS)
    return _page(request, here, RemindForm(), _only(request.GET))


@requires(REVIEW)
@step_up
@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Send it."""
    here, form, only = asked(request, BoardPage.ROWS, request.POST), RemindForm(request.POST), _only(request.POST)
    if form.is_valid():
        try:
            made = services.remind(
                request.scope, pick=here.pick, only=only, said=form.cleaned_data["said"], now=clock.now()
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("desk:board-reminder", made.pk)
    return _page(request, here, form, only)


def _only(given: QueryDict) -> list[UUID] | None:
    """The duties that were chosen one by one; None: all that are picked. Raises Http404 for what is no key."""
    if not given.get("chosen"):
        return None
    try:
        return [UUID(key) for key in given.getlist("duty")[:MOST]]
    except ValueError:
        raise Http404 from None


def _page(request: StaffRequest, here: Asked, form: RemindForm, only: Sequence[UUID] | None) -> HttpResponse:
    found = services.preview(request.scope, pick=here.pick, only=only, now=clock.now())
    context = {
        "form": form,
        "found": found,
        "only": only,
        "plain": here.pick.but(week=None).plain(),
        "office": here.office,
        "back": here.url(BoardPage.ROWS),
        "title": _("Remind those who answer for it"),
    }
    return render(request, "desk/board/remind.html", context, status=422 if form.errors else 200)


@requires(REVIEW)
@require_safe
def reminding(request: StaffRequest, reminding_id: UUID) -> HttpResponse:
    """How far a reminder has come."""
    shown = one(kept.remindings(request.scope), reminding_id)
    context = {
        "reminding": shown,
        "moving": shown.ended_at is None,
        "missed": shown.done - shown.told,
        "back": address(BoardPage.ROWS, Pick.of(shown.picked)),
    }
    return render(request, "desk/board/reminding.html", context)
