"""What was suggested: the list of those who draft, one's own, one of them, and its pictures."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.audit.selectors import history
from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.desk.downloads import serve
from sanglap.desk.pages import one, onward, page
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.suggestions import selectors
from sanglap.suggestions.states import SuggestionState

DONE = "done"
CLEARS = frozenset({SuggestionState.WAITING, SuggestionState.TAKEN})


@requires(Permission.POST_WRITE)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """What waits where the reader drafts, the oldest first; or what was decided on, the newest first."""
    done = request.GET.get("show") == DONE
    listed = (
        page(selectors.seen_to(request.scope), request) if done else onward(selectors.queue(request.scope), request)
    )
    context = {
        "page": listed,
        "done": done,
        "more": f"&show={DONE}" if done else "",
        "failing": () if done else selectors.failing(request.scope, now=clock.now())[:5],
    }
    return render(request, "desk/suggestions/queue.html", context)


@requires(Permission.POST_SUGGEST)
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What the reader suggested, and what became of each."""
    listed = page(selectors.mine(request.scope), request)
    links = selectors.links(request.scope, listed.rows)
    context = {"page": listed, "rows": [(row, links.get(row.pk, ())) for row in listed.rows]}
    return render(request, "desk/suggestions/mine.html", context)


@requires(Permission.POST_SUGGEST)
@require_safe
def suggestion(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """One suggestion, what became of it, and what the reader may do with it."""
    shown = one(selectors.visible(request.scope), suggestion_id)
    may_write = request.scope.may(Permission.POST_WRITE, shown.office_id)
    sees = shown.draft_id is not None and content.drafts(request.scope).filter(pk=shown.draft_id).exists()
    context = {
        "suggestion": shown,
        "links": selectors.links(request.scope, [shown]).get(shown.pk, ()),
        "own": shown.suggested_by_id == request.user.pk,
        "may_write": may_write,
        "may_decide": may_write and shown.state in CLEARS,
        "writes": shown.state == SuggestionState.TAKEN and shown.seen_to_by_id == request.user.pk,
        "sees_draft": sees,
        "history": history(shown) if may_write else (),
    }
    return render(request, "desk/suggestions/suggestion.html", context)


@requires(Permission.POST_SUGGEST)
@require_safe
def picture(request: StaffRequest, brought_id: UUID) -> FileResponse:
    """A picture that goes with a suggestion."""
    return serve(one(selectors.pictures(request.scope), brought_id).file, lasting=True)


@requires(Permission.POST_SUGGEST)
@require_safe
def small(request: StaffRequest, brought_id: UUID) -> FileResponse:
    """The same, small."""
    return serve(one(selectors.pictures(request.scope), brought_id).small, lasting=True)
