"""What is asked of an assessment of platforms, of the decision on it, and of new terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.desk.appointments.forms import OrderForm
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField
from sanglap.guideline import loader
from sanglap.guideline.parameters.choosing import PlatformChoice
from sanglap.language.digits import in_digits_of
from sanglap.laws.selectors import Entry
from sanglap.platforms.selectors import Weighed, names

LONGEST_WORDS = 1_000


def _all() -> list[tuple[str, str]]:
    return [(one.id, str(one.name)) for one in loader.current().catalogue.platforms]


class BeginForm(forms.Form):
    """What is to be weighed."""

    subject = LineField(
        label=_("What the platform is for"),
        help_text=_("In a line: what does the office want to do there, and for whom?"),
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms considered"),
        choices=_all,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose at least as many as can be compared with each other."),
        error_messages={"required": _("Choose the platforms to be compared.")},
    )
    only_reason = TextField(
        label=_("Why no other is considered"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("Needed only where a single platform is looked at."),
    )


class WeighForm(forms.Form):
    """A score and words for every criterion and platform; each may still be left open."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choice: PlatformChoice, weighed: Weighed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weighed = weighed
        scale = [
            ("", "–"),
            *(
                (str(number), in_digits_of(get_language() or "bn", str(number)))
                for number in range(choice.lowest, choice.highest + 1)
            ),
        ]
        for line in weighed.lines:
            for platform, cell in line.cells:
                (name,) = names([platform])
                score, words = self._fields_of(line.key, platform)
                self.fields[score] = forms.ChoiceField(
                    label=_("Score of %(platform)s") % {"platform": name}, choices=scale, required=False,
                    initial="" if cell.score is None else str(cell.score),
                )  # fmt: skip
                self.fields[words] = TextField(
                    label=_("In words, of %(platform)s") % {"platform": name}, required=False,
                    max_length=LONGEST_WORDS, initial=cell.words, widget=forms.Textarea(attrs={"rows": 2}),
                )  # fmt: skip

    @staticmethod
    def _fields_of(criterion: str, platform: str) -> tuple[str, str]:
        return f"score_{criterion}_{platform}", f"words_{criterion}_{platform}"

    def rows(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Each criterion with its two fields for each platform."""
        return [
            (
                line,
                [
                    (self[score], self[words])
                    for platform, _cell in line.cells
                    for score, words in [self._fields_of(line.key, platform)]
                ],
            )
            for line in self.weighed.lines
        ]

    def cells(self) -> dict[tuple[str, str], tuple[int | None, str]]:
        """What was given, as the services take it."""
        found: dict[tuple[str, str], tuple[int | None, str]] = {}
        for line in self.weighed.lines:
            for platform, _cell in line.cells:
                score, words = self._fields_of(line.key, platform)
                given = self.cleaned_data[score]
                found[platform, line.key] = (int(given) if given else None, self.cleaned_data[words])
        return found

    def when(self) -> datetime:
        """The moment up to which the writer knew what stood there; long ago where it cannot be read."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)


class DecideForm(OrderForm):
    """Which are chosen, why, from when; by which order and on the ground of which laws."""

    chosen = forms.MultipleChoiceField(
        label=_("Platforms that the office uses"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one or more of the platforms that were weighed.")},
    )
    reason = TextField(
        label=_("Why these"), max_length=2_000, help_text=_("In a sentence or two; offices that reuse it see it.")
    )
    starts_on = DayField(label=_("Holds from"))
    reusable = forms.BooleanField(
        label=_("Offices below may rest on it"),
        required=False,
        help_text=_("They then need no assessment of their own for these platforms."),
    )
    cites = forms.MultipleChoiceField(
        label=_("Laws and rules it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Clause 8: those in force, from the register."),
    )
    field_order = ("chosen", "reason", "starts_on", "reusable", "cites", "memo", "dated", "scan")

    def __init__(self, *args: Any, considered: Sequence[str], laws: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = loader.current().catalogue.by_id
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]  # the field is the one above
            (key, str(known[key].name) if key in known else key) for key in considered
        ]
        self.fields["cites"].choices = [(one.key, str(one.title)) for one in laws]  # type: ignore[attr-defined]  # the same


class TermsForm(forms.Form):
    """A version of a platform's terms."""

    platform = forms.ChoiceField(label=_("Platform"), choices=lambda: [("", _("Choose a platform")), *_all()])
    version = LineField(
        label=_("Version"), max_length=64, help_text=_("As the platform calls it, or the date that stands on it.")
    )
    starts_on = DayField(label=_("In force from"))
    url = forms.URLField(label=_("Address of the terms"), max_length=500, assume_scheme="https")
    summary_bn = TextField(label=_("What changed, in Bangla"), max_length=LONGEST_WORDS)
    summary_en = TextField(label=_("What changed, in English"), max_length=LONGEST_WORDS)
