"""What is asked where a post gets another time, and of one that comes again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.content.models import Draft
from sanglap.content.writing import LONGEST
from sanglap.desk.days import DayField, HourField, moment_of
from sanglap.desk.fields import AccountsField, LineField, PurposesField
from sanglap.desk.planning.slots import weekdays
from sanglap.guideline.days import KeptDay, Tone
from sanglap.language.dates import month_name
from sanglap.language.digits import in_digits_of
from sanglap.planning.models import OnHoliday, Recurrence, Rhythm
from sanglap.planning.recurrences import LONGEST_NAME, Plan

_NONE: tuple[int | str, str] = ("", "–")


def _weekdays() -> list[tuple[int | str, str]]:
    return [_NONE, *weekdays()]


def _days() -> list[tuple[int | str, str]]:
    return [_NONE, *((day, in_digits_of(get_language() or "bn", str(day))) for day in range(1, 32))]


def _months() -> list[tuple[int | str, str]]:
    return [_NONE, *((month, month_name(month, get_language() or "bn")) for month in range(1, 13))]


def _choice(label: Any, choices: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False, **more)


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


class RecurrenceForm(forms.Form):
    """Words, where they go, and on which days."""

    name = LineField(label=_("Name"), max_length=LONGEST_NAME, help_text=_("For your office alone, to find it again."))
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("With this each draft begins. What differs each time is filled in there."),
        error_messages={"required": _("Write the text first.")},
    )
    accounts = AccountsField(
        label=_("Accounts"),
        queryset=Account.objects.none(),
        error_messages={"required": _("Choose at least one account.")},
    )
    purposes = PurposesField()
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect)
    weekday = _choice(_("Day of the week, where it comes every week"), _weekdays)
    day = _choice(
        _("Day of the month, where it comes every month or year"),
        _days,
        help_text=_("In a shorter month: its last day."),
    )
    month = _choice(_("Month, where it comes every year"), _months)
    hour = HourField(label=_("At"))
    starts_on = DayField(label=_("From"))
    until = DayField(label=_("Until, the day included; empty: until somebody ends it"), required=False)
    on_holiday = forms.ChoiceField(
        label=_("Where the day is a holiday or a day of mourning"), choices=OnHoliday.choices, widget=forms.RadioSelect
    )
    festive = forms.BooleanField(
        label=_("It is festive: on a day of mourning or emergency it waits for a word of yours"), required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].queryset = accounts  # type: ignore[attr-defined]  # the field is the one above

    def plan(self, pictures_of: Draft | None) -> Plan:
        """The fields as the service takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Plan(
            **{
                **given,
                "accounts": list(given["accounts"]),
                "rhythm": Rhythm(given["rhythm"]),
                "on_holiday": OnHoliday(given["on_holiday"]),
                "pictures_of": pictures_of,
            }
        )


def as_kept(recurrence: Recurrence) -> dict[str, Any]:
    """The first values of the form for one that is there."""
    plain = ("name", "text", "purposes", "rhythm", "weekday", "day", "month", "hour", "starts_on", "until", "festive")
    accounts = [account.pk for account in recurrence.accounts.all()]
    return {
        **{name: getattr(recurrence, name) for name in plain}, "on_holiday": recurrence.on_holiday, "accounts": accounts
    }  # fmt: skip


def of_day(kept: KeptDay) -> dict[str, Any]:
    """The same for a national or international day."""
    return {
        "name": str(kept.name),
        "rhythm": Rhythm.YEARLY,
        "day": kept.day,
        "month": kept.month,
        "festive": kept.tone == Tone.FESTIVE,
    }
