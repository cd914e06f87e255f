"""Clause 7.a: how each account stands, at every moment of whole and of shortened weeks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.duties import selectors, services
from sanglap.duties.models import Duty, DutyKind, Standing
from sanglap.duties.models.duties import WEEKLY
from sanglap.networks.contract import Kind
from sanglap.offices import services as offices
from sanglap.offices.models import CalendarEntry, EntryKind
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.clause("7.a")

DHAKA = ZoneInfo("Asia/Dhaka")
SECOND = timedelta(seconds=1)

# A whole week: Sunday 22 to Saturday 28 November 2026.
SUNDAY = "2026-11-22T00:00"
MONDAY = "2026-11-23T12:00"
TUESDAY = "2026-11-24T12:00"
WARNED = "2026-11-25T09:00"  # sixteen working hours before Thursday's close
CLOSED = "2026-11-26T17:00"
OVER = "2026-11-29T00:00"


def at(text: str) -> datetime:
    """A moment by the clock of Dhaka."""
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


@pytest.fixture
def house(db: None) -> House:
    return factories.house(at("2026-01-01T09:00"))


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def reckon(when: str | datetime) -> int:
    return services.reckon(now=at(when) if isinstance(when, str) else when)


def duty(account: Account, starts: str = SUNDAY) -> Duty:
    return Duty.objects.get(account=account, kind=DutyKind.UPDATES, starts_on=at(starts).date())


def standing(account: Account, when: str | datetime, starts: str = SUNDAY) -> tuple[str, int, int]:
    """How the week stands as reckoned at that moment: standing, updates made, updates owed."""
    reckon(when)
    found = duty(account, starts)
    return found.standing, found.done, found.owed


def post(account: Account, when: str | datetime, **fields: Any) -> Delivery:
    return factories.published(account, at(when) if isinstance(when, str) else when, **fields)


# A whole week.


def test_a_week_begins_under_way_and_owes_two(account: Account) -> None:
    assert standing(account, SUNDAY) == (Standing.RUNNING, 0, 2)
    found = duty(account)
    assert (found.rule, found.office_id) == ("bd-2016:7.a", account.office_id)
    assert (found.starts_on, found.ends_on) == (date(2026, 11, 22), date(2026, 11, 28))
    assert (found.due_at, found.since, found.evidence) == (at(CLOSED), at(SUNDAY), [])


@pytest.mark.parametrize("made", [0, 1])
@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        (at(WARNED) - SECOND, Standing.RUNNING),
        (at(WARNED), Standing.AT_RISK),
        (at(CLOSED), Standing.AT_RISK),
        (at(OVER) - SECOND, Standing.AT_RISK),
        (at(OVER), Standing.BROKEN),
    ],
    ids=["before the warning", "warned", "closed", "last second", "over"],
)
def test_too_few_updates_are_a_risk_and_then_a_breach(
    account: Account, when: datetime, wanted: Standing, made: int
) -> None:
    reckon(SUNDAY)
    for _ in range(made):
        post(account, SUNDAY)
    assert standing(account, when) == (wanted, made, 2)
    assert duty(account).since == (when if wanted != Standing.RUNNING else at(SUNDAY))


@pytest.mark.parametrize("when", [MONDAY, WARNED, CLOSED, OVER])
def test_two_updates_keep_it_from_then_on(account: Account, when: str) -> None:
    reckon(SUNDAY)
    post(account, SUNDAY)
    post(account, "2026-11-23T11:00")
    assert standing(account, when) == (Standing.KEPT, 2, 2)


def test_a_late_update_still_turns_a_risk_into_a_kept_duty(account: Account) -> None:
    post(account, MONDAY)
    assert standing(account, CLOSED)[0] == Standing.AT_RISK
    # On Saturday, when offices are closed: the week is not over.
    post(account, "2026-11-28T23:59")
    assert standing(account, at(OVER) - SECOND)[0] == Standing.KEPT


@pytest.mark.parametrize(
    ("when", "counts"),
    [
        (at(SUNDAY) - SECOND, False),
        (at(SUNDAY), True),
        (at(OVER) - SECOND, True),
        (at(OVER), False),
    ],
    ids=["a second before", "first", "last second", "a second after"],
)
def test_an_update_counts_in_the_week_in_which_dhaka_saw_it(account: Account, when: datetime, *, counts: bool) -> None:
    reckon(MONDAY)
    post(account, when)
    assert standing(account, OVER)[1] == counts


def test_answers_count_and_what_is_not_published_does_not(account: Account) -> None:
    post(account, MONDAY, kind=Kind.ANSWER)
    for state in set(DeliveryState) - {DeliveryState.PUBLISHED}:
        factories.delivery(account, now=at(MONDAY), state=state, published_at=at(MONDAY))
    assert standing(account, TUESDAY) == (Standing.RUNNING, 1, 2)


def test_each_account_answers_for_itself(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    for when in (SUNDAY, MONDAY):
        post(account, when)
    post(other, SUNDAY)
    reckon(TUESDAY)
    assert (duty(account).standing, duty(other).standing) == (Standing.KEPT, Standing.RUNNING)
    assert duty(other).office_id == house.offices["ghior"].pk


def test_the_evidence_is_what_was_counted_oldest_first(account: Account) -> None:
    made = [post(account, at(SUNDAY) + timedelta(hours=hour)) for hour in (3, 1, 2)]
    reckon(MONDAY)
    assert duty(account).evidence == [{"kind": "delivery", "id": str(made[number].pk)} for number in (1, 2, 0)]
    for hour in range(4, 14):
        post(account, at(SUNDAY) + timedelta(hours=hour))
    reckon(MONDAY)
    assert (duty(account).done, len(duty(account).evidence)) == (13, 10)


def test_to_reckon_again_changes_nothing(account: Account) -> None:
    post(account, SUNDAY)
    assert reckon(MONDAY) == len(services.RULES)
    before = list(Duty.objects.values().order_by("id"))
    assert reckon(MONDAY) == 0
    assert reckon(TUESDAY) == 0
    assert list(Duty.objects.values().order_by("id")) == before


def test_since_when_it_stands_so_does_not_move_while_it_does(account: Account) -> None:
    reckon(SUNDAY)
    post(account, MONDAY)
    reckon(TUESDAY)
    assert (duty(account).done, duty(account).since) == (1, at(SUNDAY))
    reckon(WARNED)
    reckon(CLOSED)
    assert duty(account).since == at(WARNED)
    reckon(OVER)
    reckon("2026-12-01T12:00")
    assert (duty(account).standing, duty(account).since) == (Standing.BROKEN, at(OVER))


def test_the_last_week_is_brought_up_to_date_and_the_next_begun(account: Account) -> None:
    reckon(SUNDAY)
    reckon(OVER)
    assert [duty(account, week).standing for week in (SUNDAY, OVER)] == [Standing.BROKEN, Standing.RUNNING]
    # What a network told late still counts for the week in which it was seen.
    post(account, MONDAY)
    post(account, TUESDAY)
    reckon("2026-12-05T23:00")
    assert duty(account).standing == Standing.KEPT
    # The week before the last one is closed.
    other = duty(account, OVER)
    reckon("2026-12-20T12:00")
    post(account, "2026-12-01T12:00")
    post(account, "2026-12-01T12:00")
    reckon("2026-12-20T12:00")
    assert duty(account, OVER).reckoned_at == other.reckoned_at


def test_only_accounts_at_work_owe_anything(house: House) -> None:
    for state in set(AccountState) - {AccountState.ACTIVE}:
        house.account("kamrul", handle=state.value, state=state)
    assert reckon(MONDAY) == 0
    assert not Duty.objects.exists()


def test_an_account_that_begins_in_the_week_gets_its_duty_then(house: House, account: Account) -> None:
    reckon(SUNDAY)
    fresh = house.account("tanvir", office="ghior", handle="ghior")
    assert standing(fresh, TUESDAY) == (Standing.RUNNING, 0, 2)
    assert duty(fresh).since == at(TUESDAY)
    assert Duty.objects.filter(account=fresh).count() == len(services.RULES)


def test_there_is_one_duty_for_each_account_and_week(account: Account) -> None:
    reckon(MONDAY)
    found = duty(account)
    found.pk = None
    found._state.adding = True
    found.id = Duty._meta.pk.get_default()
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save(force_insert=True)


# Weeks that holidays shorten.


def test_a_week_with_one_working_day_owes_one_and_is_at_risk_from_the_first(account: Account) -> None:
    """Sunday 24 May 2026 is worked, the rest is Eid; sixteen working hours before its close lie in the week before."""
    eid = "2026-05-24T00:00"
    assert standing(account, eid, eid) == (Standing.AT_RISK, 0, 1)
    assert duty(account, eid).due_at == at("2026-05-24T17:00")
    post(account, "2026-05-27T10:00")
    assert standing(account, "2026-05-27T10:00", eid) == (Standing.KEPT, 1, 1)


def test_a_week_with_one_working_day_can_be_broken(account: Account) -> None:
    eid = "2026-05-24T00:00"
    reckon(eid)
    assert standing(account, "2026-05-31T00:00", eid) == (Standing.BROKEN, 0, 1)


def test_a_week_with_four_working_days_owes_two_and_warns_around_the_holiday(account: Account) -> None:
    """Wednesday 16 December 2026 is Victory Day."""
    week = "2026-12-13T00:00"
    assert standing(account, at("2026-12-15T09:00") - SECOND, week) == (Standing.RUNNING, 0, 2)
    assert standing(account, "2026-12-15T09:00", week) == (Standing.AT_RISK, 0, 2)
    assert duty(account, week).due_at == at("2026-12-17T17:00")


def test_a_week_without_working_days_owes_nothing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    from sanglap.guideline.calendar import WorkingCalendar

    monkeypatch.setattr(WorkingCalendar, "working_days", lambda _self, _week: [])
    assert standing(account, SUNDAY) == (Standing.KEPT, 0, 0)
    assert standing(account, OVER)[0] == Standing.KEPT


# Reading.


def test_duties_are_seen_where_the_account_is(house: House, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    reckon(MONDAY)
    reckon("2026-11-30T12:00")
    monkeypatch.setattr("sanglap.core.clock.now", lambda: at("2026-12-05T23:59"))
    (found,) = selectors.this_week(house.scope("rehana"), DutyKind.UPDATES)
    assert found.starts_on == date(2026, 11, 29)
    assert selectors.this_week(house.scope("rehana")).count() == len(services.RULES)
    assert selectors.duties(house.scope("nasrin")).count() == len(services.RULES) + len(WEEKLY)
    assert not selectors.duties(house.scope("tanvir"))


def test_the_dots_show_what_is_made_of_what_is_owed() -> None:
    assert Duty(done=1, owed=2).dots == [True, False]
    assert Duty(done=5, owed=2).dots == [True, True]
    assert Duty(done=0, owed=0).dots == []


# Offices with days of their own.


def enter(house: House, office: str, kind: EntryKind, first: str, last: str, **more: Any) -> None:
    days: dict[str, Any] = {"name": factories.WORDS, "starts_on": date.fromisoformat(first), **more}
    days["ends_on"] = date.fromisoformat(last)
    offices.add_entry(Scope.everything("tests"), office=house.offices[office], kind=kind, now=house.now, **days)


def test_each_account_answers_by_the_calendar_of_its_office(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    # Shibalaya works on Sunday alone; Ghior till Thursday as everybody, and shuts at three.
    enter(house, "shibalaya", EntryKind.HOLIDAY, "2026-11-23", "2026-11-26", basis="executive")
    enter(house, "ghior", EntryKind.HOURS, "2026-11-22", "2026-11-26", opens=time(9), closes=time(15))
    reckon(SUNDAY)
    assert (duty(account).owed, duty(account).due_at) == (1, at("2026-11-22T17:00"))
    assert (duty(other).owed, duty(other).due_at) == (2, at("2026-11-26T15:00"))
    assert (duty(account).standing, duty(other).standing) == (Standing.AT_RISK, Standing.RUNNING)
    # Sixteen hours of six each before Thursday, three o'clock.
    assert standing(other, at("2026-11-24T11:00") - SECOND) == (Standing.RUNNING, 0, 2)
    assert standing(other, "2026-11-24T11:00") == (Standing.AT_RISK, 0, 2)
    post(account, TUESDAY)
    assert standing(account, TUESDAY) == (Standing.KEPT, 1, 1)


def test_an_office_closed_all_week_owes_nothing_and_its_neighbour_does(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    enter(house, "manikganj", EntryKind.HOLIDAY, "2026-11-22", "2026-11-28", basis="executive")
    enter(house, "ghior", EntryKind.WORKING, "2026-11-23", "2026-11-28")
    reckon(MONDAY)
    assert (duty(account).standing, duty(account).owed) == (Standing.KEPT, 0)
    assert (duty(other).standing, duty(other).owed) == (Standing.RUNNING, 2)
    reckon(OVER)
    assert (duty(account).standing, duty(other).standing) == (Standing.KEPT, Standing.BROKEN)


def test_days_entered_or_removed_in_the_week_change_what_is_owed(house: House, account: Account) -> None:
    reckon(SUNDAY)
    assert duty(account).owed == 2
    enter(house, "cabinet", EntryKind.HOLIDAY, "2026-11-23", "2026-11-26", basis="executive")
    reckon(MONDAY)
    assert duty(account).owed == 1
    offices.remove_entry(Scope.everything("tests"), entry=CalendarEntry.objects.get(), now=house.now)
    reckon(TUESDAY)
    assert (duty(account).owed, duty(account).due_at) == (2, at(CLOSED))


def test_as_many_queries_whatever_the_number_of_calendars(house: House, account: Account) -> None:
    house.account("tanvir", office="ghior", handle="ghior")
    house.account("kamrul", office="dhaka", handle="dhaka")
    reckon(SUNDAY)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            reckon(MONDAY)
        return len(caught)

    none = queries()
    enter(house, "cabinet", EntryKind.HOURS, "2026-11-22", "2026-11-26", opens=time(9), closes=time(15))
    one = queries()
    for office in ("dhaka", "shibalaya", "ghior"):
        enter(house, office, EntryKind.HOLIDAY, "2026-11-24", f"2026-11-2{4 + len(office) % 3}", basis="executive")
    assert queries() == one == none + 1
