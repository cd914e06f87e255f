"""What is asked of days that work otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.core.localized import LocalizedText
from sanglap.desk.days import DayField, HourField
from sanglap.desk.fields import LineField
from sanglap.guideline.days import Basis
from sanglap.language.dates import weekday_name
from sanglap.offices.models import CalendarEntry, EntryKind
from sanglap.offices.services import Days
from sanglap.offices.services.calendar import LONGEST_MEMO, LONGEST_NAME, fingerprint
from sanglap.offices.wording import BASES

_BELONG = {
    EntryKind.HOLIDAY: ("basis",),
    EntryKind.HOURS: ("opens", "closes"),
    EntryKind.WEEKEND: ("weekdays",),
}
_SOMETIMES = ("basis", "opens", "closes", "weekdays")
# As a week runs here.
_WEEK = (6, 0, 1, 2, 3, 4, 5)


def _weekdays() -> list[tuple[int, str]]:
    return [(day, weekday_name(day, get_language() or "bn")) for day in _WEEK]


class EntryForm(forms.Form):
    """Days of one kind; only what goes with the kind is asked."""

    name_bn = LineField(label=_("What it is called, in Bangla"), max_length=LONGEST_NAME)
    name_en = LineField(label=_("What it is called, in English"), max_length=LONGEST_NAME, required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty for a single day."))
    basis = forms.ChoiceField(label=_("Kind of holiday"), choices=list(BASES.items()), widget=forms.RadioSelect)
    opens = HourField(label=_("Opens at"))
    closes = HourField(label=_("Closes at"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days without work in the week"),
        choices=_weekdays,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    memo = LineField(label=_("Memo number of the order"), max_length=LONGEST_MEMO, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: EntryKind, entry: CalendarEntry | None = None) -> None:
        super().__init__(data, initial=_initial(entry) if entry else {"basis": Basis.EXECUTIVE})
        for name in _SOMETIMES:
            if name not in _BELONG.get(kind, ()):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_on") and "ends_on" not in self.errors:
            given["ends_on"] = given.get("ends_on") or given["starts_on"]
        return given

    def days(self) -> Days:
        """The fields as the service takes them."""
        given = self.cleaned_data
        days: Days = {
            "name": LocalizedText(bn=given["name_bn"], en=given["name_en"]),
            "starts_on": given["starts_on"],
            "ends_on": given["ends_on"],
            "memo": given["memo"],
        }
        if "basis" in given:
            days["basis"] = given["basis"]
        if "opens" in given:
            days["opens"], days["closes"] = given["opens"], given["closes"]
        if "weekdays" in given:
            days["weekdays"] = given["weekdays"]
        return days


def _initial(entry: CalendarEntry) -> dict[str, Any]:
    plain = ("starts_on", "ends_on", "basis", "opens", "closes", "weekdays", "memo")
    names = {f"name_{language}": entry.name.get(language, "") for language in ("bn", "en")}
    return {**names, **{name: getattr(entry, name) for name in plain}, "seen": fingerprint(entry)}


class MoonForm(forms.Form):
    """On which day a holiday falls now that the moon was sighted."""

    seen_on = DayField(label=_("The holiday falls on"))
    memo = LineField(label=_("Memo number of the order"), max_length=LONGEST_MEMO, required=False)

    def __init__(self, data: Any = None, *, reckoned: date) -> None:
        super().__init__(data, initial={"seen_on": reckoned})
