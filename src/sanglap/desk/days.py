"""Days and hours as people write them, in the digits of either language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.language.dates import DHAKA, format_date, hour_meant, month_number
from sanglap.language.digits import in_digits_of, to_latin
from sanglap.language.normal import normalise

_DAY = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})[\s,]+(\D+?)[\s,]+(\d{4})")
_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
# The part of the day stands before or after it.
_HOUR = re.compile(r"(?P<before>[^\s\d]+)?\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<after>[^\s\d]+)?")


def _written(value: Any) -> str:
    return to_latin(normalise(str(value or "")[:_LONGEST])).strip()


def _near(day: date) -> date:
    """The day, if it lies where days of work lie. Raises ValidationError."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(_("This day is too far away. Check the year."), code="invalid")
    return day


def _day(text: str) -> date | None:
    """The day that is written there; None where none is. Raises ValueError for one that there is not."""
    if iso := _ISO.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if found := _DAY.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    named = _NAMED.fullmatch(text)
    month = month_number(named[2]) if named else None
    return date(int(named[3]), month, int(named[1])) if named and month else None


def _hour(text: str) -> time | None:
    """The time of day that is written there; None where none is. Raises ValueError for one that there is not."""
    found = _HOUR.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        return None
    hour, part = int(found["hour"]), found["before"] or found["after"]
    meant = hour_meant(part, hour) if part else hour
    return time(meant, int(found["minute"] or 0)) if meant is not None else None


class DayField(forms.Field):
    """A day, written as ২৩/১১/২০২৬, 23-11-2026, 2026-11-23 or ২৩ নভেম্বর ২০২৬; gives a date, or None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"help_text": _("As in 23/11/2026"), **more})
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = _written(value)
        if not text:
            return None
        try:
            if (day := _day(text)) is not None:
                return _near(day)
        except ValueError:
            raise ValidationError(_("There is no such day."), code="invalid") from None
        raise ValidationError(_("Write the day as day/month/year, as in 23/11/2026."), code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return format_date(value, get_language() or "bn", "short") if isinstance(value, date) else value


class HourField(forms.Field):
    """A time of day, written as ৯, 9:00, ১৫:৩০, 3:30 pm or বিকাল ৩:৩০; gives a time, or None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"help_text": _("On 24 hours, as in 15:30"), **more})
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = _written(value)
        if not text:
            return None
        try:
            if (hour := _hour(text)) is not None:
                return hour
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
