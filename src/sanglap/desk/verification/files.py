"""Handing out pictures: those of live profiles, and those that people took of what they saw."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from sanglap.desk.downloads import serve
from sanglap.desk.pages import one
from sanglap.files.models import File
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.verification import selectors


def _served(file: File | None) -> FileResponse:
    if file is None:
        raise Http404
    return serve(file, lasting=True)


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def picture(request: StaffRequest, shown_id: UUID) -> FileResponse:
    """A picture that a live profile shows or showed."""
    return _served(one(selectors.profile_pictures(request.scope), shown_id).file)


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def look(request: StaffRequest, look_id: UUID) -> FileResponse:
    """What a person who looked took a picture of."""
    return _served(one(selectors.looks(request.scope), look_id).picture)


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def proof(request: StaffRequest, control_id: UUID) -> FileResponse:
    """What a person who confirmed that the account is the office's own took a picture of."""
    return _served(one(selectors.controls(request.scope), control_id).picture)
