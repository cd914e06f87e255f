"""Handing out a file to whoever was allowed to ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from sanglap.files import store
from sanglap.files.models import File

# Shown in the browser, but as nothing that could act: the file came from somebody.
POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; object-src 'self'"


def serve(file: File, *, lasting: bool = False, download: bool = False) -> FileResponse:
    """The file, shown in the browser or kept as a file. The caller has found it by a scope.

    `lasting`: it is no secret from whoever sits at that machine, and his browser may keep it for a day. Raises Http404
    where the blob is gone.
    """
    try:
        blob = store.read(file.digest)
    except store.Missing:
        raise Http404 from None
    answer = FileResponse(blob, content_type=file.media_type, filename=file.name, as_attachment=download)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "private, max-age=86400" if lasting else "private, no-store"
    return answer


_SPAN = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")
_AT_ONCE = 64 * 1024


def serve_in_parts(request: HttpRequest, file: File, *, download: bool = False) -> HttpResponse | StreamingHttpResponse:
    """The same of a video or sound, of which players ask for stretches. Raises Http404 where the blob is gone."""
    whole = serve(file, lasting=True, download=download)
    blob = whole.file_to_stream
    whole["Accept-Ranges"], whole["ETag"] = "bytes", f'"{file.digest}"'
    asked = _SPAN.fullmatch(request.headers.get("Range", ""))
    if blob is None or asked is None or request.headers.get("If-Range", whole["ETag"]) != whole["ETag"]:
        return whole
    first, last = _span(asked[1], asked[2], file.size)
    if first > last:
        blob.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    part = StreamingHttpResponse(_stretch(blob, first, last - first + 1), status=206)
    for name, value in whole.items():
        part[name] = value
    part["Content-Length"], part["Content-Range"] = str(last - first + 1), f"bytes {first}-{last}/{file.size}"
    return part


def _span(first: str | None, last: str | None, size: int) -> tuple[int, int]:
    """From which byte to which; the first lies behind the last where nothing of it is there."""
    if first is None:
        return (max(0, size - int(last)), size - 1) if last and int(last) else (size, 0)
    return int(first), min(int(last) if last else size - 1, size - 1)


def _stretch(blob: BinaryIO, first: int, left: int) -> Iterator[bytes]:
    with blob:
        blob.seek(first)
        while left > 0 and (part := blob.read(min(_AT_ONCE, left))):
            left -= len(part)
            yield part
