"""What is asked where a post gets another time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.desk.days import DayField, HourField, moment_of


class MoveForm(forms.Form):
    """The day and the hour."""

    day = DayField(label=_("Publish on"))
    hour = HourField(label=_("At"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    """The time that the form was opened with."""

    def clean_seen(self) -> datetime | None:
        """What is no moment was not sent by this form: it is like one that somebody else changed."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("day") and given.get("hour") is not None:
            given["publish_at"] = moment_of(given["day"], given["hour"])
        return given
