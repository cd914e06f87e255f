"""Days and hours as people write them, and as the pages themselves do (clauses 6, 6.a)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from sanglap.desk.days import DayField, HourField
from sanglap.language.dates import DHAKA, format_date, format_time

DAY = date(2026, 12, 20)


@pytest.mark.parametrize(
    "written",
    [
        "20/12/2026", "২০/১২/২০২৬", "20-12-2026", "20.12.2026", "2026-12-20", " 20 12 2026 ", "20 December 2026",
        "20 december 2026", "20 December, 2026", "২০ ডিসেম্বর ২০২৬", "20 ডিসেম্বর 2026", "২০ December ২০২৬",
    ],
)  # fmt: skip
def test_a_day_in_every_form(written: str) -> None:
    assert DayField().clean(written) == DAY


@pytest.mark.parametrize(
    "written",
    ["20/12/26", "20 December 26", "২০ ডিসেম্বর ২৬", "20 Dec 2026", "20 পৌষ 2026", "31 November 2026", "tomorrow"],
)
def test_what_names_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(written)


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_as_a_page_tells_it_is_taken(language: str, month: int) -> None:
    day = date(2027, month, 3)
    assert DayField().clean(format_date(day, language)) == day
    with override(language):
        assert DayField().clean(DayField().prepare_value(day)) == day


@pytest.mark.parametrize("written", ["3 জানুয়ারী 2027", "৩ জানুয়ারী ২০২৭", "৩ জানুয়ারি ২০২৭"])
def test_january_is_spelled_in_two_ways(written: str) -> None:
    assert DayField().clean(written) == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("9", time(9)), ("৯:০০", time(9)), ("15.30", time(15, 30)), ("১৫:৩০", time(15, 30)),
        ("3:30 pm", time(15, 30)), ("3:30PM", time(15, 30)), ("3:30 p.m.", time(15, 30)), ("3 pm", time(15)),
        ("12:15 am", time(0, 15)), ("12 pm", time(12)), ("15:30 pm", time(15, 30)),
        ("বিকাল ৩:৩০", time(15, 30)), ("৩:৩০ বিকাল", time(15, 30)), ("বিকেল 3:30", time(15, 30)),
        ("ভোর ৫:০০", time(5)), ("সকাল ৯", time(9)), ("দুপুর ১২:০০", time(12)),
        ("দুপুর ২:৩০", time(14, 30)), ("সন্ধ্যা ৬:৪৫", time(18, 45)), ("রাত ৯:০০", time(21)),
        ("রাত ১২:০০", time(0)), ("রাত ২:০০", time(2)), ("রাত ২১:০০", time(21)),
    ],
)  # fmt: skip
def test_an_hour_in_every_form(written: str, hour: time) -> None:
    assert HourField().clean(written) == hour


@pytest.mark.parametrize(
    "written", ["25", "9:60", "15:30 am", "0:30 pm", "সকাল ৩:০০", "বিকাল ৯:০০", "pm 3 pm", "3 o'clock", "noon"]
)
def test_what_names_no_hour_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        HourField().clean(written)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_an_hour_as_a_page_tells_it_is_taken(language: str) -> None:
    for quarters in range(96):
        at = datetime(2026, 12, 20, tzinfo=DHAKA) + quarters * timedelta(minutes=15)
        assert HourField().clean(format_time(at.astimezone(UTC), language)) == at.time()
