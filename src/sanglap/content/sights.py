"""What a machine sees in the pictures of posts: their text, which is screened, and faces (clauses 6.a, 6.c, 9).

Looked at by a job after the picture was brought, without any transaction; what is left when the panel is asked is
looked at then. What a machine reads decides nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from sanglap.content.models import Draft, Picture, Reading, Sight
from sanglap.files import reading, store
from sanglap.files.models import File
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.screening.faces import faces

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=4 * reading.SECONDS)
"""Whoever took a picture up and has not read it by then has died, or could not; it is taken up again."""
MOST_TRIES = 3
"""A picture over which a worker died, or that took too long, so often is not taken up again."""
PATIENCE = 10.0
"""Seconds that somebody who asks the panel may wait for pictures that were not looked at yet."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look gave; as the model keeps it."""

    reading: Reading
    text: str = ""
    words: list[list[float]] = field(default_factory=list)
    faces: list[tuple[float, ...]] = field(default_factory=list)


def want(file: File, *, now: datetime) -> None:
    """Have the file looked at, if it is not known yet; in the caller's transaction."""
    Sight.objects.bulk_create([Sight(digest=file.digest, look_at=now)], ignore_conflicts=True)


def known(pictures: Iterable[Picture]) -> Mapping[str, Sight]:
    """By digest what was seen in those pictures, which the caller has found by a scope; one query for all."""
    digests = {one.file.digest for one in pictures}
    return Sight.objects.in_bulk(digests) if digests else {}


@transaction.atomic
def claim(*, now: datetime) -> str | None:
    """The digest of a picture to be looked at now; for as long as `LEASE` nobody else is given it. None: nothing waits.

    One over which workers died is given up.
    """
    waiting = Sight.objects.filter(reading=Reading.WAITING, look_at__lte=now)
    waiting.filter(tries__gte=MOST_TRIES).update(reading=Reading.UNREADABLE, seen_at=now)
    sight = waiting.order_by("look_at").select_for_update(skip_locked=True).first()
    if sight is None:
        return None
    sight.look_at, sight.tries = now + LEASE, sight.tries + 1
    sight.save(update_fields=["look_at", "tries"])
    return sight.digest


def look(digest: str, *, seconds: float = reading.SECONDS) -> Seen:
    """Look at the picture; it takes up to so many seconds and a little, so no transaction should be open. Never raises
    for what is in it; what took too long goes on waiting.
    """
    try:
        with store.read(digest) as blob:
            image = blob.read()
    except store.Missing:
        return Seen(Reading.UNREADABLE)
    found = [astuple(box) for box in faces(image)]
    try:
        read = reading.read(image, seconds=seconds)
    except reading.Off:
        return Seen(Reading.OFF, faces=found)
    except reading.Unreadable as error:
        log.warning("a picture's text was not read", digest=digest, fault=str(error))
        slow = isinstance(error, reading.Slow)
        return Seen(Reading.WAITING if slow else Reading.UNREADABLE, faces=found)
    return Seen(Reading.READ, read.text, [[one.start, one.end, *astuple(one.box)] for one in read.words], found)


def keep(digest: str, seen: Seen, *, now: datetime) -> None:
    """Keep what was seen. What was read already stays: of two who looked at the same, either saw the same."""
    Sight.objects.filter(digest=digest).exclude(reading=Reading.READ).update(
        reading=seen.reading, text=seen.text, words=seen.words, faces=seen.faces, seen_at=now
    )


def catch_up(scope: Scope, *, draft: Draft, now: datetime) -> None:
    """Look at those pictures of the newest revision whose text is not read yet, before the panel is asked: for
    `PATIENCE` at most, and outside any transaction. What is not done by then goes on waiting. Raises Forbidden.
    """
    scope.require(Permission.POST_WRITE, draft.office_id)
    shown = Picture.objects.filter(illustrations__revision__draft=draft, illustrations__revision__number=draft.latest)
    rows = list(shown.select_related("file"))
    until = time.monotonic() + PATIENCE
    sights = known(rows)
    for file in {one.file.digest: one.file for one in rows}.values():
        want(file, now=now)
        left = min(reading.SECONDS, until - time.monotonic())
        if not _is_left(sight := sights.get(file.digest)):
            continue
        if left > 0:
            keep(file.digest, look(file.digest, seconds=left), now=now)
        elif sight is None or sight.seen_at is None:
            # Who is shown is asked of whoever writes, however long the text takes to read.
            keep(file.digest, Seen(Reading.WAITING, faces=_faces(file.digest)), now=now)


def _faces(digest: str) -> list[tuple[float, ...]]:
    try:
        with store.read(digest) as blob:
            return [astuple(box) for box in faces(blob.read())]
    except store.Missing:
        return []


def _is_left(sight: Sight | None) -> bool:
    """Whether it can be read now and was not."""
    return sight is None or sight.reading == Reading.WAITING or (sight.reading == Reading.OFF and reading.ready())


def boxes(sight: Sight, start: int, end: int) -> list[list[Any]]:
    """Where in the picture the words stand that lie between those places of its text."""
    return [box for first, last, *box in sight.words if first < end and last > start]
