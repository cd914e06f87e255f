"""Days, times of day and the Bangla calendar."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.messageformat import MessageFormat

from sanglap.language.dates import (
    BanglaDate,
    bangla_date,
    format_bangla_date,
    format_date,
    format_moment,
    format_time,
)

DAY = date(2026, 11, 23)


def in_dhaka(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo("Asia/Dhaka"))


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("bn", "long", "সোমবার, ২৩ নভেম্বর ২০২৬"),
        ("bn", "medium", "২৩ নভেম্বর ২০২৬"),
        ("bn", "short", "২৩/১১/২০২৬"),
        ("en", "long", "Monday 23 November 2026"),
        ("en", "medium", "23 November 2026"),
        ("en", "short", "23/11/2026"),
    ],
)
def test_forms(language: str, form: str, written: str) -> None:
    assert format_date(DAY, language, form) == written


def test_short_dates_have_two_digits() -> None:
    assert format_date(date(2026, 3, 6), "bn", "short") == "০৬/০৩/২০২৬"
    assert format_date(date(2026, 3, 6), "bn") == "৬ মার্চ ২০২৬"


def test_no_other_form() -> None:
    with pytest.raises(ValueError, match="no form 'full'"):
        format_date(DAY, "bn", "full")


@pytest.mark.parametrize("language", ["bn", "en"])
def test_names_are_those_of_the_cldr(language: str) -> None:
    pattern = MessageFormat("{day,date,EEEE d MMMM y}", language)
    for number in range(0, 366, 5):
        day = date(2026, 1, 1) + timedelta(days=number)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        expected = unicodedata.normalize("NFC", pattern.format({"day": noon}))
        assert format_date(day, language, "long").replace(",", "") == expected


def test_a_moment_has_the_day_of_its_zone() -> None:
    evening = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    assert format_date(evening, "en") == "23 November 2026"
    assert format_date(evening, "en", zone=UTC) == "22 November 2026"
    assert format_moment(evening, "bn") == "২৩ নভেম্বর ২০২৬, রাত ১২:৩০"
    assert format_moment(evening, "en", UTC) == "22 November 2026, 6:30 pm"
    assert format_bangla_date(evening) == "৮ অগ্রহায়ণ ১৪৩৩"


@pytest.mark.parametrize(
    ("hour", "bangla", "english"),
    [
        (0, "রাত ১২:০৫", "12:05 am"),
        (3, "রাত ৩:০৫", "3:05 am"),
        (4, "ভোর ৪:০৫", "4:05 am"),
        (6, "সকাল ৬:০৫", "6:05 am"),
        (9, "সকাল ৯:০৫", "9:05 am"),
        (11, "সকাল ১১:০৫", "11:05 am"),
        (12, "দুপুর ১২:০৫", "12:05 pm"),
        (14, "দুপুর ২:০৫", "2:05 pm"),
        (15, "বিকাল ৩:০৫", "3:05 pm"),
        (17, "বিকাল ৫:০৫", "5:05 pm"),
        (18, "সন্ধ্যা ৬:০৫", "6:05 pm"),
        (19, "সন্ধ্যা ৭:০৫", "7:05 pm"),
        (20, "রাত ৮:০৫", "8:05 pm"),
        (23, "রাত ১১:০৫", "11:05 pm"),
    ],
)
def test_times_of_day(hour: int, bangla: str, english: str) -> None:
    assert format_time(in_dhaka(hour, 5), "bn") == bangla
    assert format_time(in_dhaka(hour, 5), "en") == english


def test_moments() -> None:
    assert format_moment(in_dhaka(9, 30), "bn") == "২৩ নভেম্বর ২০২৬, সকাল ৯:৩০"
    assert format_moment(in_dhaka(9, 30), "en") == "23 November 2026, 9:30 am"


@pytest.mark.parametrize("tell", [format_date, format_time, format_moment])
def test_a_moment_needs_its_offset(tell: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match="offset"):
        tell(datetime(2026, 11, 23, 9, 30), "bn")  # noqa: DTZ001 - the fault that is to be refused


@pytest.mark.parametrize(
    ("day", "bangla"),
    [
        (date(2026, 4, 14), BanglaDate(1433, 1, 1)),
        (date(2026, 4, 13), BanglaDate(1432, 12, 30)),
        (date(2026, 2, 21), BanglaDate(1432, 11, 8)),
        (date(2024, 2, 21), BanglaDate(1430, 11, 8)),
        (date(2026, 12, 16), BanglaDate(1433, 9, 1)),
        (date(2026, 3, 26), BanglaDate(1432, 12, 12)),
        (date(2024, 3, 26), BanglaDate(1430, 12, 12)),
        (date(2026, 11, 23), BanglaDate(1433, 8, 8)),
        (date(2024, 2, 14), BanglaDate(1430, 11, 1)),
        (date(2024, 2, 29), BanglaDate(1430, 11, 16)),
        (date(2024, 3, 14), BanglaDate(1430, 11, 30)),
        (date(2023, 3, 14), BanglaDate(1429, 11, 29)),
        (date(2024, 3, 15), BanglaDate(1430, 12, 1)),
        (date(2019, 10, 16), BanglaDate(1426, 6, 31)),
        # Before the revision 21 February was 9 Falgun and 16 December 2 Poush.
        (date(2019, 2, 21), BanglaDate(1425, 11, 9)),
        (date(2018, 12, 16), BanglaDate(1425, 9, 2)),
        (date(2019, 3, 26), BanglaDate(1425, 12, 12)),
        (date(2016, 4, 13), BanglaDate(1422, 12, 30)),
    ],
)
def test_bangla_calendar(day: date, bangla: BanglaDate) -> None:
    assert bangla_date(day) == bangla


def test_bangla_dates_written() -> None:
    assert format_bangla_date(DAY) == "৮ অগ্রহায়ণ ১৪৩৩"
    assert format_bangla_date(DAY, "en") == "8 Ogrohayon 1433"
    assert format_bangla_date(date(2026, 6, 15), "bn") == "১ আষাঢ় ১৪৩৩"


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_the_bangla_calendar_has_no_gaps(day: date) -> None:
    today, tomorrow = bangla_date(day), bangla_date(day + timedelta(days=1))
    assert tomorrow > today
    assert tomorrow.day in {1, today.day + 1}
    assert today.day > 28 or tomorrow.day == today.day + 1
    assert (today.month, today.day) == (1, 1) if (day.month, day.day) == (4, 14) else today.day <= 31


@given(st.dates(), st.sampled_from(["bn", "en"]), st.sampled_from(["long", "medium", "short"]))
def test_in_normal_form(day: date, language: str, form: str) -> None:
    assert unicodedata.is_normalized("NFC", format_date(day, language, form))
