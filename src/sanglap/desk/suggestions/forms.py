"""What is asked of whoever suggests something."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField
from sanglap.offices.models import Office
from sanglap.suggestions.services.suggesting import LONGEST, LONGEST_LINK


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """One of the offices to which one may suggest."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SuggestForm(forms.Form):
    """What is suggested, to whom, for when."""

    words = TextField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("A few words are enough: what happened, where, when, who was there."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write what it is about, in a few words.")},
    )
    link = LineField(
        label=gettext_lazy("Link, if there is one"),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )
    wished_on = DayField(label=gettext_lazy("For which day, if it matters"), required=False)
    office = OfficeField(
        label=gettext_lazy("For which office?"),
        queryset=Office.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the office that is to publish it.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offices: QuerySet[Office], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]  # the field is the one above
