"""Taking files in, and sweeping up what belongs to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sanglap.core.boxes import Box
from sanglap.files import media, sending, store
from sanglap.files.cleaning import Cover, Refused, clean, clean_picture, covered, cut, reduced
from sanglap.files.models import File
from sanglap.language.normal import normalise

__all__ = [
    "Cover", "Refused", "keep", "keep_made", "keep_picture", "keep_recording", "made_covered", "made_cut", "made_small",
    "sweep",
]  # fmt: skip

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
LONGEST_SHOWN, LONGEST_SMALL = 2048, 640
"""Pixels of a longer side: no network of ours shows more; a phone's page shows less."""
_BATCH = 500
LEFT = timedelta(days=1)
"""For so long a blob may wait for its row."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"|?*]')


def keep(*, content: bytes, name: str, office_id: UUID | None, now: datetime) -> File:
    """Make the file clean, keep it, and give its row. The blob is on disk before the row is written.

    `office_id` is the office by whose permissions it is served. Raises Refused.
    """
    return _kept(*clean(content), name, office_id, now)


def keep_picture(*, content: bytes, name: str, office_id: UUID, now: datetime) -> File:
    """The same for a picture that is to be published: no PDF, and no larger than networks show it. Raises Refused."""
    return _kept(*clean_picture(content, LONGEST_SHOWN), name, office_id, now)


def keep_made(*, content: bytes, media_type: str, name: str, office_id: UUID | None, now: datetime) -> File:
    """Keep a file that the house made itself, under that name, and give its row."""
    return File.objects.create(
        digest=store.write(content), media_type=media_type, size=len(content), name=name, office_id=office_id,
        created_at=now,
    )  # fmt: skip


def keep_recording(*, path: Path, media_type: str, name: str, office_id: UUID, now: datetime) -> File:
    """Keep a video or sound that `media` made, and take it from where it lies."""
    digest, size = store.take(path)
    called = _called(name, media.ENDINGS[media_type])
    return File.objects.create(
        digest=digest, media_type=media_type, size=size, name=called, office_id=office_id, created_at=now
    )


def made_small(file: File, *, now: datetime) -> File:
    """A small one of a picture, for lists."""
    return _kept(*reduced(_content(file), LONGEST_SMALL), file.name, file.office_id, now)


def made_cut(file: File, *, ratio: tuple[int, int], keep: float, now: datetime) -> File:
    """The picture cut to width : height; `keep` as `cleaning.cut` takes it."""
    return _kept(*cut(_content(file), ratio=ratio, keep=keep), file.name, file.office_id, now)


def keep_for(file: File, *, office_id: UUID, now: datetime) -> File:
    """The same for another office, by whose permissions it is served there; what is in it lies in the store once."""
    return File.objects.create(
        digest=file.digest, media_type=file.media_type, size=file.size, name=file.name, office_id=office_id,
        created_at=now,
    )  # fmt: skip


def made_covered(file: File, places: Iterable[Box], *, cover: Cover, now: datetime) -> File:
    """The picture with these places covered for good."""
    return _kept(*covered(_content(file), places, cover), file.name, file.office_id, now)


def _content(file: File) -> bytes:
    with store.read(file.digest) as blob:
        return blob.read()


def _kept(cleaned: bytes, media_type: str, name: str, office_id: UUID | None, now: datetime) -> File:
    return File.objects.create(
        digest=store.write(cleaned),
        media_type=media_type,
        size=len(cleaned),
        name=_called(name, _ENDINGS[media_type]),
        office_id=office_id,
        created_at=now,
    )


def _called(name: str, ending: str) -> str:
    """The file's own name without folders and odd signs, with the ending of what it now is."""
    bare = _NOT_IN_NAMES.sub("", normalise(name[:1000]).replace("\\", "/").rsplit("/", 1)[-1]).strip(" .\n\t")
    stem = bare.rsplit(".", 1)[0].strip(" .") if "." in bare else bare
    return (stem or "file")[: 200 - len(ending)] + ending


def sweep(*, now: datetime) -> int:
    """Remove blobs that have no row, and unfinished ones, once they are a day old; gives how many."""
    gone = sending.sweep(before=now - LEFT)
    waiting = list(store.older_than(now - LEFT))
    for first in range(0, len(waiting), _BATCH):
        batch = waiting[first : first + _BATCH]
        known = set(File.objects.filter(digest__in=[name for name, _path in batch]).values_list("digest", flat=True))
        for name, path in batch:
            if name not in known and _is_left(path, now):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _is_left(path: Path, now: datetime) -> bool:
    """Whether it still is as old as when it was listed: whoever brings the same file meanwhile makes it as new."""
    try:
        return path.stat().st_mtime < (now - LEFT).timestamp()
    except FileNotFoundError:
        return False
