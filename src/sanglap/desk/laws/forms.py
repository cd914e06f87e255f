"""What is asked of a law or rule that is entered (clause 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField, both
from sanglap.language.digits import to_latin
from sanglap.laws.models import EnteredLaw, Kind
from sanglap.laws.selectors import Entry
from sanglap.laws.services import LawText


class YearField(forms.IntegerField):
    """A year, in the digits of either language."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(to_latin(str(value or ""))[:10])


class LawForm(forms.Form):
    """A law or rule as it is to stand in the register."""

    title_bn = LineField(label=_("Title in Bangla"))
    title_en = LineField(label=_("Title in English"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    number = LineField(
        label=_("Number"), required=False, max_length=120, help_text=_("As it is cited, such as Act No. 39 of 2006.")
    )
    year = YearField(label=_("Year"), min_value=1700, max_value=2200, widget=forms.TextInput)
    dated = DayField(label=_("Dated"), required=False)
    starts_on = DayField(label=_("In force from"), required=False)
    ends_on = DayField(
        label=_("In force until"), required=False, help_text=_("The last day; empty while it is in force.")
    )
    replaces = forms.MultipleChoiceField(
        label=_("It replaces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those are then shown as no longer in force, from its day."),
    )
    url = forms.URLField(label=_("Address of its text"), required=False, max_length=500, assume_scheme="https")
    meaning_bn = TextField(label=_("What it means for social media, in Bangla"), max_length=1_000)
    meaning_en = TextField(label=_("What it means for social media, in English"), max_length=1_000)

    def __init__(self, *args: Any, others: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].choices = [(one.key, str(one.title)) for one in others]  # type: ignore[attr-defined]  # the field is the one above

    def text(self) -> LawText:
        """What the form says, as the services take it."""
        plain = ("kind", "number", "year", "dated", "starts_on", "ends_on", "replaces", "url")
        given = {name: self.cleaned_data[name] for name in plain}
        return LawText(title=both(self, "title"), meaning=both(self, "meaning"), **given)

    @staticmethod
    def of(law: EnteredLaw) -> dict[str, Any]:
        """The law as the form's first values."""
        plain = ("kind", "number", "year", "dated", "starts_on", "ends_on", "replaces", "url")
        texts = {
            f"{name}_{language}": text for name in ("title", "meaning") for language, text in getattr(law, name).items()
        }
        return {name: getattr(law, name) for name in plain} | texts
