"""Hours of the week for posts, and the next free one (clause 7.a)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.offices.models import CalendarEntry, EntryKind
from sanglap.offices.scope import Forbidden
from sanglap.planning import slots
from sanglap.planning.models import Slot
from tests.factories import NOW, House
from tests.factories import house as made

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7.a")]
WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""Four in the afternoon in Dhaka."""
WEEK = timedelta(days=7)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def house() -> House:
    return made()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def keep(house: House, account: Account, weekday: int = 2, hour: time = time(16)) -> Slot:
    return slots.add(house.scope("sumaiya"), account=account, weekday=weekday, hour=hour, now=NOW)


def free(house: House, account: Account) -> list[datetime]:
    return [one.at for one in slots.next_free(house.scope("sumaiya"), [account], now=NOW)]


def test_the_next_one_for_which_nothing_is_planned(house: House, account: Account) -> None:
    assert free(house, account) == []
    keep(house, account)
    keep(house, account, 0, time(9))
    assert free(house, account) == [WEDNESDAY], "Monday at nine is over"
    house.draft(account, publish_at=WEDNESDAY + timedelta(minutes=29), submit=False)
    assert free(house, account) == [datetime(2026, 11, 30, 3, tzinfo=UTC)]


def test_holidays_are_passed_over(house: House, account: Account) -> None:
    keep(house, account)
    on = date(2026, 11, 25)
    entry = {"name": LocalizedText(bn="মেলা"), "starts_on": on, "ends_on": on, "basis": "executive"}
    CalendarEntry.objects.create(office=account.office, kind=EntryKind.HOLIDAY, **entry)
    assert free(house, account) == [WEDNESDAY + WEEK]


def test_none_on_a_weekly_holiday_of_the_office(house: House, account: Account) -> None:
    with pytest.raises(ValidationError) as refused:
        keep(house, account, FRIDAY.weekday())
    assert list(refused.value.message_dict) == ["weekday"]
    entry = {"name": LocalizedText(bn="মেলা"), "starts_on": FRIDAY, "ends_on": FRIDAY}
    CalendarEntry.objects.create(office=account.office, kind=EntryKind.WORKING, **entry)
    keep(house, account, FRIDAY.weekday())
    assert free(house, account) == [WEDNESDAY + 2 * WEEK / 7], "once the office works on it"
    CalendarEntry.objects.all().delete()
    assert free(house, account) == []


def test_who_may_and_how_many(house: House, account: Account) -> None:
    slot = keep(house, account)
    assert keep(house, account) == slot
    with pytest.raises(Forbidden):
        slots.add(house.scope("tanvir"), account=account, weekday=1, hour=time(9), now=NOW)
    with pytest.raises(Forbidden):
        slots.take_away(house.scope("nasrin"), slot=slot, now=NOW)
    for number in range(slots.MOST - 1):
        keep(house, account, number % 4, time(number, 30))
    with pytest.raises(ValidationError):
        keep(house, account, 1, time(23))
    slots.take_away(house.scope("sumaiya"), slot=slot, now=NOW)
    slots.take_away(house.scope("sumaiya"), slot=slot, now=NOW)
    assert not Slot.objects.filter(pk=slot.pk).exists()
