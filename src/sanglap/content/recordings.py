"""Videos and sounds in posts: brought, made anew by a job, described, captioned, held to what accounts take (6.a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sanglap.accounts.models import Account
from sanglap.audit.details import count
from sanglap.content.footage import Footage, Making, Recording
from sanglap.content.models import Revision
from sanglap.content.pictures import LONGEST_ALT
from sanglap.files import captions as captioning
from sanglap.files import media, sending, store
from sanglap.files import services as files
from sanglap.files.captions import Cue
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks import contract
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

LEASE = timedelta(seconds=2 * media.WAIT)
"""Whoever took a recording up and has not made it by then has died; it is taken up again."""
MOST_TRIES = 3
PLACE = 100
"""In findings, the place of what is said of a recording; the next is that of its captions. No post has so many
pictures.
"""
_SLACK = 1_000
"""So many thousandths of a second may captions last longer than what they stand under."""
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shot:
    """A video or sound that is to be shown, and what belongs to it."""

    recording: Recording
    alt: str
    captions: File | None = None
    silent: bool = False

    @property
    def outgoing(self) -> contract.Recording:
        file = self.recording.file
        if file is None:
            raise ValueError("nothing was made of it yet")
        return contract.Recording(file.digest, file.media_type, self.alt, self.captions.digest if self.captions else "")


@transaction.atomic
def bring(scope: Scope, *, office: Office, piece: str, name: str, now: datetime) -> Recording:
    """Take in what lies among the store's pieces; a job makes it ready, or says why not. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, office.pk)
    called = normalise(name).replace("\0", "").strip()[:200] or "video"
    return Recording.objects.create(
        office=office, name=called, piece=piece, make_at=now, brought_by=scope.person, brought_at=now
    )


@transaction.atomic
def bring_captions(scope: Scope, *, office: Office, content: bytes, name: str, now: datetime) -> File:
    """Take in a file of captions, made clean. Raises Forbidden; ValidationError that names the line."""
    scope.require(Permission.POST_WRITE, office.pk)
    made = captioning.written(captioning.read(content))
    stem = name.rpartition(".")[0] or name or "captions"
    return files.keep_made(
        content=made, media_type=captioning.MEDIA_TYPE, name=f"{stem[:190]}.vtt", office_id=office.pk, now=now
    )


@transaction.atomic
def claim(*, now: datetime) -> Recording | None:
    """What is to be made now; for as long as `LEASE` nobody else is given it. None: nothing waits."""
    waiting = Recording.objects.filter(making=Making.WAITING, make_at__lte=now)
    waiting.filter(tries__gte=MOST_TRIES).update(making=Making.REFUSED, fault="slow", done_at=now)
    recording = waiting.order_by("make_at").select_for_update(skip_locked=True).first()
    if recording is not None:
        recording.make_at, recording.tries = now + LEASE, recording.tries + 1
        recording.save(update_fields=["make_at", "tries"])
    return recording


def make(recording: Recording, *, now: datetime) -> None:
    """Make it ready, or put on record why not. It takes up to minutes, so no transaction should be open."""
    source = sending.piece(recording.piece)
    target, still = source.with_suffix(".made"), source.with_suffix(".still")
    try:
        made = media.make(source, target, still)
        _keep(recording, made, target, still, now)
    except media.Unfit as unfit:
        Recording.objects.filter(pk=recording.pk, making=Making.WAITING).update(
            making=Making.REFUSED, fault=unfit.code, done_at=now
        )
    finally:
        for path in (source, target, still):
            path.unlink(missing_ok=True)


@transaction.atomic
def _keep(recording: Recording, made: media.Made, target: Path, still: Path, now: datetime) -> None:
    row = Recording.objects.select_for_update().get(pk=recording.pk)
    if row.making != Making.WAITING:
        return
    office = row.office_id
    row.file = files.keep_recording(path=target, media_type=made.media_type, name=row.name, office_id=office, now=now)
    if made.video:
        row.poster = files.keep_picture(content=still.read_bytes(), name="poster.jpg", office_id=office, now=now)
    row.milliseconds, row.bits = made.milliseconds, made.bits
    row.width, row.height, row.video, row.audio = made.width, made.height, made.video, made.audio
    row.making, row.done_at = Making.READY, now
    row.save()


def checked(
    shot: Shot | None, *, office: Office, languages: Sequence[str], accounts: Sequence[Account], pictures: int
) -> Shot | None:
    """The same with its description in normal form. `languages` are those of the post, `pictures` how many it has.

    Raises ValidationError on `recording` where it is another office's, not ready, not described or described in another
    language, stands beside pictures, its captions last longer than itself, or an account does not take it.
    """
    if shot is None:
        return None
    tidy = replace(shot, alt=normalise(shot.alt).strip())
    fault = _fault(tidy, office, languages, pictures) or _room_fault(accounts, tidy.recording)
    if fault:
        raise ValidationError({"recording": fault}, code="recording")
    return tidy


def _fault(shot: Shot, office: Office, languages: Sequence[str], pictures: int) -> str:
    """What is wrong with it wherever it goes."""
    recording = shot.recording
    if recording.office_id != office.pk or (shot.captions and shot.captions.office_id != office.pk):
        return _("This video or sound was brought for another office. Add it again.")
    if recording.making == Making.WAITING:
        return _("The video or sound is still being made ready. What you typed is kept; save again in a moment.")
    if recording.making == Making.REFUSED:
        return str(media.FAULTS[recording.fault])
    if pictures:
        return _("A post shows pictures or one video or sound, not both. Take one of them away.")
    return _words_fault(shot, languages)


