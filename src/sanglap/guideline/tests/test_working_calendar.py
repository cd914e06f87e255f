"""Working days and working time of the rulebook that we ship."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanglap.guideline.calendar import Week, library_names
from sanglap.guideline.days import LIBRARY_LANGUAGE, Basis
from sanglap.guideline.loader import load

CALENDAR = load(Path(__file__).resolve().parents[4] / "rulebooks" / "bd-2016").calendar
DHAKA = ZoneInfo("Asia/Dhaka")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
YEARS = range(2016, 2031)


def at(text: str) -> datetime:
    """A moment by the clock of Dhaka."""
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


def every_day(first: int = 2016, last: int = 2030) -> list[date]:
    start = date(first, 1, 1)
    return [start + number * DAY for number in range((date(last, 12, 31) - start).days + 1)]


# Holidays.


def test_every_name_that_the_library_yields_is_named_here_and_no_other() -> None:
    library = CALENDAR._data.library
    assert library is not None
    known = holidays.country_holidays("BD", years=YEARS, language=LIBRARY_LANGUAGE)
    assert {one for name in known.values() for one in library_names(name)} == set(library.names)


def test_every_holiday_is_named_in_bangla_and_in_english() -> None:
    found = [holiday for day in every_day() if (holiday := CALENDAR.holiday(day))]
    assert len(found) > 15 * len(YEARS)
    for holiday in found:
        assert set(holiday.name) == {"bn", "en"}
        assert not any("a" <= letter.lower() <= "z" for letter in holiday.name["bn"])
        assert "estimated" not in holiday.name["en"]
        assert "আনুমানিক" not in holiday.name["bn"]


def test_a_day_that_hangs_on_the_moon_is_estimated_until_it_is_known() -> None:
    coming, past = CALENDAR.holiday(date(2028, 2, 27)), CALENDAR.holiday(date(2025, 3, 31))
    assert coming is not None
    assert past is not None
    assert (coming.name["bn"], coming.basis, coming.estimated) == ("ঈদুল ফিতর", Basis.MOON, True)
    assert (past.name["bn"], past.basis, past.estimated) == ("ঈদুল ফিতর", Basis.MOON, False)


def test_two_holidays_on_one_day_keep_both_names() -> None:
    both = CALENDAR.holiday(date(2030, 4, 14))
    assert both is not None
    assert set(both.name["bn"].split("; ")) == {"ঈদুল আজহা", "বাংলা নববর্ষ"}
    assert both.estimated


def test_the_governments_list_goes_before_the_librarys() -> None:
    eid, after = CALENDAR.holiday(date(2026, 5, 28)), CALENDAR.holiday(date(2026, 5, 31))
    assert eid is not None
    assert after is not None
    assert (eid.basis, after.basis) == (Basis.GENERAL, Basis.EXECUTIVE)
    assert eid.source is not None


def test_an_optional_holiday_is_named_and_offices_are_open() -> None:
    sankranti = CALENDAR.holiday(date(2026, 4, 13))
    assert sankranti is not None
    assert sankranti.basis == Basis.OPTIONAL
    assert CALENDAR.is_working_day(date(2026, 4, 13))


def test_a_cancelled_holiday_is_a_working_day() -> None:
    assert CALENDAR.holiday(date(2023, 8, 15)) is not None
    assert CALENDAR.holiday(date(2024, 8, 15)) is None
    assert CALENDAR.is_working_day(date(2024, 8, 15))


def test_general_and_executive_holidays_of_2026_add_up_to_the_notified_totals() -> None:
    closed = [day for day in every_day(2026, 2026) if (holiday := CALENDAR.holiday(day)) and holiday.closes]
    ordered_later = {date(2026, 2, 11), date(2026, 2, 12), date(2026, 3, 18), date(2026, 5, 25)}
    notified = [day for day in closed if day not in ordered_later]
    # Notified were 28, of which 9 days lie at a weekend. 1 May and 20 March count twice, Chaitra Sankranti is optional.
    assert len(notified) + 2 + 1 == 28
    assert len([day for day in notified if day.strftime("%a") in {"Fri", "Sat"}]) == 9


# Working days, weeks and hours.


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-22", True),  # Sunday
        ("2026-11-26", True),  # Thursday
        ("2026-11-27", False),  # Friday
        ("2026-11-28", False),  # Saturday
        ("2026-12-16", False),  # Victory Day
        ("2026-05-23", True),  # a Saturday worked for a longer Eid
    ],
)
def test_sunday_to_thursday_are_worked_but_for_holidays(day: str, works: bool) -> None:  # noqa: FBT001 - a case
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_a_week_runs_from_sunday_to_saturday() -> None:
    wanted = Week(date(2026, 11, 22), date(2026, 11, 28))
    assert {CALENDAR.week(wanted.start + number * DAY) for number in range(7)} == {wanted}


@pytest.mark.clause("7.a")
@pytest.mark.parametrize(("day", "left"), [("2026-11-23", 5), ("2026-03-18", 2), ("2026-05-25", 1), ("2026-12-14", 4)])
def test_holidays_shorten_a_week(day: str, left: int) -> None:
    assert len(CALENDAR.working_days(CALENDAR.week(date.fromisoformat(day)))) == left


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2016-02-02", 9, 17),
        ("2022-08-23", 9, 17),
        ("2022-08-24", 8, 15),
        ("2022-11-14", 8, 15),
        ("2022-11-15", 9, 16),
        ("2024-06-12", 9, 16),
        ("2024-06-20", 9, 17),
        ("2026-11-23", 9, 17),
    ],
)
def test_hours_are_those_in_force_on_the_day(day: str, opens: int, closes: int) -> None:
    assert CALENDAR.hours(date.fromisoformat(day)) == (time(opens), time(closes))


def test_hours_are_shorter_in_ramadan_and_none_on_a_holiday() -> None:
    assert CALENDAR.hours(date(2026, 2, 18)) == (time(9), time(17))
    assert CALENDAR.hours(date(2026, 2, 19)) == (time(9), time(15, 30))
    assert CALENDAR.hours(date(2026, 3, 24)) == (time(9), time(17))
    assert CALENDAR.hours(date(2026, 3, 22)) is None


def test_a_day_is_that_of_dhaka() -> None:
    assert CALENDAR.day_of(datetime(2026, 11, 22, 17, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert CALENDAR.day_of(datetime(2026, 11, 22, 18, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert CALENDAR.begins(date(2026, 11, 23)) == datetime(2026, 11, 22, 18, tzinfo=UTC)


def test_opening_and_closing_of_a_day_that_is_not_worked_is_refused() -> None:
    assert CALENDAR.opens(date(2026, 11, 26)) == at("2026-11-26T09:00")
    assert CALENDAR.closes(date(2026, 11, 26)) == at("2026-11-26T17:00")
    with pytest.raises(ValueError, match="2026-11-27 is not a working day"):
        CALENDAR.closes(date(2026, 11, 27))


# Working time.


@pytest.mark.parametrize(
    ("moment", "hours", "wanted"),
    [
        ("2026-11-23T10:00", 2, "2026-11-23T12:00"),
        ("2026-11-23T16:00", 1, "2026-11-23T17:00"),  # at closing time, not at the next opening
        ("2026-11-23T16:00", 2, "2026-11-24T10:00"),
        ("2026-11-26T16:00", 2, "2026-11-29T10:00"),  # over Friday and Saturday
        ("2026-11-27T12:00", 0, "2026-11-29T09:00"),
        ("2026-11-23T12:00", 0, "2026-11-23T12:00"),
        ("2026-11-23T17:00", 0, "2026-11-23T17:00"),
        ("2026-11-23T05:00", 8, "2026-11-23T17:00"),
        ("2026-03-16T15:00", 1, "2026-03-24T09:30"),  # over seven days of Eid, in Ramadan's hours
        ("2026-05-21T16:00", 9, "2026-05-23T17:00"),  # the Saturday worked
    ],
)
@pytest.mark.clause("7.b")
def test_a_clock_runs_in_working_time_only(moment: str, hours: int, wanted: str) -> None:
    end = CALENDAR.add_working_time(at(moment), hours * HOUR)
    assert end == at(wanted)
    assert end.tzinfo is UTC


@pytest.mark.clause("7.a")
def test_the_warning_comes_two_working_days_before_the_week_ends() -> None:
    closes = CALENDAR.closes(date(2026, 11, 26))
    assert CALENDAR.take_working_time(closes, 16 * HOUR) == at("2026-11-25T09:00")


def test_moments_without_a_zone_and_negative_spans_are_refused() -> None:
    naive, aware = datetime(2026, 11, 23, 10), at("2026-11-23T10:00")  # noqa: DTZ001 - that is the test
    for refused in (
        lambda: CALENDAR.add_working_time(naive, HOUR),
        lambda: CALENDAR.take_working_time(naive, HOUR),
        lambda: CALENDAR.working_time_between(aware, naive),
        lambda: CALENDAR.after_working_days(aware, 10_000),
        lambda: CALENDAR.add_working_time(aware, -HOUR),
        lambda: CALENDAR.take_working_time(aware, -HOUR),
        lambda: CALENDAR.add_working_time(aware, 100_000 * HOUR),
    ):
        with pytest.raises(ValueError, match=r"time zone|forward|no working time"):
            refused()


MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2028, 12, 31), timezones=st.just(DHAKA))  # noqa: DTZ001 - bounds
SPANS = st.timedeltas(timedelta(), 200 * HOUR)
ZONES = st.sampled_from([UTC, DHAKA, ZoneInfo("America/New_York")])
often = settings(deadline=None, max_examples=150)


@often
@given(MOMENTS, SPANS, ZONES)
def test_what_is_added_is_what_lies_between(moment: datetime, span: timedelta, zone: ZoneInfo) -> None:
    end = CALENDAR.add_working_time(moment.astimezone(zone), span)
    assert end.tzinfo is UTC
    assert CALENDAR.working_time_between(moment, end) == span


@often
@given(MOMENTS, SPANS)
def test_what_is_taken_is_what_lies_between(moment: datetime, span: timedelta) -> None:
    assert CALENDAR.working_time_between(CALENDAR.take_working_time(moment, span), moment) == span


@often
@given(MOMENTS, MOMENTS, SPANS, SPANS)
def test_later_and_longer_never_ends_earlier(one: datetime, other: datetime, span: timedelta, more: timedelta) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.add_working_time(first, span) <= CALENDAR.add_working_time(second, span)
    assert CALENDAR.add_working_time(one, span) <= CALENDAR.add_working_time(one, span + more)
    assert CALENDAR.take_working_time(first, span) <= CALENDAR.take_working_time(second, span)


@often
@given(MOMENTS, SPANS)
def test_a_clock_ends_within_hours(moment: datetime, span: timedelta) -> None:
    for end in (CALENDAR.add_working_time(moment, span), CALENDAR.take_working_time(moment, span)):
        local = end.astimezone(DHAKA)
        hours = CALENDAR.hours(local.date())
        assert hours is not None
        assert hours[0] <= local.time() <= hours[1]


@often
@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    between = CALENDAR.working_time_between
    assert between(first, second) + between(second, third) == between(first, third)
    assert between(third, first) == timedelta()


@settings(deadline=None, max_examples=40)
@given(st.dates(date(2022, 1, 1), date(2028, 12, 1)), st.integers(0, 95), st.integers(0, 8 * 96))
def test_working_time_is_what_counting_quarters_of_an_hour_gives(day: date, start: int, count: int) -> None:
    quarter = timedelta(minutes=15)
    begin = datetime.combine(day, time(), DHAKA) + start * quarter
    quarters = [begin + number * quarter for number in range(count)]
    worked = quarter * len([one for one in quarters if _is_open(one)])
    assert CALENDAR.working_time_between(begin, begin + count * quarter) == worked


def _is_open(moment: datetime) -> bool:
    hours = CALENDAR.hours(moment.date())
    return hours is not None and hours[0] <= moment.time() < hours[1]


@pytest.mark.parametrize(
    ("moment", "number", "over"),
    [
        ("2026-11-23T12:00", 0, "2026-11-24T00:00"),
        ("2026-11-23T12:00", 1, "2026-11-25T00:00"),
        ("2026-11-26T23:59", 1, "2026-11-30T00:00"),  # Thursday: Friday and Saturday are not worked
        ("2026-11-27T00:00", 1, "2026-11-30T00:00"),
        ("2026-12-15T12:00", 1, "2026-12-18T00:00"),  # Wednesday is Victory Day
        ("2026-11-23T12:00", 10, "2026-12-08T00:00"),
    ],
)
def test_working_days_are_over_at_midnight(moment: str, number: int, over: str) -> None:
    assert CALENDAR.after_working_days(at(moment), number) == at(over)
