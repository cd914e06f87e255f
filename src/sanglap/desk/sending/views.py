"""Files in pieces: the tus protocol 1.0.0 (core, creation, termination), for whoever writes posts or
suggests them.

OPTIONS says what is understood; POST announces a file by `Upload-Length` and `Upload-Metadata` (`filename`); HEAD tells
by `Upload-Offset` how much has come; PATCH brings what comes behind that; DELETE forgets it. A piece that broke off
counts as far as it came. What nobody goes on with is forgotten after a day.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sanglap.core import clock
from sanglap.desk.pages import one
from sanglap.files import cleaning, sending
from sanglap.files.media import MOST_BYTES
from sanglap.files.models import Sending
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission

VERSION: Final = "1.0.0"
PIECE: Final = "application/offset+octet-stream"
MOST_PIECE: Final = 8 * 1024 * 1024
"""Bytes of one piece: it is held in memory until the line has brought it."""
_READ: Final = 64 * 1024
_LONGEST_NUMBER: Final = 15

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def _tus(view: View[P]) -> View[P]:
    """Every answer bears the version; another version is not understood."""

    @wraps(view)
    def spoken(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = request.headers.get("Tus-Resumable", "")
        if request.method != "OPTIONS" and asked != VERSION:
            answer = HttpResponse(status=412)
            answer["Tus-Version"] = VERSION
        else:
            answer = view(request, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return spoken


@requires(Permission.POST_SUGGEST)
@require_http_methods(["OPTIONS", "POST"])
@_tus
def begin(request: StaffRequest) -> HttpResponse:
    """What is understood; or the announcement of a file."""
    # Whoever only suggests sends pictures, no videos.
    most = MOST_BYTES if request.scope.has(Permission.POST_WRITE) else cleaning.MOST_BYTES
    if request.method == "OPTIONS":
        return _answer(204, **{
            "Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": str(most),
        })  # fmt: skip
    size = _number(request, "Upload-Length")
    if size is None:
        return _answer(400)
    if size > most:
        return _answer(413)
    try:
        begun = sending.begin(person_id=request.scope.person.pk, name=_name(request), size=size, now=clock.now())
    except ValidationError:
        return _answer(400)
    return _answer(201, Location=reverse("desk:sending", args=[begun.pk]), **{"Upload-Offset": "0"})


@requires(Permission.POST_SUGGEST)
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@_tus
def go_on(request: StaffRequest, sending_id: UUID) -> HttpResponse:
    """How far it is; the next piece; or the wish to forget it."""
    row: Sending = one(sending.of(request.scope.person.pk), sending_id)
    if request.method == "HEAD":
        return _answer(200, **{"Upload-Offset": str(row.received), "Upload-Length": str(row.size)})
    if request.method == "DELETE":
        sending.forget([row])
        return _answer(204)
    return _next_piece(request, row)


def _next_piece(request: StaffRequest, row: Sending) -> HttpResponse:
    if request.content_type != PIECE:
        return _answer(415)
    at = _number(request, "Upload-Offset")
    if at is None:
        return _answer(400)
    if at != row.received:
        return _answer(409, **{"Upload-Offset": str(row.received)})
    # Before the row is locked: a poor line may take minutes for it.
    piece = _read(request)
    try:
        reached = sending.go_on(row, at=at, piece=piece)
    except sending.Elsewhere as elsewhere:
        return _answer(409, **{"Upload-Offset": str(elsewhere.at)})
    except ValidationError:
        return _answer(413)
    return _answer(204, **{"Upload-Offset": str(reached)})


def _read(request: StaffRequest) -> bytes:
    """What came, up to `MOST_PIECE`, also where the line broke."""
    came = bytearray()
    try:
        while len(came) < MOST_PIECE and (part := request.read(min(_READ, MOST_PIECE - len(came)))):
            came += part
    except OSError:
        pass
    return bytes(came)


def _number(request: StaffRequest, header: str) -> int | None:
    given = request.headers.get(header, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _LONGEST_NUMBER else None


def _name(request: StaffRequest) -> str:
    """The file's name out of `Upload-Metadata`; "file" where it tells none."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return b64decode(value, validate=True).decode().replace("\0", "") or "file"
            except (binascii.Error, UnicodeDecodeError):
                break
    return "file"


def _answer(status: int, **headers: Any) -> HttpResponse:
    return HttpResponse(status=status, headers=headers)
