"""What is asked of a phrase that is to be looked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sanglap.core import clock
from sanglap.desk.fields import TextField, both
from sanglap.guideline import loader
from sanglap.guideline.screening import Category
from sanglap.offices.models import Office, OwnPhrase
from sanglap.offices.screened import severities
from sanglap.offices.services.phrases import LONGEST_REASON, LONGEST_WORDS, MOST_WORDS
from sanglap.people.models import User
from sanglap.screening.findings import Severity

LONGEST_TEXT = 5_000
_CALLED = {
    Severity.BLOCK: _("must not stay without a reason"),
    Severity.WARN: _("look at it"),
    Severity.NOTE: _("to be known"),
}
_FOLLOWS = {
    Severity.BLOCK: _("a majority of the panel has to approve, and each who does gives a reason"),
    Severity.WARN: _("a majority of the panel has to approve, and each who does says whether the sign is right"),
}
_ALONE = {"draft": _("in drafts alone"), "comment": _("in comments alone")}
_SHOWN = _("it is shown beside the draft and asks for nothing")


def _signs() -> list[tuple[str, str]]:
    return [(one.id, f"{one.name} ({_where(one)}): {one.about}") for one in loader.current().screening.categories]


def _where(category: Category) -> str:
    """Under which clause it is told, and of which texts where that is not all."""
    said = [str(loader.current().clause(category.clause).label)]
    said += [str(words) for text, words in _ALONE.items() if category.for_ == {text}]
    return ", ".join(said)


def _severities() -> list[tuple[str, str]]:
    counts = severities(clock.now())
    return [
        (one.value, f"{capfirst(str(_CALLED[one]))}: {_FOLLOWS.get(one, _SHOWN) if one.value in counts else _SHOWN}")
        for one in Severity
    ]


class PhraseForm(forms.Form):
    """A phrase, and a text to try it on."""

    EXACTLY, BEGINNING = "whole", "beginning"
    words = TextField(
        label=_("Words to be looked for"),
        max_length=MOST_WORDS * (LONGEST_WORDS + 2),
        help_text=_("One expression a line, in Bangla or Latin letters. Spellings that people mix up are found too."),
        error_messages={"required": _("Write the words that are to be looked for.")},
    )
    ending = forms.ChoiceField(
        label=_("What may follow"),
        choices=[
            (BEGINNING, _("An ending may follow, as Bangla has them")),
            (EXACTLY, _("Nothing: these words exactly")),
        ],
        initial=BEGINNING,
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=_("What they are a sign of"),
        choices=_signs,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the words are a sign of.")},
    )
    severity = forms.ChoiceField(
        label=_("What follows in a draft"),
        choices=_severities,
        widget=forms.RadioSelect,
        help_text=_(
            "Nothing is hidden by it, and nobody is kept from saving. In comments, where it is looked for there, "
            "the words are marked."
        ),
        error_messages={"required": _("Choose what follows where the words stand.")},
    )
    reason_bn = TextField(
        label=_("Reason in Bangla"),
        max_length=LONGEST_REASON,
        help_text=_("Whoever wrote the words reads it: say what is wrong with them, and what to write instead."),
        error_messages={"required": _("Say why, for those who wrote it.")},
    )
    reason_en = TextField(
        label=_("Reason in English"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why, for those who wrote it.")},
    )
    below = forms.BooleanField(label=_("For all offices below it too"), required=False)
    text = TextField(
        label=_("Try it on a text"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Write a sentence that is to be found, and one that is not. Nothing of it is kept."),
        error_messages={"required": _("Write a text on which it is tried.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, below: bool, trying: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not below:
            del self.fields["below"]
        self.fields["text"].required = trying
        for name in ("reason_bn", "reason_en"):
            self.fields[name].required = not trying

    def about(self) -> list[forms.BoundField]:
        """The fields of the phrase itself."""
        return [field for field in self.visible_fields() if field.name != "text"]

    def phrase(self) -> dict[str, Any]:
        """It as the service takes it."""
        given = self.cleaned_data
        return {
            "words": given["words"].splitlines(),
            "category": given["category"],
            "severity": Severity(given["severity"]),
            "reason": both(self, "reason"),
            "whole": given["ending"] == self.EXACTLY,
            "below": given.get("below", False),
        }

    def unkept(self, office: Office, person: User | None) -> OwnPhrase:
        """It as it would be, to be tried."""
        return OwnPhrase(office=office, added_by=person, **self.phrase())
