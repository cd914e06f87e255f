"""How many stand how: kept in step with every reckoning, whatever happens to accounts and offices in between."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Exemption, Standing, Tally, Turn
from sanglap.duties.states import ExemptionState
from sanglap.offices import services as offices
from sanglap.offices.scope import Scope
from tests import factories
from tests.factories import House

DHAKA = ZoneInfo("Asia/Dhaka")
NOW = datetime(2026, 11, 23, 12, tzinfo=DHAKA)
WEEK = timedelta(weeks=1)
COUNTS = ("kept", "running", "at_risk", "broken", "exempt")
MACHINE = Scope.everything("tests")


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - 60 * WEEK)


def tallies() -> dict[Any, tuple[int, ...]]:
    rows = Tally.objects.values_list("office__code", "office_kind", "kind", "starts_on", *COUNTS)
    return {row[:4]: row[4:] for row in rows if any(row[4:])}


def in_step(now: datetime) -> dict[Any, tuple[int, ...]]:
    """The tallies, after a look whether they are what a new count gives."""
    found = tallies()
    weeks = set(Tally.objects.values_list("starts_on", flat=True))
    services.recount(now=now, weeks=sorted(weeks))
    assert found == tallies()
    return found


def total(office: str, kind: DutyKind, now: datetime) -> dict[str, int]:
    start = (now.date() - timedelta(days=(now.weekday() + 1) % 7)).isoformat()
    rows = Tally.objects.filter(office__code=office, kind=kind, starts_on=start)
    return {name: sum(getattr(row, name) for row in rows) for name in COUNTS if any(getattr(row, name) for row in rows)}


def test_what_stands_so_is_counted_at_each_office_above(house: House) -> None:
    house.account("kamrul")
    house.account("tanvir", office="ghior", handle="ghior")
    services.reckon(now=NOW)
    in_step(NOW)
    for office in ("cabinet-division", "bd-div-6", "bd-dist-46"):
        assert total(office, DutyKind.UPDATES, NOW) == {"running": 2}
    # An office that has none below it is told of by its own duties.
    assert total("bd-upa-362", DutyKind.UPDATES, NOW) == {}


def test_they_follow_what_is_published_suspended_closed_and_put_back_to_work(house: House) -> None:
    account, other = house.account("kamrul"), house.account("tanvir", office="ghior", handle="ghior")
    services.reckon(now=NOW)
    for _ in range(2):
        factories.published(account, NOW - timedelta(hours=1))
    services.reckon(now=NOW)
    in_step(NOW)
    assert total("bd-dist-46", DutyKind.UPDATES, NOW) == {"kept": 1, "running": 1}
    accounts.suspend(MACHINE, account=other, note="why", now=NOW)
    services.reckon(now=NOW)
    in_step(NOW)
    assert total("bd-dist-46", DutyKind.PURPOSES, NOW) == {"running": 1}
    accounts.resume(MACHINE, account=other, now=NOW)
    services.reckon(now=NOW)
    in_step(NOW)
    assert total("bd-dist-46", DutyKind.PURPOSES, NOW) == {"running": 2}
    turns = Turn.objects.filter(duty__account=other, duty__kind=DutyKind.PURPOSES).order_by("id")
    assert list(turns.values_list("was", "standing")) == [("", "running"), ("running", ""), ("", "running")]


def test_nothing_is_owed_of_a_week_in_which_an_account_ceased_to_work(house: House) -> None:
    account, other = house.account("kamrul"), house.account("tanvir", office="ghior", handle="ghior")
    factories.message(other, due_at=NOW - timedelta(hours=1))
    services.reckon(now=NOW)
    for one in (account, other):
        accounts.close(MACHINE, account=one, note="why", now=NOW)
    services.reckon(now=NOW)
    in_step(NOW)
    services.reckon(now=NOW + WEEK)
    owed = Duty.objects.filter(starts_on=NOW.date() - timedelta(days=1), ends_on__isnull=False)
    assert not owed.filter(account=account).exists()
    # What was too late stays so.
    assert [(duty.kind, duty.standing) for duty in owed.filter(account=other)] == [("first-answer", "broken")]
    in_step(NOW + WEEK)


def test_a_new_week_begins_with_what_lasts_and_the_old_one_stays_as_it_was(house: House) -> None:
    house.account("kamrul")
    services.reckon(now=NOW)
    services.reckon(now=NOW + WEEK)
    assert total("bd-dist-46", DutyKind.UPDATES, NOW) == {"broken": 1}
    assert total("bd-dist-46", DutyKind.UPDATES, NOW + WEEK) == {"running": 1}
    assert total("bd-dist-46", DutyKind.PURPOSES, NOW) == {"running": 1}
    assert total("bd-dist-46", DutyKind.PURPOSES, NOW + WEEK) == {"running": 1}
    in_step(NOW + WEEK)
    assert Duty.objects.filter(kind=DutyKind.UPDATES, current=True).count() == 1
    assert Duty.objects.filter(kind=DutyKind.PURPOSES).count() == 1


def test_an_account_whose_office_changes_is_counted_there(house: House) -> None:
    account = house.account("kamrul")
    services.reckon(now=NOW)
    Account.objects.filter(pk=account.pk).update(office=house.offices["dhaka"], moved_at=NOW)
    services.reckon(now=NOW)
    in_step(NOW)
    assert total("bd-dist-46", DutyKind.UPDATES, NOW) == {}
    assert total("bd-div-6", DutyKind.UPDATES, NOW) == {"running": 1}


def test_an_office_that_moved_is_counted_where_it_stands_after_a_new_count(house: House) -> None:
    house.account("kamrul")
    services.reckon(now=NOW)
    office, parent = house.offices["shibalaya"], house.offices["dhaka"]
    offices.move_office(MACHINE, office=office, parent=parent, reason="x", now=NOW)
    services.recount(now=NOW)
    assert total("bd-dist-46", DutyKind.UPDATES, NOW) == {}
    assert total("bd-div-6", DutyKind.UPDATES, NOW) == {"running": 1}


def test_an_office_that_moved_is_counted_there_in_the_week_before_too(house: House) -> None:
    account = house.account("kamrul")
    services.reckon(now=NOW)
    services.reckon(now=NOW + WEEK)
    assert total("bd-dist-46", DutyKind.UPDATES, NOW) == {"broken": 1}
    offices.move_office(
        MACHINE, office=house.offices["shibalaya"], parent=house.offices["ghior"], reason="x", now=NOW + WEEK
    )
    services.recount(now=NOW + WEEK)
    # Something is told late of the week before, which is reckoned still.
    for _ in range(2):
        factories.published(account, NOW)
    services.reckon(now=NOW + WEEK)
    assert total("bd-upa-361", DutyKind.UPDATES, NOW) == {"kept": 1}
    # Both stand below it.
    assert total("bd-dist-46", DutyKind.UPDATES, NOW) == {"kept": 1}


def test_whoever_is_exempt_is_told_so_and_counted_so_while_it_lasts(house: House) -> None:
    account = house.account(state=AccountState.ACTIVE)
    Exemption.objects.create(
        office=account.office, kind=DutyKind.PANEL, reason="x", starts_on=NOW.date(), ends_on=NOW.date(),
        state=ExemptionState.GRANTED, asked_at=NOW,
    )  # fmt: skip
    services.reckon(now=NOW)
    duty = Duty.objects.get(kind=DutyKind.PANEL, current=True)
    assert (duty.standing, duty.since) == (Standing.EXEMPT, NOW)
    assert total("bd-dist-46", DutyKind.PANEL, NOW) == {"exempt": 1}
    services.reckon(now=NOW + timedelta(hours=1))
    duty.refresh_from_db()
    assert duty.since == NOW
    services.reckon(now=NOW + timedelta(days=1))
    duty.refresh_from_db()
    assert duty.standing == Standing.BROKEN
    in_step(NOW + timedelta(days=1))


def test_an_exemption_stays_with_the_office_that_asked(house: House) -> None:
    account = house.account(state=AccountState.ACTIVE)
    Exemption.objects.create(
        office=account.office, account=account, kind=DutyKind.PANEL, reason="x", starts_on=NOW.date(),
        ends_on=NOW.date(), state=ExemptionState.GRANTED, asked_at=NOW,
    )  # fmt: skip
    services.reckon(now=NOW)
    duty = Duty.objects.get(kind=DutyKind.PANEL, current=True)
    assert duty.standing == Standing.EXEMPT
    Account.objects.filter(pk=account.pk).update(office=house.offices["dhaka"], moved_at=NOW)
    services.reckon(now=NOW)
    duty.refresh_from_db()
    assert duty.standing == Standing.BROKEN
    in_step(NOW)


def test_no_duty_is_left_unreckoned(house: House) -> None:
    house.account("kamrul")
    house.account("tanvir", office="ghior", handle="ghior")
    services.reckon(now=NOW)
    assert not Duty.objects.filter(standing="")
