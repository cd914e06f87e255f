"""The pictures of the composer: brought, cut, described, ordered, taken away, all by buttons of one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sanglap.content import pictures, selectors
from sanglap.content.models import Keep, Picture, Revision, Shape
from sanglap.content.pictures import Chosen
from sanglap.core.ids import key_of
from sanglap.desk.posts import recorded
from sanglap.desk.posts.recorded import RecordingBox
from sanglap.desk.uploads import several
from sanglap.files import media
from sanglap.files.services import Refused
from sanglap.offices.access import StaffRequest
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

AT_ONCE = 10
"""Files taken in from one sending; no network shows more in a post."""
MOST_BYTES = media.MOST_BYTES + 128 * 1024 * 1024
"""What one sending may hold: a video, ten photos as phones take them, of twelve megabytes each, and the words beside
them.
"""


Described = tuple[str, str, str]
"""The id of a picture as a form has it, and its descriptions."""


@dataclass(slots=True)
class Row:
    """One picture in the form, and what is wrong with it."""

    picture: Picture
    alt: str
    other: str = ""
    """The same in another language."""
    fault: str = ""


@dataclass(slots=True)
class PictureBox:
    """The form's pictures in their order, and what could not be taken in."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    shapes: Sequence[tuple[str, Any]] = tuple(Shape.choices)
    keeps: Sequence[tuple[str, Any]] = tuple(Keep.choices)
    recording: RecordingBox = field(default_factory=RecordingBox)
    """The video or sound, where there is one instead of pictures."""

    @classmethod
    def of(cls, revision: Revision) -> PictureBox:
        """Those of a revision."""
        shown = revision.illustrations.select_related("picture__file")
        return cls([Row(one.picture, one.alt, one.other) for one in shown], recording=RecordingBox.of(revision))

    @classmethod
    def kept(cls, scope: Scope, typed: Mapping[str, Any]) -> PictureBox:
        """Those of a working copy, as `typed` keeps them."""
        given = [(one["id"], one["alt"], one.get("other", "")) for one in typed.get("pictures", ())]
        return replace(cls._found(scope, given), recording=RecordingBox.kept(scope, typed.get("recording") or {}))

    @classmethod
    def sent(cls, scope: Scope, sent: QueryDict) -> PictureBox:
        """Those that a form brings back, as they are."""
        return replace(cls._found(scope, described(sent)), recording=RecordingBox.kept(scope, recorded.sent(sent)))

    @classmethod
    def posted(cls, request: StaffRequest, office: Office | None, now: datetime) -> PictureBox:
        """Those that the form brings back, cut as it asks, and after them the new files; then what its button did."""
        sent = request.POST
        given = described(sent)
        box = cls._found(request.scope, given)
        if len(box.rows) == len(given):
            box.cut(request.scope, sent, now)
        if office is not None:
            box.bring(request, office, now)
        box.recording = RecordingBox.posted(request, office, now)
        box.faults += box.recording.faults
        box.act(sent.get("box", ""))
        return box

    @classmethod
    def _found(cls, scope: Scope, given: Sequence[Described]) -> PictureBox:
        keys = [key for one, *_alts in given if (key := key_of(one)) is not None]
        known = selectors.pictures(scope, Permission.POST_WRITE).in_bulk(keys)
        rows = [
            Row(known[key], *(alt.replace("\0", "") for alt in alts))
            for one, *alts in given
            if (key := key_of(one)) in known and key is not None
        ]
        lost = [] if len(rows) == len(given) else [_("A picture is no longer there. Add it again.")]
        return cls(rows, lost)

    def cut(self, scope: Scope, sent: QueryDict, now: datetime) -> None:
        """Cut each picture as the form asks."""
        asked = zip(self.rows, sent.getlist("shape"), sent.getlist("part"), strict=False)
        for row, shape, keep in asked:
            wanted = (shape, keep if shape != Shape.AS_IT_IS else row.picture.keep)
            if shape in Shape and keep in Keep and wanted != (row.picture.shape, row.picture.keep):
                row.picture = pictures.cut(scope, picture=row.picture, shape=Shape(shape), keep=Keep(keep), now=now)

    def bring(self, request: StaffRequest, office: Office, now: datetime) -> None:
        """Take in the new files; what cannot be taken in is named in `faults`."""
        files = several(request, "bring")
        if len(files) > AT_ONCE:
            self.faults.append(_("Ten pictures are the most at once. Only the first ten were taken."))
        for file in files[:AT_ONCE]:
            name = file.name or ""
            try:
                brought = pictures.bring(request.scope, office=office, content=file.read(), name=name, now=now)
            except Refused as error:
                self.faults.append(f"{name}: {' '.join(error.messages)}")
            else:
                self.rows.append(Row(brought, ""))

    def act(self, button: str) -> None:
        """Take a picture away or move it up, as the button says."""
        what, _colon, number = button.partition(":")
        if not number.isdecimal() or not 0 < int(number) <= len(self.rows):
            return
        place = int(number) - 1
        if what == "drop":
            del self.rows[place]
        elif what == "up" and place:
            self.rows[place - 1 : place + 1] = [self.rows[place], self.rows[place - 1]]

    @property
    def picture_faults(self) -> list[str]:
        """Those that stand beside the pictures; a video's stand beside it."""
        return [fault for fault in self.faults if fault not in self.recording.faults]

    @property
    def chosen(self) -> list[Chosen]:
        return [Chosen(row.picture, row.alt, row.other) for row in self.rows]

    @property
    def typed(self) -> list[dict[str, str]]:
        """As a working copy keeps them."""
        return [{"id": str(row.picture.pk), "alt": row.alt, "other": row.other} for row in self.rows]

    def mark(self) -> None:
        """Say at each picture that has no description that it needs one."""
        for row in self.rows:
            if not row.alt.strip():
                row.fault = _("Describe each picture: what does it show to somebody who does not see it?")


def described(sent: QueryDict) -> list[Described]:
    """The pictures that a form brings back."""
    others = sent.getlist("other")
    pairs = zip(sent.getlist("picture"), sent.getlist("alt"), strict=False)
    return [(key, alt, others[place] if place < len(others) else "") for place, (key, alt) in enumerate(pairs)]
