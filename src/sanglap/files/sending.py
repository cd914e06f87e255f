"""Files that come in pieces, so that a line that breaks loses nothing: begun, gone on with, taken, swept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.core.ids import new_id
from sanglap.files import store
from sanglap.files.media import FAULTS, MOST_BYTES
from sanglap.files.models import Sending

AT_ONCE = 20
"""So many files of one person may be on their way; of more, the oldest is forgotten."""
LASTS = timedelta(days=1)


class Elsewhere(Exception):
    """The piece begins elsewhere than the file ends; `at` is where it ends."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def of(person_id: UUID) -> QuerySet[Sending]:
    """What that person is sending."""
    return Sending.objects.filter(person_id=person_id)


def path_of(key: UUID) -> Path:
    return store.pieces() / str(key)


@transaction.atomic
def begin(*, person_id: UUID, name: str, size: int, now: datetime) -> Sending:
    """Announce a file of so many bytes. Raises ValidationError where it is empty or too large."""
    if not 0 < size <= MOST_BYTES:
        code = "too_big" if size else "empty"
        raise ValidationError(FAULTS[code], code=code)
    begun = Sending.objects.create(person_id=person_id, name=name[:200], size=size, created_at=now)
    path_of(begun.pk).touch(mode=0o600)
    _forget_older(person_id)
    return begun


@transaction.atomic
def hold(*, person_id: UUID, file: Any, now: datetime) -> Sending:
    """Keep a file that came with a form in which something else was wrong, as one that came whole. `file` is as forms
    bring it.
    """
    file.seek(0)
    key, size = UUID(lay(file)), file.size
    held = Sending.objects.create(
        pk=key, person_id=person_id, name=(file.name or "")[:200], size=size, received=size, created_at=now
    )
    _forget_older(person_id)
    return held


def _forget_older(person_id: UUID) -> None:
    forget(list(Sending.objects.filter(person_id=person_id).order_by("-created_at", "-pk")[AT_ONCE:]))


def held(*, person_id: UUID, key: UUID) -> Sending | None:
    """A file of that person that came whole. It stays: the second click finds it as well."""
    row = Sending.objects.filter(pk=key, person_id=person_id).first()
    return row if row is not None and row.is_whole and path_of(key).is_file() else None


@transaction.atomic
def go_on(sending: Sending, *, at: int, piece: bytes) -> int:
    """Write what comes behind byte `at`; gives where the file ends now.

    Raises Elsewhere; ValidationError where more comes than was announced.
    """
    # Two pages that send the same file wait for each other here, and the second is told where it stands.
    row = Sending.objects.select_for_update().get(pk=sending.pk)
    if row.received != at:
        raise Elsewhere(row.received)
    if at + len(piece) > row.size:
        raise ValidationError(_("More was sent than was announced. Choose the file again."), code="more")
    with path_of(row.pk).open("r+b") as file:
        file.seek(at)
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    row.received = at + len(piece)
    row.save(update_fields=["received"])
    return int(row.received)


def take(*, person_id: UUID, key: UUID) -> tuple[str, str] | None:
    """Name and piece of a file that came whole, for whoever makes something of it; its row is gone then. None: there
    is no such file of that person, or it is not whole.
    """
    with transaction.atomic():
        row = Sending.objects.select_for_update().filter(pk=key, person_id=person_id).first()
        if row is None or not row.is_whole:
            return None
        Sending.objects.filter(pk=key).delete()
        return row.name, str(key)


def lay(file: Any) -> str:
    """Put an uploaded file among the pieces; gives its name there. `file` is as forms bring it."""
    name = str(new_id())
    with path_of(UUID(name)).open("xb") as piece:
        shutil.copyfileobj(file, piece, 1 << 20)
        piece.flush()
        os.fsync(piece.fileno())
    return name


def piece(name: str) -> Path:
    """Where a piece of that name lies, or would."""
    return path_of(UUID(name))


def forget(rows: Iterable[Sending]) -> None:
    for row in rows:
        path_of(row.pk).unlink(missing_ok=True)
        row.delete()


def sweep(*, before: datetime) -> int:
    """Forget what nobody went on with since then, and pieces from which nothing was made; gives how many."""
    forget(Sending.objects.filter(created_at__lt=before))
    gone = 0
    for path in store.pieces().iterdir():
        if path.is_file() and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
