"""The list of hidings, and one of them with all that is still to be done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.moderation.forms import ToldForm
from sanglap.desk.pages import one, page
from sanglap.inbox.screened import reads_all
from sanglap.moderation import selectors
from sanglap.moderation.models import Appeal, Hiding, Told
from sanglap.moderation.selectors import Show
from sanglap.moderation.states import AppealState, HidingState
from sanglap.moderation.ways import wanted, ways_of
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.screening.masking import masked

VIEW = Permission.MESSAGE_VIEW
SHOWS = (
    (Show.ALL, gettext_lazy("All")),
    (Show.TO_DO, gettext_lazy("To be done on the network")),
    (Show.APPEALS, gettext_lazy("Appeals that wait")),
    (Show.IN_FORCE, gettext_lazy("Hidden now")),
    (Show.LIFTED, gettext_lazy("Lifted")),
)


@requires(VIEW)
@require_safe
def hidings(request: StaffRequest) -> HttpResponse:
    """The hidings of the reader's offices; `?show=` picks some."""
    given = request.GET.get("show", "")
    show = Show(given) if given in set(Show) else Show.ALL
    context = {
        "page": page(selectors.shown(request.scope, show), request),
        "show": show,
        "shows": SHOWS,
        "more": "" if show == Show.ALL else f"&show={show}",
    }
    return render(request, "desk/moderation/hidings.html", context)


def words_of(scope: Scope, hiding: Hiding) -> str:
    """Its words; numbers of people are covered for whoever need not see them."""
    own = hiding.version is None  # what the office wrote itself
    return hiding.words if own or reads_all(scope, hiding.account.office_id) else masked(hiding.words)


def _appeal(scope: Scope, appeal: Appeal) -> str:
    """What the citizen says in it; whoever is to answer it, or did, reads all of it."""
    decides = appeal.decided_by_id == scope.person.pk or selectors.answers(scope, appeal)
    return str(appeal.text if decides else masked(appeal.text))


@requires(VIEW)
@require_safe
def hiding(request: StaffRequest, hiding_id: UUID) -> HttpResponse:
    """One hiding: what, why, what is still to be done, the appeals, the history."""
    shown = one(selectors.hidings(request.scope), hiding_id)
    return hiding_page(request, shown, ToldForm(private=ways_of(shown.account).private))


def hiding_page(request: StaffRequest, shown: Hiding, form: ToldForm) -> HttpResponse:
    """The page of a hiding, with what is wrong in the form."""
    appeals = list(selectors.appeals(request.scope).filter(hiding=shown))
    context = {
        "hiding": shown,
        "words": words_of(request.scope, shown),
        "ways": ways_of(shown.account),
        "appeals": [(appeal, _appeal(request.scope, appeal), _answering(request.scope, appeal)) for appeal in appeals],
        "told": form,
        "now": clock.now(),
        "acts": _acts(request.scope, shown),
        "history": history(shown, *appeals),
    }
    return render(request, "desk/moderation/hiding.html", context, status=422 if form.errors else 200)


def _answering(scope: Scope, appeal: Appeal) -> str:
    """Whether the reader may answer it ("may"), and what keeps him from it where he has a say ("hid", "answered")."""
    if appeal.state != AppealState.OPEN or not selectors.has_say(scope, appeal):
        return ""
    return selectors.barred(scope, appeal) or "may"


def _acts(scope: Scope, hiding: Hiding) -> dict[str, Any]:
    may = scope.may(wanted(hiding.measure), hiding.account.office_id)
    return {
        "confirm": may and hiding.state == HidingState.DECIDED,
        "lift": may and hiding.state != HidingState.LIFTED,
        "undone": may and hiding.to_undo,
        "tell": may and hiding.state != HidingState.LIFTED and hiding.told_by == Told.NOT_YET,
    }
