"""The two pictures of a profile, kept each time that another is shown (clause 5.d is attested on them)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

import structlog

from sanglap.accounts.models import Account
from sanglap.files import services as files
from sanglap.files import store
from sanglap.files.models import File
from sanglap.files.store import digest_of
from sanglap.screening.faces import faces
from sanglap.verification.looking import ProfileSeen
from sanglap.verification.models import Place, ProfilePicture

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that a profile shows and that is another than the last: made clean and kept; None: none is shown."""

    place: Place
    source: str
    source_digest: str
    file: File | None
    faces: Sequence[Sequence[float]] = ()


def taken_in(result: ProfileSeen, *, now: datetime) -> list[Shown]:
    """Those of the pictures seen that are other ones than the last. They are written anew and looked through for faces,
    which takes its time: no transaction should be open. What is no picture that we know is left out, as if it had not
    been seen.
    """
    last = _last(result.task.account)
    found = []
    for place, content in result.pictures.items():
        known = last.get(place)
        digest = digest_of(content) if content else ""
        if digest == (known.source_digest if known else ""):
            continue
        file = _kept(result, place, content, now) if content else None
        if file is not None or not content:
            source = getattr(result.seen, place, "") if result.seen else ""
            found.append(Shown(Place(place), source, digest, file, _faces(file) if file else ()))
    return found


def _faces(file: File) -> Sequence[Sequence[float]]:
    """Where faces may be; what is under a digest does not change, so it is looked through once."""
    known = ProfilePicture.objects.filter(file__digest=file.digest).first()
    if known is not None:
        return known.faces  # type: ignore[no-any-return]  # as it was written below
    with store.read(file.digest) as blob:
        return [astuple(box) for box in faces(blob.read())]


def _kept(result: ProfileSeen, place: str, content: bytes, now: datetime) -> File | None:
    account = result.task.account
    try:
        return files.keep_picture(
            content=content, name=f"{account.handle}-{place}", office_id=account.office_id, now=now
        )
    except files.Refused as error:
        log.info("a profile's picture was not taken in", account=str(account.pk), place=place, fault=error.code)
        return None


def note(account: Account, shown: Sequence[Shown], *, now: datetime) -> None:
    """Keep that the profile shows these. The caller holds the account's watch: two looks note one after the other."""
    last = _last(account)
    for one in shown:
        known = last.get(one.place)
        if one.source_digest != (known.source_digest if known else ""):
            ProfilePicture.objects.create(
                account=account, place=one.place, source=one.source[:500], source_digest=one.source_digest,
                file=one.file, faces=list(one.faces), seen_at=now,
            )  # fmt: skip


def _last(account: Account) -> dict[str, ProfilePicture]:
    rows = ProfilePicture.objects.filter(account=account).order_by("place", "-id").distinct("place")
    return {row.place: row for row in rows}
