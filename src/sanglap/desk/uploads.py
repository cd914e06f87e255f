"""Files that forms bring: taken in, and held where something else in the form was wrong, so that nobody has to choose
them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from sanglap.core import clock
from sanglap.core.ids import key_of
from sanglap.files import sending
from sanglap.files.cleaning import MOST_BYTES
from sanglap.files.models import File
from sanglap.files.services import keep
from sanglap.offices.access import StaffRequest

HELD = "held-"
"""Before the name of a field: the key of the file that is held for it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was chosen, and is there still."""

    key: UUID
    name: str


class HeldFile(ContentFile):  # type: ignore[type-arg]  # generic for the checker alone
    """The same, as forms take files."""

    def __init__(self, content: bytes, held: Held) -> None:
        super().__init__(content, held.name)
        self.held = held


def files(request: StaffRequest) -> MultiValueDict[str, Any] | None:
    """What a form takes as its files: those that came with it, and for fields without one those that are held."""
    found: MultiValueDict[str, Any] = MultiValueDict(dict(request.FILES.lists()))
    for name, given in request.POST.items():
        field, key = name.removeprefix(HELD), key_of(given)
        if name.startswith(HELD) and field not in found and key is not None and (file := _opened(request, key)):
            found[field] = file
    return found or None


def _opened(request: StaffRequest, key: UUID) -> HeldFile | None:
    row = sending.held(person_id=request.scope.person.pk, key=key)
    if row is None or row.size > MOST_BYTES:
        return None
    return HeldFile(sending.path_of(key).read_bytes(), Held(key, row.name))


def several(request: StaffRequest, name: str) -> list[UploadedFile[bytes] | ContentFile[bytes]]:
    """The files of a field that takes several: those that came with the form, and those that came in pieces before."""
    found: list[UploadedFile[bytes] | ContentFile[bytes]] = list(request.FILES.getlist(name))
    for called, piece in in_pieces(request, name):
        path = sending.piece(piece)
        with path.open("rb") as content:
            found.append(ContentFile(content.read(MOST_BYTES + 1), called))
        path.unlink(missing_ok=True)
    return found


def in_pieces(request: StaffRequest, name: str) -> Iterator[tuple[str, str]]:
    """Name and piece of each file that came in pieces for that field. Whoever takes it makes something of the piece."""
    for given in request.POST.getlist(f"sent-{name}"):
        key = key_of(given)
        came = sending.take(person_id=request.scope.person.pk, key=key) if key else None
        if came:
            yield came


def hold(request: StaffRequest, form: forms.Form, *, shown: forms.Form | None = None) -> None:
    """Keep the files of a form for a day, except what is itself refused; `shown` is the form that is shown instead of
    it, where it is another. `<c-field>` says which file is held.
    """
    held: dict[str, Held] = {}
    for name, field in form.fields.items():
        upload = form.files.get(name) if isinstance(field, forms.FileField) and form.is_bound else None
        if isinstance(upload, HeldFile) and name not in form.errors:
            held[name] = upload.held
        elif isinstance(upload, UploadedFile) and (upload.size or 0) <= MOST_BYTES and name not in form.errors:
            row = sending.hold(person_id=request.scope.person.pk, file=upload, now=clock.now())
            held[name] = Held(row.pk, row.name)
    (shown or form).held_files = held  # type: ignore[attr-defined]  # for `<c-field>` alone


def kept(upload: Any, *, field: str, office_id: UUID) -> File | None:
    """The file made clean and kept for that office; None where none was chosen. Raises ValidationError by the field."""
    if not upload:
        return None
    upload.seek(0)
    try:
        return keep(content=upload.read(), name=upload.name or "", office_id=office_id, now=clock.now())
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from None
