"""Duties kept up from pass to pass: what anybody did is reckoned in the next one, and nothing else is touched."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, record
from sanglap.core.localized import LocalizedText
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Reckoned, Standing
from sanglap.guideline.days import Basis
from sanglap.offices import services as offices
from sanglap.offices.models import EntryKind, Kind
from sanglap.offices.scope import Scope
from sanglap.verification.models import Finding, Watch
from sanglap.verification.states import Aspect, Outcome, Subject
from tests import factories
from tests.factories import House

DHAKA = ZoneInfo("Asia/Dhaka")
NOW = datetime(2026, 11, 23, 12, tzinfo=DHAKA)
SOON = timedelta(seconds=30)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MACHINE = Scope.everything("tests")


@pytest.fixture
def house(db: None) -> House:
    return factories.house(NOW - timedelta(weeks=60))  # and what the history tells of it is as old


@pytest.fixture
def account(house: House) -> Account:
    """One whose beginning has been reckoned long ago."""
    account = house.account("kamrul")
    services.reckon(now=NOW - HOUR / 2)
    Reckoned.objects.update(at=NOW, whole_at=NOW)
    return account


def done(account: Account, at: datetime) -> None:
    """Something that the history tells of this account's office."""
    record(Actor.system("tests"), "delivery.published", account, now=at, office_id=account.office_id)


def unheard(account: Account) -> None:
    """Something published of which the history told before the last pass already."""
    factories.published(account, NOW - HOUR)


def updates(account: Account) -> int:
    return Duty.objects.get(account=account, kind=DutyKind.UPDATES, current=True).done


def standing(account: Account, kind: DutyKind) -> str:
    return str(Duty.objects.get(account=account, kind=kind, current=True).standing)


def owed(account: Account) -> int:
    return Duty.objects.get(account=account, kind=DutyKind.UPDATES, current=True).owed


def finding(account: Account, aspect: Aspect) -> None:
    """Seen for the first time, which the history does not tell of."""
    Finding.objects.create(
        account=account, kind=aspect, outcome=Outcome.MISSING, seen=Outcome.MISSING, since=NOW, looked_at=NOW,
        noted_at=NOW,
    )  # fmt: skip


def in_step(now: datetime) -> None:
    """Nothing is left for going through all of them."""
    assert services.reckon(now=now) == 0


def test_the_first_pass_goes_through_all(house: House) -> None:
    account = house.account("kamrul")
    assert services.keep_up(now=NOW) == len(DutyKind)
    assert Reckoned.objects.get().whole_at == NOW
    assert standing(account, DutyKind.UPDATES) == Standing.RUNNING


def test_what_the_history_tells_is_reckoned_and_nothing_else_is_looked_at(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    services.reckon(now=NOW)
    Reckoned.objects.update(at=NOW + SOON)
    for one in (account, other):
        unheard(one)
    done(account, NOW + SOON)
    assert services.keep_up(now=NOW + SOON) == 1
    assert (updates(account), updates(other)) == (1, 0)
    # What came without a word is found within the hour.
    assert services.keep_up(now=NOW + HOUR) == 1
    assert updates(other) == 1
    in_step(NOW + HOUR)


def test_what_is_told_late_is_found(account: Account) -> None:
    unheard(account)
    assert services.keep_up(now=NOW + 2 * SOON) == 0
    done(account, NOW + SOON)
    assert services.keep_up(now=NOW + 3 * SOON) == 1
    in_step(NOW + 3 * SOON)


def test_a_pass_without_news_changes_nothing_and_is_noted(account: Account) -> None:
    assert services.keep_up(now=NOW + SOON) == 0
    assert (Reckoned.objects.get().at, Reckoned.objects.get().whole_at) == (NOW + SOON, NOW)


@pytest.mark.clause("7.b")
def test_an_answer_is_at_risk_and_then_broken_by_time_alone(account: Account) -> None:
    # Eight working hours before, and at the end; nobody does anything.
    due = datetime(2026, 11, 25, 12, tzinfo=DHAKA)
    factories.message(account, due_at=due)
    done(account, NOW)
    found = []
    for at in ("23T12:30", "24T11:59", "24T12:01", "25T11:59", "25T12:01"):
        now = datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=DHAKA)
        # All have just been gone through, so that it is the pass that finds it.
        Reckoned.objects.update(whole_at=now, at=max(now - HOUR / 2, Reckoned.objects.get().at))
        services.keep_up(now=now)
        found.append(standing(account, DutyKind.ANSWERS))
    assert found == ["running", "running", "at_risk", "at_risk", "broken"]