def _words_fault(shot: Shot, languages: Sequence[str]) -> str:
    """What is wrong with its description or its captions."""
    if not shot.alt:
        return _("Describe the video or sound: what is seen and heard, for somebody who does not see or hear it?")
    if len(shot.alt) > LONGEST_ALT:
        return _("The description of the video or sound is too long. 1,500 characters are the most.")
    if language_of(shot.alt) not in languages:
        return _("Describe the video or sound in the language of the post.")
    return _captions_fault(shot)


def _captions_fault(shot: Shot) -> str:
    late = [cue for cue in cues(shot.captions) if cue.end > shot.recording.milliseconds + _SLACK]
    if not late:
        return ""
    return _("The captions last longer than the video or sound: the caption “%(words)s” ends after it.") % {
        "words": late[0].text[:60]
    }


def _room_fault(accounts: Sequence[Account], recording: Recording) -> str:
    """Why the first of them that does not take it does not."""
    return next(filter(None, (room_fault(one, recording) for one in accounts)), "")


def room_fault(account: Account, recording: Recording) -> str:
    """Why that account does not take it; "" where it does, or it is not ready."""
    if recording.file is None:
        return ""
    room, said = account.recording_room, {"account": account}
    if not room.takes(recording.file.media_type):
        told = _("%(account)s takes no video and no sound.")
        if room.types and recording.video:
            told = _("%(account)s takes no video of this kind (%(kind)s). Save it as MP4.")
        elif room.types:
            told = _("%(account)s takes no sound of this kind.")
        return told % {**said, "kind": recording.file.media_type.partition("/")[2]}
    if room.bytes and recording.file.size > room.bytes:
        return _("%(account)s takes at most %(most)s MB; this has %(size)s MB. Make it smaller or shorter.") % {
            **said, "most": count(room.bytes // _MEGABYTE), "size": count(-(-recording.file.size // _MEGABYTE)),
        }  # fmt: skip
    if room.seconds and recording.milliseconds > room.seconds * 1_000:
        return _("%(account)s takes at most %(most)s seconds; this lasts %(length)s. Cut it.") % {
            **said, "most": count(room.seconds), "length": count(-(-recording.milliseconds // 1_000)),
        }  # fmt: skip
    if room.pixels and recording.width * recording.height > room.pixels:
        return _("%(account)s takes no video so large (%(width)s × %(height)s). Make it smaller.") % {
            **said, "width": count(recording.width), "height": count(recording.height),
        }  # fmt: skip
    return ""


def shown(revision: Revision) -> Shot | None:
    """That of a revision, to be shown in another."""
    stands = of(revision)
    return Shot(stands.recording, stands.alt, stands.captions, stands.silent) if stands else None


def copied(scope: Scope, shot: Shot, *, office: Office, now: datetime) -> Shot:
    """The video or sound of another office with its captions, for posts of this one: as they are, known by what is in
    them. Raises Forbidden.
    """
    scope.require(Permission.POST_WRITE, office.pk)
    source = shot.recording

    def own(file: File | None) -> File | None:
        return files.keep_for(file, office_id=office.pk, now=now) if file else None

    made = Recording.objects.create(
        office=office, name=source.name, piece=source.piece, making=source.making, file=own(source.file),
        poster=own(source.poster), milliseconds=source.milliseconds, width=source.width, height=source.height,
        bits=source.bits, video=source.video, audio=source.audio, make_at=now, brought_by=scope.person, brought_at=now,
        done_at=now,
    )  # fmt: skip
    return replace(shot, recording=made, captions=own(shot.captions))


def attach(revision: Revision, shot: Shot | None) -> None:
    """Put it into a revision that was just written."""
    if shot is not None:
        Footage.objects.create(
            revision=revision, recording=shot.recording, alt=shot.alt, captions=shot.captions, silent=shot.silent
        )


def of(revision: Revision) -> Footage | None:
    """That of a revision."""
    return getattr(revision, "footage", None)


def same(shot: Shot | None, revision: Revision) -> bool:
    """Whether the revision shows just that."""
    stands = of(revision)
    if shot is None or stands is None:
        return shot is None and stands is None
    asked = (shot.recording.pk, normalise(shot.alt).strip(), shot.captions and shot.captions.pk, shot.silent)
    return asked == (stands.recording_id, stands.alt, stands.captions_id, stands.silent)


def require(revision: Revision, accounts: Sequence[Account], *, at: datetime) -> None:
    """Raise ValidationError on `recording` where it wants captions by the rule of that day and has none, or an account
    no longer takes it.
    """
    stands = of(revision)
    if stands is None:
        return
    book = loader.current()
    rule = book.rule("captions", on=book.calendar.day_of(at)).parameters
    kind = "video" if stands.recording.video else "audio"
    if kind in rule.of and stands.recording.audio and not stands.captions_id and not stands.silent:
        fault = _("Add captions for people who do not hear it, or tick that nobody speaks in it.")
    else:
        fault = _room_fault(accounts, stands.recording)
    if fault:
        raise ValidationError({"recording": fault}, code="recording")


def cues(file: File | None) -> list[Cue]:
    """The captions in a kept file."""
    if file is None:
        return []
    try:
        with store.read(file.digest) as blob:
            return captioning.read(blob.read())
    except store.Missing:
        return []


def said_in(revision: Revision) -> list[str]:
    """What is said of its video or sound, and in it, as far as somebody wrote it."""
    stands = of(revision)
    return words(stands.alt, stands.captions) if stands else []


def words(alt: str, captions: File | None) -> list[str]:
    """Description and captions, as they are screened; none while nothing is described."""
    text = "\n".join(cue.text for cue in cues(captions))
    return [alt, text] if text else [alt] if alt else []
