"""Handing out the pictures of posts."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from sanglap.content import cards, selectors
from sanglap.desk.downloads import serve
from sanglap.desk.pages import one
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission


@requires(Permission.POST_VIEW)
@require_safe
def picture(request: StaffRequest, picture_id: UUID) -> FileResponse:
    """A picture as it will be published; with `?download`, to be kept and posted by hand."""
    shown = one(selectors.pictures(request.scope), picture_id)
    return serve(shown.file, lasting=True, download="download" in request.GET)


@requires(Permission.POST_VIEW)
@require_safe
def small(request: StaffRequest, picture_id: UUID) -> FileResponse:
    """The same, small."""
    return serve(one(selectors.pictures(request.scope), picture_id).small, lasting=True)


@requires(Permission.POST_VIEW)
@require_safe
def card(request: StaffRequest) -> FileResponse:
    """The picture of a page that posts link to, made clean and small. It stands on the web for everybody."""
    picture = cards.picture_of(request.GET.get("of", ""))
    if picture is None:
        raise Http404
    return serve(picture, lasting=True)
