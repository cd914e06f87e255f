"""What is asked before a letterhead or a signature is made. None of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField
from sanglap.desk.offices.letterhead.letters import designation
from sanglap.offices.models import Appointment, Kind, Office
from sanglap.people.models import User
from sanglap.people.permissions import Role

LONGEST_BODY = 5_000
LANGUAGES = {"bn": ("bn",), "en": ("en",), "both": ("bn", "en")}
"""Which languages stand on the paper, the first first."""
_BY_THEMSELVES = {Kind.AUTONOMOUS, Kind.COMPANY}
"""These seldom write under the government's line."""


class SignatureForm(forms.Form):
    """Who signs, in which languages."""

    languages = forms.ChoiceField(
        label=_("Languages"),
        choices=[("bn", _("Bangla")), ("en", _("English")), ("both", _("Bangla and English"))],
        widget=forms.RadioSelect,
    )
    signatory = forms.ChoiceField(
        label=_("Who signs"),
        required=False,
        error_messages={"invalid_choice": _("This person no longer serves here. Choose again.")},
    )

    def __init__(self, *args: Any, serving: Mapping[str, Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.serving = serving
        choices = [(key, f"{held.user.name}, {designation(held)}") for key, held in serving.items()]
        self.fields["signatory"].choices = [("", _("Nobody: leave room")), *choices]  # type: ignore[attr-defined]  # the field is the one above

    @property
    def chosen(self) -> tuple[str, ...]:
        """The languages; of a form that is not good, the first choice."""
        return LANGUAGES.get(self._given("languages"), LANGUAGES["bn"])

    @property
    def held(self) -> Appointment | None:
        """By what the signatory serves."""
        return self.serving.get(self._given("signatory"))

    def _given(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_bound else self.initial.get(name)


class LetterForm(SignatureForm):
    """What stands on the letterhead besides what the register knows."""

    memo = LineField(label=_("Memo number"), required=False, max_length=64)
    day = DayField(label=_("Date"), error_messages={"required": _("Write the day of the letter.")})
    government = forms.BooleanField(label=_("With the government's name above the office's"), required=False)
    subject = LineField(label=_("Subject"), required=False)
    body = TextField(
        label=_("Letter"),
        required=False,
        max_length=LONGEST_BODY,
        help_text=_("You may leave it empty and write it in your word processor."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def value(self, name: str) -> Any:
        """What was given for that field, or what it begins with; None for what is not good."""
        return self._given(name)


def beginning(office: Office, reader: User | None, serving: Mapping[str, Appointment], *, day: date) -> dict[str, Any]:
    """With what the form begins: the head signs, or else the reader; today; in Bangla."""
    head = next((key for key, held in serving.items() if held.position.role == Role.HEAD), "")
    own = next((key for key, held in serving.items() if held.user == reader), "")
    return {
        "languages": "bn",
        "signatory": head or own,
        "day": day,
        "government": office.kind not in _BY_THEMSELVES,
    }
