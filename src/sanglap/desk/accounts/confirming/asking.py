"""What all confirmations ask alike, and what they choose from."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _

from sanglap.attestations.models import EvidenceOf
from sanglap.attestations.statements import Statement
from sanglap.files.models import File
from sanglap.guideline.catalogue import Platform
from sanglap.people.models import User
from sanglap.platforms.models import TermsVersion
from sanglap.verification.models import ProfilePicture

UPLOAD = _("A photo, a scan or a PDF, up to 20 MB.")


@dataclass(frozen=True, slots=True)
class Around:
    """What the forms choose from: the office's people, and who of them has access by the list that stands."""

    people: Sequence[User]
    panel: Sequence[User] = ()
    standing: Mapping[str, Any] = field(default_factory=dict)
    """The last statement of that kind, as it is kept."""
    platform: Platform | None = None
    """The account's, where the catalogue knows it."""
    live: Mapping[str, ProfilePicture] = field(default_factory=dict)
    """What the profile shows now, by what a confirmation calls it."""
    terms: TermsVersion | None = None
    """The platform's terms as they hold today."""


class YesField(forms.BooleanField):
    """Something that must be so before it can be confirmed."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        missing = {"required": _("Tick it if it is so. If it is not, do it first, and come back.")}
        super().__init__(label=label, help_text=help_text, error_messages=missing)


class _Abstract(DeclarativeFieldsMetaclass, ABCMeta):
    """Of forms that leave something to be said by each kind."""


class ConfirmForm(forms.Form, metaclass=_Abstract):
    """Confirms something. `uploads` are its fields for files, and what each shows."""

    uploads: Mapping[str, EvidenceOf] = {"proof": EvidenceOf.PROOF}
    proof = forms.FileField(label=_("Evidence, if you wish: a picture or PDF"), required=False, help_text=UPLOAD)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    """What the page laid before the reader, so that nothing else is confirmed than what was read."""

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.around = around
        if "proof" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "proof"), "proof"])
        if self.lies_before:
            self.fields["shown"].initial = self.lies_before
        else:
            del self.fields["shown"]

    @property
    def lies_before(self) -> str:
        """What the page lays before the reader, by its key; "" where that is nothing."""
        return ""

    @property
    def known(self) -> Mapping[str, File]:
        """Files that are kept already, by what they show."""
        return {}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.lies_before and given.get("shown") != self.lies_before:
            # The field goes out again with what lies there now.
            self.data = {**self.data, self.add_prefix("shown"): self.lies_before}
            said = _("What is to be confirmed has changed in the meantime. Look at it above, and confirm it once more.")
            self.add_error(None, ValidationError(said, code="changed"))
        return given

    @abstractmethod
    def statement(self, files: Mapping[str, File]) -> Statement:
        """What is confirmed by it. `files` are those that were brought, by what they show."""

    @property
    def keeper(self) -> User | None:
        """Who keeps the recovery address, where that is asked."""
        return None
