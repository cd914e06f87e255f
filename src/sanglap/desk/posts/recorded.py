"""The video or sound of the composer: brought, described, captioned, taken away, by buttons of the same form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from sanglap.accounts.models import Account
from sanglap.content import recordings, selectors
from sanglap.content.footage import Making, Recording
from sanglap.content.models import Revision
from sanglap.content.recordings import Shot
from sanglap.core.ids import key_of
from sanglap.desk.uploads import in_pieces
from sanglap.files import captions as captioning
from sanglap.files import media, sending
from sanglap.files.models import File
from sanglap.offices.access import StaffRequest
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class Recorded:
    """How a video or sound stands on one account."""

    fault: str = ""
    """Why the account does not take it; "": it does."""
    fits: bool = False
    captions: bool = False
    """It has captions, which that account's network shows."""
    uncaptioned: bool = False
    """It has captions, and that network does not show them."""


@dataclass(slots=True)
class RecordingBox:
    """What the form holds of it; nothing where there is none."""

    recording: Recording | None = None
    alt: str = ""
    captions: File | None = None
    silent: bool = False
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, revision: Revision) -> RecordingBox:
        """That of a revision."""
        stands = recordings.of(revision)
        return cls(stands.recording, stands.alt, stands.captions, stands.silent) if stands else cls()

    @classmethod
    def kept(cls, scope: Scope, typed: Mapping[str, Any]) -> RecordingBox:
        """That of a working copy."""
        key = key_of(typed.get("id", ""))
        found = selectors.recordings(scope, Permission.POST_WRITE).filter(pk=key).first() if key else None
        if found is None:
            return cls(faults=[_("The video or sound is no longer there. Add it again.")] if key else [])
        words = key_of(typed.get("captions", ""))
        captions = selectors.captions(scope, Permission.POST_WRITE).filter(pk=words).first() if words else None
        return cls(found, str(typed.get("alt", "")).replace("\0", ""), captions, bool(typed.get("silent")))

    @classmethod
    def posted(cls, request: StaffRequest, office: Office | None, now: datetime) -> RecordingBox:
        """What the form brings back, with the new file or captions; then what its button did."""
        box = cls.kept(request.scope, sent(request.POST))
        if office is not None:
            box.bring(request, office, now)
            box.bring_captions(request, office, now)
        button = request.POST.get("box", "")
        sought = {"film": ("film", "sent-film"), "words": ("words",)}.get(button, ())
        if sought and not any(name in request.FILES or request.POST.get(name) for name in sought):
            box.faults.append(_("Choose a file first."))
        if button == "drop-film":
            return cls()
        if button == "drop-captions":
            box.captions = None
        return box

    def bring(self, request: StaffRequest, office: Office, now: datetime) -> None:
        """Take in the new file, sent with the form or in pieces before it."""
        pieces = [(file.name or "", sending.lay(file)) for file in request.FILES.getlist("film")[:1]]
        for name, piece in [*pieces, *in_pieces(request, "film")][:1]:
            self.recording = recordings.bring(request.scope, office=office, piece=piece, name=name, now=now)
            self.captions = None

    def bring_captions(self, request: StaffRequest, office: Office, now: datetime) -> None:
        """Take in the new captions; what is wrong with them is named in `faults`."""
        for file in request.FILES.getlist("words")[:1]:
            content, name = file.read(captioning.MOST_BYTES + 1), file.name or ""
            try:
                self.captions = recordings.bring_captions(
                    request.scope, office=office, content=content, name=name, now=now
                )
            except ValidationError as error:
                self.faults.append(f"{file.name}: {' '.join(error.messages)}")

    def on(self, account: Account) -> Recorded:
        """How it stands on that account."""
        if self.recording is None or self.recording.making != Making.READY:
            return Recorded()
        fault, shows = recordings.room_fault(account, self.recording), account.recording_room.captions
        there = self.captions is not None
        return Recorded(fault, not fault, there and shows, there and not shows)

    @property
    def shot(self) -> Shot | None:
        return Shot(self.recording, self.alt, self.captions, self.silent) if self.recording else None

    @property
    def typed(self) -> dict[str, Any]:
        """As a working copy keeps it."""
        if self.recording is None:
            return {}
        words = str(self.captions.pk) if self.captions else ""
        return {"id": str(self.recording.pk), "alt": self.alt, "captions": words, "silent": self.silent}

    @property
    def said(self) -> list[str]:
        """What is screened of it."""
        return recordings.words(self.alt, self.captions) if self.recording else []

    @property
    def waiting(self) -> bool:
        return self.recording is not None and self.recording.making == Making.WAITING

    @property
    def refusal(self) -> str:
        """Why nothing was made of it."""
        refused = self.recording is not None and self.recording.making == Making.REFUSED
        return str(media.FAULTS[self.recording.fault]) if refused and self.recording else ""

    def __bool__(self) -> bool:
        return self.recording is not None


def sent(given: QueryDict) -> dict[str, Any]:
    """What stands in the form of it, as a working copy keeps it."""
    names = {"id": "recording", "alt": "recording-alt", "captions": "captions", "silent": "silent"}
    return {name: given.get(name_there, "") for name, name_there in names.items()} if given.get("recording") else {}
