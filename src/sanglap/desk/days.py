"""Days and hours as people write them, in the digits of either language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.language.dates import DHAKA, format_date
from sanglap.language.digits import in_digits_of, to_latin

_DAY = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def _near(day: date) -> date:
    """The day, if it lies where days of work lie. Raises ValidationError."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(_("This day is too far away. Check the year."), code="invalid")
    return day


class DayField(forms.Field):
    """A day, written as ২৩/১১/২০২৬, 23-11-2026 or 2026-11-23; gives a date, or None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"help_text": _("As in 23/11/2026"), **more})
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = to_latin(str(value or "")[:_LONGEST]).strip()
        if not text:
            return None
        found, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
        try:
            if iso:
                return _near(date(int(iso[1]), int(iso[2]), int(iso[3])))
            if found:
                return _near(date(int(found[3]), int(found[2]), int(found[1])))
        except ValueError:
            raise ValidationError(_("There is no such day."), code="invalid") from None
        raise ValidationError(_("Write the day as day/month/year, as in 23/11/2026."), code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return format_date(value, get_language() or "bn", "short") if isinstance(value, date) else value


class HourField(forms.Field):
    """A time of day on twenty-four hours, written as ৯, 9:00 or ১৫:৩০; gives a time, or None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"help_text": _("On 24 hours, as in 15:30"), **more})
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = to_latin(str(value or "")[:_LONGEST]).strip()
        if not text:
            return None
        found = _HOUR.fullmatch(text)
        try:
            if found:
                return time(int(found[1]), int(found[2] or 0))
        except ValueError:
            pass
        raise ValidationError(_("Write the hour on 24 hours, as in 9:00 or 15:30."), code="invalid")

    def prepare_value(self, value: Any) -> Any:
        language = get_language() or "bn"
        return in_digits_of(language, f"{value.hour}:{value:%M}") if isinstance(value, time) else value


def moment_of(day: date, hour: time) -> datetime:
    """That hour of that day in Bangladesh, in UTC."""
    return datetime.combine(day, hour, DHAKA).astimezone(UTC)


def parts_of(moment: datetime | None) -> dict[str, Any]:
    """The moment (UTC) as the first values of the fields `day` and `hour`, in Bangladesh's time; of none, nothing."""
    if moment is None:
        return {}
    there = moment.astimezone(DHAKA)
    return {"day": there.date(), "hour": there.time()}


def as_sent(moment: datetime | None) -> str:
    """The moment as a hidden field of a form sends it back, to the minute as `day` and `hour` tell it; "" for none."""
    return moment.astimezone(UTC).isoformat(timespec="minutes") if moment else ""
