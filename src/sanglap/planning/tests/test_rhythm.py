"""On which days something comes again: shorter months, leap years, holidays, mourning (clause 6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.guideline import loader
from sanglap.planning.models import OnHoliday, Recurrence, Rhythm
from sanglap.planning.rhythm import day_from, moment, placed

pytestmark = pytest.mark.clause("6")
DAY = timedelta(days=1)
START = date(2020, 1, 1)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def weekly(weekday: int, **more: object) -> Recurrence:
    return Recurrence(rhythm=Rhythm.WEEKLY, weekday=weekday, **{"starts_on": START, **more})


def monthly(day: int, **more: object) -> Recurrence:
    return Recurrence(rhythm=Rhythm.MONTHLY, day=day, **{"starts_on": START, **more})


def yearly(day: int, month: int, **more: object) -> Recurrence:
    return Recurrence(rhythm=Rhythm.YEARLY, day=day, month=month, **{"starts_on": START, **more})


@pytest.mark.parametrize(
    ("recurrence", "since", "found"),
    [
        (weekly(6), date(2026, 11, 23), date(2026, 11, 29)),
        (weekly(0), date(2026, 11, 23), date(2026, 11, 23)),
        (monthly(31), date(2026, 11, 23), date(2026, 11, 30)),
        (monthly(31), date(2026, 12, 1), date(2026, 12, 31)),
        (monthly(30), date(2027, 2, 1), date(2027, 2, 28)),
        (monthly(30), date(2028, 2, 1), date(2028, 2, 29)),
        (monthly(5), date(2026, 12, 6), date(2027, 1, 5)),
        (yearly(29, 2), date(2027, 1, 1), date(2027, 2, 28)),
        (yearly(29, 2), date(2028, 1, 1), date(2028, 2, 29)),
        (yearly(16, 12), date(2026, 12, 17), date(2027, 12, 16)),
        (weekly(6, starts_on=date(2027, 1, 1)), date(2026, 11, 23), date(2027, 1, 3)),
        (weekly(6, until=date(2026, 11, 28)), date(2026, 11, 23), None),
        (weekly(6, until=date(2026, 11, 29)), date(2026, 11, 23), date(2026, 11, 29)),
    ],
)
def test_the_next_day(recurrence: Recurrence, since: date, found: date | None) -> None:
    assert day_from(recurrence, since) == found


@given(st.integers(-7, 31).filter(bool), days)
def test_none_is_left_out_and_none_comes_twice(number: int, since: date) -> None:
    """Of a weekly one each seventh day, of a monthly one one in each month, whatever day one asks from."""
    recurrence = monthly(number) if number > 0 else weekly(-number - 1)
    first = day_from(recurrence, since)
    assert first is not None
    second = day_from(recurrence, first + DAY)
    assert second is not None
    assert since <= first < second
    assert day_from(recurrence, first) == first, "its own day is the next from itself on"
    if recurrence.rhythm == Rhythm.WEEKLY:
        assert second - first == 7 * DAY
    else:
        assert (second.year * 12 + second.month) - (first.year * 12 + first.month) == 1


VICTORY = date(2026, 12, 16)  # a Wednesday


@pytest.mark.parametrize(
    ("on_holiday", "found"),
    [
        (OnHoliday.KEEP, VICTORY),
        (OnHoliday.BEFORE, VICTORY - DAY),
        (OnHoliday.AFTER, VICTORY + DAY),
        (OnHoliday.SKIP, None),
    ],
)
def test_a_holiday(on_holiday: OnHoliday, found: date | None) -> None:
    assert placed(weekly(2, on_holiday=on_holiday), VICTORY, loader.current().calendar, lambda _day: False) == found


def test_days_of_mourning_count_like_holidays_and_a_post_moves_to_a_day_that_is_worked() -> None:
    calendar, sunday = loader.current().calendar, date(2026, 11, 29)
    mourned = {sunday, sunday + DAY}
    after, before = weekly(6, on_holiday=OnHoliday.AFTER), weekly(6, on_holiday=OnHoliday.BEFORE)
    assert placed(after, sunday, calendar, mourned.__contains__) == sunday + 2 * DAY
    assert placed(before, sunday, calendar, mourned.__contains__) == date(2026, 11, 26), "not the weekend"


@pytest.mark.parametrize("on_holiday", list(OnHoliday))
def test_a_weekend_is_no_holiday_where_the_day_of_the_week_was_chosen(on_holiday: OnHoliday) -> None:
    friday = date(2026, 11, 27)
    assert placed(weekly(4, on_holiday=on_holiday), friday, loader.current().calendar, lambda _day: False) == friday


@pytest.mark.parametrize(
    ("on_holiday", "found"),
    [
        (OnHoliday.KEEP, date(2027, 4, 30)),
        (OnHoliday.BEFORE, date(2027, 4, 29)),
        (OnHoliday.AFTER, date(2027, 5, 2)),
        (OnHoliday.SKIP, date(2027, 4, 30)),
    ],
)
def test_a_date_at_a_weekend_moves_to_a_working_day_if_one_is_wanted(on_holiday: OnHoliday, found: date) -> None:
    calendar, friday = loader.current().calendar, date(2027, 4, 30)
    for recurrence in (monthly(31, on_holiday=on_holiday), yearly(30, 4, on_holiday=on_holiday)):
        assert day_from(recurrence, friday) == friday
        assert placed(recurrence, friday, calendar, lambda _day: False) == found


def test_where_no_day_near_is_worked_it_stays() -> None:
    after = weekly(2, on_holiday=OnHoliday.AFTER)
    assert placed(after, VICTORY, loader.current().calendar, lambda _day: True) == VICTORY


def test_the_hour_is_that_of_bangladesh() -> None:
    assert moment(loader.current().calendar, VICTORY, time(0, 30)) == datetime(2026, 12, 15, 18, 30, tzinfo=UTC)
