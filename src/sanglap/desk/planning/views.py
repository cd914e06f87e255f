"""The calendar of posts, and giving one of them another time (clauses 6, 6.a, 7.a)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.content import selectors, timing
from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.desk.campaigns.beside import campaigns_to_choose
from sanglap.desk.days import parts_of
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.desk.planning.asking import VIEW, Stage, View, asked
from sanglap.desk.planning.days import shown
from sanglap.desk.planning.declared import of_draft
from sanglap.desk.planning.forms import MoveForm
from sanglap.desk.planning.slots import OFFERED, taken_up
from sanglap.guideline import loader
from sanglap.language.dates import format_moment, weekday_name
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.planning.slots import next_free

TIME = {"publish_at": "day"}
"""The time of publication, as the service and the form call it."""


@requires(VIEW)
@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """A month, a week, or the days on which something is, with what came out and what is planned."""
    scope, now, plain = request.scope, clock.now(), loader.current().calendar
    wanted = asked(scope, request.GET, plain.day_of(now))
    found = shown(scope, wanted, now=now)
    context = {
        "asked": wanted,
        "shown": found,
        "month": wanted.view == View.MONTH,
        "views": [(view, wanted.url(view=view), view == wanted.view) for view in View],
        "earlier": wanted.earlier and wanted.url(on=wanted.earlier),
        "later": wanted.later and wanted.url(on=wanted.later),
        "to_today": wanted.url(on=wanted.today),
        "everything": wanted.url(account=None, stage="", campaign=None),
        "kept": wanted.kept,
        "offices": wanted.to_choose,
        "campaigns": campaigns_to_choose(scope, wanted.campaign, now=now),
        "stages": Stage.choices,
        "far": any(grant.below and VIEW in grant.permissions for grant in scope.grants),
        "found": [(office, wanted.url(office=office, account=None)) for office in wanted.fitting],
        "columns": [weekday_name(number, get_language() or "bn") for number in plain.weekdays],
        "may_write": scope.has(Permission.POST_WRITE),
        "several": len(wanted.accounts) > 1,
        "apart": int(found.listed.apart.total_seconds() // 60),
    }
    return render(request, "desk/planning/calendar.html", context)


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Give a post another time."""
    scope, now = request.scope, clock.now()
    draft = one(selectors.drafts(scope, Permission.POST_WRITE), draft_id)
    try:
        timing.require_movable(scope, draft, now=now)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:post", draft.pk)
    sent = {**request.POST.dict(), **taken_up(request)} if request.method == "POST" else None
    form = MoveForm(sent, initial=_as_it_is(draft))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            moved = timing.reschedule(scope, draft=draft, seen=given["seen"], publish_at=given["publish_at"], now=now)
        except ValidationError as error:
            form = _again(request, form, draft, error)
        else:
            messages.success(request, _("It goes out at another time: %(at)s.") % {"at": _told(given["publish_at"])})
            return redirect(_around(moved))
    rows = selectors.newest(scope, [draft.pk])[draft.pk]
    return form_page(
        request, form, title=_("Change the time"), act=_("Save the time"), back=_around(draft), office=draft.office,
        template="desk/planning/move.html", draft=draft, variants=rows, declared=of_draft(scope, draft, now=now),
        free=next_free(scope, [row.account for row in rows], now=now)[:OFFERED],
    )  # fmt: skip


def _as_it_is(draft: Draft) -> dict[str, object]:
    return {**parts_of(draft.publish_at), "seen": draft.publish_at.isoformat() if draft.publish_at else ""}


def _again(request: StaffRequest, form: MoveForm, draft: Draft, error: ValidationError) -> MoveForm:
    """The form with what was typed and what is wrong with it. Where somebody else moved it, it now knows of that: to
    save again is a decision.
    """
    if getattr(error, "code", None) == "moved":
        draft.refresh_from_db(fields=["publish_at"])
        form = MoveForm({**request.POST.dict(), "seen": _as_it_is(draft)["seen"]})
        form.is_valid()
    put_errors(form, error, TIME)
    return form


def _told(at: datetime) -> str:
    return format_moment(at, get_language() or "bn")


def _around(draft: Draft) -> str:
    """The week of the calendar in which it goes out."""
    day = loader.current().calendar.day_of(draft.publish_at or clock.now())
    return f"{reverse('desk:post-calendar')}?view=week&from={day.isoformat()}&office={draft.office_id}"
