"""Handing out a file to whoever was allowed to ask for it."""

from __future__ import annotations

from django.http import FileResponse, Http404

from sanglap.files import store
from sanglap.files.models import File

# Shown in the browser, but as nothing that could act: the file came from somebody.
POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'"


def serve(file: File) -> FileResponse:
    """The file, shown in the browser. The caller has found it by a scope. Raises Http404 where the blob is gone."""
    try:
        blob = store.read(file.digest)
    except store.Missing:
        raise Http404 from None
    answer = FileResponse(blob, content_type=file.media_type, filename=file.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer
