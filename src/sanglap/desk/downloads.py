"""Handing out a file to whoever was allowed to ask for it."""

from __future__ import annotations

from django.http import FileResponse, Http404

from sanglap.files import store
from sanglap.files.models import File

# Shown in the browser, but as nothing that could act: the file came from somebody.
POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'"


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
