"""An office's own days, hours and weekends on top of the rulebook's calendar."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from sanglap.core.localized import LocalizedText
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.days import Basis
from sanglap.guideline.loader import load
from sanglap.guideline.overlay import (
    DaysOff,
    DaysWorked,
    HolidaysCancelled,
    OtherHours,
    OtherWeekend,
    Overlay,
    Span,
)

CALENDAR = load(Path(__file__).resolve().parents[4] / "rulebooks" / "bd-2016").calendar
DHAKA = ZoneInfo("Asia/Dhaka")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NAME = LocalizedText(bn="মেলা", en="Fair")
RAMADAN = LocalizedText(bn="রমজান", en="Ramadan")

SUNDAY, TUESDAY, THURSDAY = date(2026, 11, 22), date(2026, 11, 24), date(2026, 11, 26)
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
VICTORY = date(2026, 12, 16)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


def office(*spans: Span) -> WorkingCalendar:
    """The calendar with these, those that go before others first."""
    return CALENDAR.with_overlay(Overlay(spans))


def off(first: date, last: date | None = None, basis: Basis = Basis.EXECUTIVE) -> DaysOff:
    return DaysOff(first, last or first, NAME, basis)


def worked(first: date, last: date | None = None) -> DaysWorked:
    return DaysWorked(first, last or first, NAME)


def cancelled(day: date) -> HolidaysCancelled:
    return HolidaysCancelled(day, day, NAME)


def weekend(*weekdays: int, first: date = SUNDAY, last: date = SATURDAY) -> OtherWeekend:
    return OtherWeekend(first, last, NAME, frozenset(weekdays))


def test_own_days_go_before_the_rulebooks_and_leave_it_alone() -> None:
    own = office(off(TUESDAY), worked(SATURDAY), worked(VICTORY))
    holiday = own.holiday(TUESDAY)
    assert holiday is not None
    assert (holiday.name, holiday.basis, holiday.estimated) == (NAME, Basis.EXECUTIVE, False)
    assert own.hours(TUESDAY) is None
    assert own.hours(SATURDAY) == (time(9), time(17))
    assert own.holiday(VICTORY) is None
    assert own.is_working_day(VICTORY)
    assert CALENDAR.is_working_day(TUESDAY)
    assert not CALENDAR.is_working_day(VICTORY)
    assert own.working_time_between(at("2026-11-23T16:00"), at("2026-11-25T10:00")) == 2 * HOUR


def test_an_optional_holiday_is_named_and_the_office_is_open() -> None:
    own = office(off(TUESDAY, basis=Basis.OPTIONAL))
    assert own.holiday(TUESDAY) is not None
    assert own.is_working_day(TUESDAY)
    # Entered over a general holiday it opens the office.
    assert office(off(VICTORY, basis=Basis.OPTIONAL)).is_working_day(VICTORY)


def test_of_two_that_speak_of_a_day_the_first_is_heard() -> None:
    assert not office(off(TUESDAY), worked(TUESDAY)).is_working_day(TUESDAY)
    assert office(worked(TUESDAY), off(TUESDAY)).is_working_day(TUESDAY)
    assert office(cancelled(VICTORY), off(VICTORY)).is_working_day(VICTORY)
    first = OtherHours(SUNDAY, SATURDAY, NAME, time(8), time(14))
    second = OtherHours(SUNDAY, SATURDAY, RAMADAN, time(9), time(15, 30))
    assert office(first, second).hours(TUESDAY) == (time(8), time(14))
    assert office(second, first).hours(TUESDAY) == (time(9), time(15, 30))


def test_a_cancelled_holiday_leaves_the_weekend() -> None:
    eid = date(2026, 3, 21)  # a Saturday
    assert office(cancelled(VICTORY)).is_working_day(VICTORY)
    own = office(cancelled(eid))
    assert own.holiday(eid) is None
    assert not own.is_working_day(eid)


def test_the_day_of_the_moon_moves() -> None:
    """The library reckons 27 February 2028 for Eid al-Fitr; it was seen a day later."""
    reckoned, seen = date(2028, 2, 27), date(2028, 2, 28)
    eid = CALENDAR.holiday(reckoned)
    assert eid is not None
    assert eid.estimated
    own = office(cancelled(reckoned), DaysOff(seen, seen, eid.name, Basis.MOON))
    moved = own.holiday(seen)
    assert moved is not None
    assert (moved.name, moved.basis, moved.estimated) == (eid.name, Basis.MOON, False)
    assert own.holiday(reckoned) is None
    assert own.is_working_day(reckoned)
    assert not own.is_working_day(seen)


def test_another_weekend_holds_for_its_span_and_leaves_holidays() -> None:
    own = office(weekend(4, 3))
    assert [own.is_working_day(SUNDAY + number * DAY) for number in range(7)] == [True] * 4 + [False] * 2 + [True]
    assert not own.is_working_day(SATURDAY + 7 * DAY)
    assert not office(weekend(4, first=VICTORY, last=VICTORY)).is_working_day(VICTORY)
    # Nearer than an order from above to work on that day, it keeps the office closed; farther it does not.
    assert not office(weekend(4, 5), worked(SATURDAY)).is_working_day(SATURDAY)
    assert office(worked(SATURDAY), weekend(4, 5)).is_working_day(SATURDAY)
    # And nearer than the rulebook's own order.
    ordered = date(2026, 5, 23)
    assert CALENDAR.is_working_day(ordered)
    assert not office(weekend(4, 5, first=ordered, last=ordered)).is_working_day(ordered)


def test_other_hours_hold_on_days_that_are_worked() -> None:
    own = office(OtherHours(SUNDAY, SATURDAY, RAMADAN, time(9), time(15, 30)))
    assert own.hours(TUESDAY) == (time(9), time(15, 30))
    assert own.hours(FRIDAY) is None
    assert own.hours_name(TUESDAY) == RAMADAN
    assert own.hours_name(FRIDAY) is None
    assert CALENDAR.hours_name(date(2026, 2, 22)) == RAMADAN
    assert own.add_working_time(at("2026-11-24T15:00"), HOUR) == at("2026-11-25T09:30")


def test_equal_overlays_make_equal_calendars_and_none_the_calendar_itself() -> None:
    assert CALENDAR.with_overlay(Overlay()) is CALENDAR
    assert Overlay((off(TUESDAY),)) == Overlay((off(TUESDAY),))
    assert hash(Overlay((off(TUESDAY),))) == hash(Overlay((off(TUESDAY),)))


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
LENGTHS = st.integers(0, 40)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(DAYS)
    last = first + draw(LENGTHS) * DAY
    hour = draw(st.integers(6, 12))
    return draw(
        st.sampled_from(
            [
                DaysOff(first, last, NAME, draw(st.sampled_from(Basis))),
                DaysWorked(first, last, NAME),
                HolidaysCancelled(first, last, NAME),
                OtherHours(first, last, NAME, time(hour), time(hour + 6)),
                OtherWeekend(first, last, NAME, draw(st.frozensets(st.integers(0, 6), max_size=4))),
            ]
        )
    )


often = settings(deadline=None, max_examples=100)


@often
@given(st.lists(spans(), max_size=8), DAYS)
def test_what_does_not_speak_of_a_day_does_not_change_it(given_spans: list[Span], day: date) -> None:
    own, heard = office(*given_spans), office(*[span for span in given_spans if span.covers(day)])
    assert own.hours(day) == heard.hours(day)
    assert own.holiday(day) == heard.holiday(day)
    if not any(span.covers(day) for span in given_spans):
        assert own.hours(day) == CALENDAR.hours(day)


@often
@given(st.lists(spans(), max_size=8), DAYS, st.booleans())
def test_the_first_order_is_final(given_spans: list[Span], day: date, works: bool) -> None:  # noqa: FBT001 - a case
    first = worked(day) if works else off(day)
    own = office(first, *given_spans)
    assert own.is_working_day(day) is works
    assert (own.hours(day) is not None) is works


@often
@given(
    st.lists(spans(), max_size=6),
    st.datetimes(datetime(2026, 2, 1), datetime(2026, 10, 30), timezones=st.just(DHAKA)),  # noqa: DTZ001 - bounds
    st.timedeltas(timedelta(), 100 * HOUR),
)
def test_a_clock_runs_by_the_offices_own_hours(given_spans: list[Span], moment: datetime, span: timedelta) -> None:
    own = office(*given_spans)
    end = own.add_working_time(moment, span)
    assert own.working_time_between(moment, end) == span
    assert own.working_time_between(own.take_working_time(moment, span), moment) == span
    hours = own.hours(end.astimezone(DHAKA).date())
    assert hours is not None
    assert hours[0] <= end.astimezone(DHAKA).time() <= hours[1]
