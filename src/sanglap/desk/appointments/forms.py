"""What is asked of positions, appointments, orders, leave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.core import clock
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField
from sanglap.guideline import loader
from sanglap.offices.models import Charge
from sanglap.offices.services import plain_memo
from sanglap.people.backends import known_as
from sanglap.people.permissions import Role


def moment_of(day: date) -> datetime:
    """When something begins that begins on that day: today at once, any other day at its midnight in Dhaka (UTC)."""
    calendar, now = loader.current().calendar, clock.now()
    return now if day == calendar.day_of(now) else calendar.begins(day)


def end_of(day: date | None) -> datetime | None:
    """When something is over that lasts until that day, the day included (UTC)."""
    return loader.current().calendar.begins(day + timedelta(days=1)) if day else None


class PersonField(LineField):
    """A person by user name or e-mail address; gives the User."""

    def __init__(self, **more: Any) -> None:
        help_text = _("User name or e-mail address. Those of the same office are offered as you type.")
        super().__init__(**{"help_text": help_text, "max_length": 254, **more})
        self.widget.attrs.update({"list": "colleagues", "autocomplete": "off", "autocapitalize": "none"})

    def clean(self, value: Any) -> Any:
        given: str = super().clean(value)
        if not given:
            return None
        if (found := known_as(given)) is None:
            raise ValidationError(
                _("Nobody is known by this name or address. Check it, or invite the person first."), code="unknown"
            )
        return found


class OrderForm(forms.Form):
    """The office order; it may follow later."""

    memo = LineField(
        label=_("Memo number of the order"),
        required=False,
        max_length=120,
        help_text=_("As on the order. Leave it empty if the order is still to come."),
    )
    dated = DayField(label=_("Date of the order"), required=False)
    scan = forms.FileField(
        label=_("Picture or PDF of the order"), required=False, help_text=_("A photo, a scan or a PDF, up to 20 MB.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        memo = given.get("memo")
        if memo:
            try:
                given["memo"] = plain_memo(memo)
            except ValidationError as error:
                self.add_error("memo", error)
            if not given.get("dated") and "dated" not in self.errors:
                self.add_error("dated", _("Write the date of the order."))
        elif "memo" not in self.errors and (given.get("scan") or given.get("dated")):
            self.add_error("memo", _("Write the memo number of the order."))
        return given


class PositionForm(forms.Form):
    """A position: what it is called, what it lets one do, how far it reaches."""

    title_bn = LineField(label=_("Designation in Bangla"))
    title_en = LineField(label=_("Designation in English"))
    role = forms.ChoiceField(
        label=_("What it lets one do"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.AUTHOR
    )
    below = forms.BooleanField(label=_("Also at every office below"), required=False)


class TitleForm(forms.Form):
    """What a position is called."""

    title_bn = LineField(label=_("Designation in Bangla"))
    title_en = LineField(label=_("Designation in English"))


class AppointForm(OrderForm):
    """Who takes a position, in what charge, from when to when."""

    user = PersonField(label=_("Who"))
    charge = forms.ChoiceField(
        label=_("Charge"), choices=Charge.choices, widget=forms.RadioSelect, initial=Charge.REGULAR
    )
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until, the day included"), required=False)
    field_order: tuple[str, ...] = ("user", "charge", "starts", "ends", "memo", "dated", "scan")

    def term(self) -> dict[str, Any]:
        """The term as the services take it."""
        given = self.cleaned_data
        return {
            "charge": Charge(given["charge"]), "starts_at": moment_of(given["starts"]), "ends_at": end_of(given["ends"])
        }  # fmt: skip


class InviteForm(AppointForm):
    """Somebody new, for a position."""

    user = None  # type: ignore[assignment]  # Django's way of leaving out a field
    name_bn = LineField(label=_("Name in Bangla"), max_length=150)
    name_en = LineField(label=_("Name in English"), max_length=150)
    username = LineField(
        label=_("User name"), max_length=64, help_text=_("For signing in: small Latin letters, digits, dot, hyphen.")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    field_order = ("name_bn", "name_en", "username", "email", "charge", "starts", "ends", "memo", "dated", "scan")


class HandOverForm(OrderForm):
    """Who comes after whom, and when."""

    successor = PersonField(label=_("Who takes the position"), required=False)
    at = DayField(label=_("On which day"))
    charge = forms.ChoiceField(
        label=_("Charge of the successor"), choices=Charge.choices, widget=forms.RadioSelect, initial=Charge.REGULAR
    )
    field_order = ("successor", "at", "charge", "memo", "dated", "scan")


class RelieveForm(OrderForm):
    """When a term ends."""

    until = DayField(label=_("Last day, the day included; today ends it at once"))
    field_order = ("until", "memo", "dated", "scan")


class SpanForm(forms.Form):
    """From which day to which, both included, and why."""

    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until, the day included"))
    reason = LineField(label=_("Reason"), required=False)

    def span(self) -> dict[str, Any]:
        """The span as the services take it."""
        given = self.cleaned_data
        return {"starts_at": moment_of(given["starts"]), "ends_at": end_of(given["ends"]), "reason": given["reason"]}


class StandInForm(SpanForm):
    """Who does it meanwhile."""

    to = PersonField(label=_("Who stands in"))
    field_order = ("to", "starts", "ends", "reason")


class NameForm(forms.Form):
    """How a person is called and reached."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)
    name_bn = LineField(label=_("Name in Bangla"), max_length=150)
    name_en = LineField(label=_("Name in English"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def leave_alone(self, current: Mapping[str, str]) -> None:
        """Give the fields that were not touched since the form was shown the values that they have by now."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except (ValueError, RecursionError):
            return
        for name, value in current.items():
            if isinstance(seen, dict) and self.cleaned_data.get(name) == seen.get(name):
                self.cleaned_data[name] = value