def test_an_account_that_begins_rests_goes_on_or_moves_is_followed(house: House, account: Account) -> None:
    new = house.account("tanvir", office="ghior", handle="ghior")
    accounts.suspend(MACHINE, account=account, note="why", now=NOW + SOON)
    done(new, NOW + SOON)
    services.keep_up(now=NOW + SOON)
    assert standing(new, DutyKind.UPDATES) == Standing.RUNNING
    assert not Duty.objects.filter(account=account, current=True, ends_on=None).exists()
    accounts.resume(MACHINE, account=account, now=NOW + 2 * SOON)
    services.keep_up(now=NOW + 2 * SOON)
    assert standing(account, DutyKind.PURPOSES) == Standing.RUNNING
    Account.objects.filter(pk=new.pk).update(office=house.offices["dhaka"], moved_at=NOW + 3 * SOON)
    record(
        Actor.system("tests"), "account.moved", new, now=NOW + 3 * SOON, office_id=house.offices["ghior"].pk
    )  # fmt: skip
    services.keep_up(now=NOW + 3 * SOON)
    assert {duty.office_id for duty in Duty.objects.filter(account=new, current=True)} == {house.offices["dhaka"].pk}
    in_step(NOW + 3 * SOON)


def test_a_new_day_and_what_touches_all_go_through_all(house: House, account: Account) -> None:
    offices.add_entry(
        house.scope("rehana"), office=house.offices["shibalaya"], kind=EntryKind.HOLIDAY, now=NOW + SOON,
        name=LocalizedText(bn="মেলা"), starts_on=NOW.date(), ends_on=NOW.date(), basis=Basis.EXECUTIVE, memo="১",
    )  # fmt: skip
    services.keep_up(now=NOW + SOON)
    assert Reckoned.objects.get().whole_at == NOW + SOON
    midnight = datetime(2026, 11, 24, tzinfo=DHAKA)
    Reckoned.objects.update(at=midnight - SOON, whole_at=midnight - SOON)
    services.keep_up(now=midnight)
    assert Reckoned.objects.get().whole_at == midnight
    in_step(midnight)


def test_an_office_that_moves_takes_those_below_into_another_calendar(house: House, account: Account) -> None:
    ghior = house.offices["ghior"]
    offices.add_entry(
        MACHINE, office=ghior, kind=EntryKind.HOLIDAY, now=NOW - HOUR, name=LocalizedText(bn="মেলা"),
        starts_on=NOW.date(), ends_on=NOW.date() + 3 * DAY, basis=Basis.EXECUTIVE, memo="১",
    )  # fmt: skip
    below = offices.create_office(
        MACHINE, code="below", kind=Kind.FIELD, name=factories.WORDS, parent=account.office, now=NOW - HOUR
    )
    Account.objects.filter(pk=account.pk).update(office=below, moved_at=NOW - HOUR)
    services.reckon(now=NOW - SOON)
    Reckoned.objects.update(at=NOW, whole_at=NOW)
    before = owed(account)
    offices.move_office(MACHINE, office=house.offices["shibalaya"], parent=ghior, reason="x", now=NOW + SOON)
    services.keep_up(now=NOW + SOON)
    assert owed(account) < before
    in_step(NOW + SOON)


@pytest.mark.clause("5.b")
def test_what_a_first_look_found_is_reckoned_at_once(house: House, account: Account) -> None:
    Watch.objects.create(account=account, office=account.office, subject=Subject.PROFILE, looked_at=NOW + SOON)
    Watch.objects.create(office=account.office, subject=Subject.WEBSITE, looked_at=NOW - HOUR)
    finding(account, Aspect.DESCRIPTION)
    services.keep_up(now=NOW + SOON)
    assert standing(account, DutyKind.PROFILE) == Standing.BROKEN
    finding(account, Aspect.WEBSITE)
    Watch.objects.filter(account=None).update(looked_at=NOW + 6 * SOON)
    services.keep_up(now=NOW + 6 * SOON)
    assert standing(account, DutyKind.WEBSITE) == Standing.BROKEN
    in_step(NOW + 6 * SOON)
