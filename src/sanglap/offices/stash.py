"""What somebody sent when he had first to show again who he is: kept in his session until he sends it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

_KEY = "interrupted"
_MOST_SIGNS = 60_000
_LASTS = timedelta(hours=1)
_SECRETS = {"code", "credential", "old", "password", "again"}


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The form as it was sent: where to, its fields, and the names of fields whose file must be chosen again.

    `whole` is False where it was too long to keep; then there are no fields.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    whole: bool


def keep(request: HttpRequest, *, now: datetime) -> bool:
    """Keep the form that was sent; an earlier one is forgotten.

    False for one that holds a secret: no secret is kept.
    """
    if _SECRETS & set(request.POST):
        return False
    fields = [
        [name, value] for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
    ]
    whole = sum(len(name) + len(value) for name, value in fields) <= _MOST_SIGNS
    request.session[_KEY] = {
        "user": str(request.user.pk),
        "at": now.timestamp(),
        "path": request.get_full_path(),
        "fields": fields if whole else [],
        "files": list(request.FILES),
        "whole": whole,
    }
    return True


def kept(request: HttpRequest, *, now: datetime) -> Interrupted | None:
    """What is kept for whoever is signed in, for an hour; None for nothing."""
    found = request.session.get(_KEY)
    if not isinstance(found, dict) or found["user"] != str(request.user.pk):
        return None
    if now.timestamp() - found["at"] > _LASTS.total_seconds():
        return None
    fields = tuple((str(name), str(value)) for name, value in found["fields"])
    return Interrupted(found["path"], fields, tuple(found["files"]), found["whole"])


def forget(session: SessionBase) -> None:
    """It was sent, or is no longer wanted."""
    session.pop(_KEY, None)
