"""Handing out the videos, sounds and captions of posts, and how far they are."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.content import selectors
from sanglap.desk.downloads import serve, serve_in_parts
from sanglap.desk.pages import one
from sanglap.desk.posts.recorded import RecordingBox
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission


@requires(Permission.POST_VIEW)
@require_safe
def recording(request: StaffRequest, recording_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """A video or sound as it will be published, in stretches where the player asks so; with `?download`, to be kept."""
    found = one(selectors.recordings(request.scope), recording_id)
    if found.file is None:
        raise Http404
    return serve_in_parts(request, found.file, download="download" in request.GET)


@requires(Permission.POST_VIEW)
@require_safe
def still(request: StaffRequest, recording_id: UUID) -> FileResponse:
    """A picture of the video."""
    found = one(selectors.recordings(request.scope), recording_id)
    if found.poster is None:
        raise Http404
    return serve(found.poster, lasting=True)


@requires(Permission.POST_VIEW)
@require_safe
def state(request: StaffRequest, recording_id: UUID) -> HttpResponse:
    """How far it is: a part of the composer, which asks for it until it is ready."""
    found = one(selectors.recordings(request.scope), recording_id)
    return render(request, "desk/posts/_recording_state.html", {"row": RecordingBox(found)})


@requires(Permission.POST_VIEW)
@require_safe
def captions(request: StaffRequest, file_id: UUID) -> FileResponse:
    """The captions of a video or sound; with `?download`, to be attached by hand."""
    return serve(one(selectors.captions(request.scope), file_id), lasting=True, download="download" in request.GET)
