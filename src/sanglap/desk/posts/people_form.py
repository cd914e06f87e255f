"""What is asked of each picture: who is shown, that he agreed, and what of it is to be covered (clause 6.c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanglap.content.models import Circumstance, Consent, Depicted, Portrayal
from sanglap.content.portrayals import LONGEST, Asked, Given
from sanglap.core.boxes import Box
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField
from sanglap.desk.uploads import kept
from sanglap.files.services import Cover
from sanglap.language.digits import in_digits_of, to_latin

_SAID = ("shown", "circumstances", "consent", "obtained_by", "obtained_on", "witness", "guardian", "file")
"""What is asked of each picture, as the service calls it."""
_CORNERS = ("left", "top", "width", "height")
_LONGEST_NUMBER = 8


class PercentField(forms.FloatField):
    """A number from 0 to 100, in digits of either script."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "required": False, **more})
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 4})

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_latin(str(value or ""))[:_LONGEST_NUMBER].strip(" %"))


@dataclass(frozen=True, slots=True)
class Row:
    """One picture with its fields."""

    asked: Asked
    faces: Sequence[Box]
    fields: Mapping[str, forms.BoundField]

    @property
    def about_consent(self) -> bool:
        """Whether what is asked of the consent stands open."""
        names = ("consent", "obtained_by", "obtained_on", "witness", "guardian", "file")
        return any(self.fields[name].errors for name in names) or bool(self.fields["consent"].value())

    @property
    def about_covers(self) -> bool:
        names = ("faces", "with", *_CORNERS)
        return bool(self.asked.refused) or any(name in self.fields and self.fields[name].errors for name in names)


class PeopleForm(forms.Form):
    """Of each picture who is shown. Fields bear the digest of the file, so that no answer slips to another picture."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, asked: Sequence[Asked], number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {one.illustration.picture.file.digest: one for one in asked}
        self.initial["seen"] = number
        for digest, one in self.asked.items():
            self._ask(digest, one.said)
            self._ask_covers(digest, len(_faces(one)))

    def _ask(self, digest: str, said: Portrayal | None) -> None:
        known = {name: getattr(said, name) for name in _SAID} if said else {}
        asked: dict[str, forms.Field] = {
            "shown": forms.ChoiceField(
                label=_("Who can be recognised in it?"), choices=Depicted.choices, widget=forms.RadioSelect,
                required=False,
            ),
            "circumstances": forms.MultipleChoiceField(
                label=_("Does it show one of these so that he can be recognised?"), choices=Circumstance.choices,
                widget=forms.CheckboxSelectMultiple, required=False, help_text=_("Tick none if it shows none."),
            ),
            "consent": forms.ChoiceField(
                label=_("How did he agree to be shown?"), choices=Consent.choices, widget=forms.RadioSelect,
                required=False,
            ),
            "guardian": forms.BooleanField(label=_("A parent or guardian agreed (for a child)"), required=False),
            "obtained_by": LineField(
                label=_("Who asked him?"), required=False, max_length=LONGEST, help_text=_("Name and post")
            ),
            "obtained_on": DayField(label=_("On which day?"), required=False),
            "witness": LineField(
                label=_("Witness, if by word of mouth"), required=False, max_length=LONGEST,
                help_text=_("Name, and post or address"),
            ),
            "file": forms.FileField(
                label=_("Photo or PDF of the consent, if in writing"), required=False,
                help_text=_("Only those who write posts here or vote on them can open it."),
            ),
        }  # fmt: skip
        for name, field in asked.items():
            self.fields[f"{name}_{digest}"] = field
            if name in known and name != "file":
                self.initial.setdefault(f"{name}_{digest}", known[name])

    def _ask_covers(self, digest: str, faces: int) -> None:
        if faces:
            self.fields[f"faces_{digest}"] = forms.MultipleChoiceField(
                label=_("Faces, counted from the left"), widget=forms.CheckboxSelectMultiple, required=False,
                choices=[(str(at), in_digits_of(get_language() or "bn", str(at + 1))) for at in range(faces)],
            )  # fmt: skip
            self.initial.setdefault(f"faces_{digest}", [str(at) for at in range(faces)])
        labels = {"left": _("From the left"), "top": _("From the top"), "width": _("Width"), "height": _("Height")}
        for name in _CORNERS:
            self.fields[f"{name}_{digest}"] = PercentField(label=labels[name])
        self.fields[f"with_{digest}"] = forms.ChoiceField(
            label=_("With what?"), widget=forms.RadioSelect, initial=Cover.SOLID, required=False,
            choices=[(Cover.SOLID, _("a dark area")), (Cover.BLOCKS, _("a few large squares"))],
        )  # fmt: skip

    @property
    def rows(self) -> Iterator[Row]:
        """Each picture with its fields."""
        for digest, one in self.asked.items():
            ending = f"_{digest}"
            fields = {name.removesuffix(ending): self[name] for name in self.fields if name.endswith(ending)}
            yield Row(one, _faces(one), fields)

    def given(self, office_id: UUID) -> dict[str, Given]:
        """What was said, by the digest of the picture's file; nothing of a picture of which nothing was said. Files are
        kept. Raises ValidationError by field.
        """
        found: dict[str, Given] = {}
        faults: dict[str, Any] = {}
        file = None
        for digest, one in self.asked.items():
            said = {name: self.cleaned_data[f"{name}_{digest}"] for name in _SAID}
            try:
                file = kept(said["file"], field=f"file_{digest}", office_id=office_id)
            except ValidationError as refused:
                faults |= refused.error_dict
            said["file"] = file or (one.said.file if one.said else None)
            said["circumstances"] = frozenset(said["circumstances"])
            if one.said or one.wanted or said["shown"] or said["circumstances"]:
                found[digest] = Given(**said)
        if faults:
            raise ValidationError(faults)
        return found

    def forget_all_but_covers(self, digest: str) -> None:
        """Look only at what is to be covered in that picture; then check the rectangle, which is whole or is none."""
        ours = {f"{name}_{digest}" for name in ("faces", "with", *_CORNERS)}
        for name in set(self.errors) - ours:
            del self.errors[name]
        numbers = [self.cleaned_data.get(f"{name}_{digest}") for name in _CORNERS]
        if not self.errors and any(number is not None for number in numbers) and not all(numbers[2:]):
            self.add_error(f"width_{digest}", _("Write all four numbers: from the left, from the top, width, height."))

    def places(self, digest: str) -> list[Box]:
        """What is to be covered in that picture: the chosen faces, and the rectangle."""
        found = [_faces(self.asked[digest])[int(at)] for at in self.cleaned_data.get(f"faces_{digest}", ())]
        left, top, width, height = (self.cleaned_data.get(f"{name}_{digest}") or 0.0 for name in _CORNERS)
        if width and height:
            found.append(Box(left / 100, top / 100, width / 100, height / 100))
        return found

    def cover(self, digest: str) -> Cover:
        return Cover(self.cleaned_data.get(f"with_{digest}") or Cover.SOLID)

    def covers_field(self, digest: str) -> str | None:
        """At which field a fault in what is to be covered is said."""
        return f"width_{digest}" if digest in self.asked else None

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, as first values of a form upon the next revision, but for files."""
        return {
            name: self[name].value()
            for name in self.fields
            if name != "seen" and not isinstance(self.fields[name], forms.FileField)
        }


def _faces(one: Asked) -> list[Box]:
    """From the left to the right."""
    return sorted(one.sight.boxes, key=lambda box: box.left) if one.sight else []
