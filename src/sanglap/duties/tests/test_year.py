"""The year at one look, the evidence, and weeks that are reckoned afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.duties import selectors, services
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Standing
from sanglap.duties.models.duties import WEEKLY
from sanglap.offices.scope import Scope
from tests import factories
from tests.factories import House

DHAKA = ZoneInfo("Asia/Dhaka")
NOW = datetime(2026, 11, 23, 12, tzinfo=DHAKA)
SUNDAY = date(2026, 11, 22)
WEEK = timedelta(weeks=1)
EVERYTHING = Scope.everything("tests")


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - 60 * WEEK)


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def standings(strip: selectors.Strip) -> list[str]:
    return [square.standing for square in strip.squares]


def test_a_year_is_a_square_a_week_for_each_kind_the_latest_first(house: House, account: Account) -> None:
    for _ in range(2):
        factories.published(account, NOW - 2 * WEEK)
    for back in range(3):
        services.reckon_week(SUNDAY - back * WEEK, now=NOW)
    panel, updates, answers = selectors.strip(house.scope("kamrul"), account)
    assert [one.kind for one in (panel, updates, answers)] == list(WEEKLY)
    assert standings(updates) == ["running", "broken", "kept", *["none"] * 50]
    # Nobody wrote, so nothing was owed.
    assert standings(answers) == ["none"] * 53
    assert standings(panel) == ["kept"] * 3 + ["none"] * 50
    assert [square.starts_on for square in updates.squares] == [SUNDAY - back * WEEK for back in range(53)]
    assert updates.reckoned
    assert answers.reckoned
    (only,) = selectors.strip(house.scope("kamrul"), account, DutyKind.PANEL)
    assert only == panel


def test_what_may_not_be_seen_is_not_on_the_strip(house: House, account: Account) -> None:
    services.reckon(now=NOW)
    assert not any(strip.reckoned for strip in selectors.strip(house.scope("tanvir"), account))


def test_an_office_s_week_is_that_of_the_account_that_stands_worst(house: House, account: Account) -> None:
    other = house.account("kamrul", handle="other")
    house.account("tanvir", office="ghior", handle="ghior")
    factories.published(account, NOW - 1 * WEEK)
    for one in (account, other, other):
        factories.published(one, NOW - 1 * WEEK)
    services.reckon_week(SUNDAY - WEEK, now=NOW)
    strip = selectors.strip(house.scope("kamrul"), house.offices["shibalaya"], DutyKind.UPDATES)[0]
    assert standings(strip)[1] == "kept"
    Duty.objects.filter(account=other, kind=DutyKind.UPDATES).update(standing=Standing.BROKEN)
    strip = selectors.strip(house.scope("kamrul"), house.offices["shibalaya"], DutyKind.UPDATES)[0]
    assert strip.squares[1].duty is not None
    assert (strip.squares[1].standing, strip.squares[1].duty.account) == ("broken", other)


def queries(call: Any) -> int:
    with CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)


def test_a_strip_is_one_query_and_reckoning_as_many_whatever_the_number_of_accounts(
    house: House, account: Account
) -> None:
    services.reckon_week(SUNDAY - WEEK, now=NOW)
    assert queries(lambda: selectors.strip(EVERYTHING, house.offices["shibalaya"])) == 1
    services.reckon(now=NOW)
    few = queries(lambda: services.reckon(now=NOW))
    for number in range(5):
        house.account("kamrul", handle=f"more{number}")
    services.reckon(now=NOW)
    assert queries(lambda: services.reckon(now=NOW)) == few
    assert queries(lambda: selectors.strip(EVERYTHING, house.offices["shibalaya"])) == 1


# Weeks reckoned afterwards.


def test_a_week_long_ago_is_reckoned_from_the_records(house: House, account: Account) -> None:
    week = SUNDAY - 40 * WEEK
    made = [factories.published(account, NOW - 40 * WEEK + timedelta(hours=hour)) for hour in (0, 5)]
    assert services.reckon_week(week, now=NOW) == len(WEEKLY)
    found = Duty.objects.get(kind=DutyKind.UPDATES)
    assert (found.starts_on, found.standing, found.since) == (week, Standing.KEPT, made[1].published_at)
    assert [(one.kind, one.id) for one in found.references] == [(EvidenceKind.DELIVERY, one.pk) for one in made]
    assert services.reckon_week(week, now=NOW) == 0


def test_only_those_that_were_at_work_then_get_a_row(house: House, account: Account) -> None:
    gone = house.account("kamrul", handle="gone", state=AccountState.CLOSED)
    services.reckon_week(SUNDAY - WEEK, now=NOW)
    assert set(Duty.objects.values_list("account", flat=True)) == {account.pk}
    services.reckon_week(SUNDAY - 2 * WEEK, accounts=Account.objects.filter(pk=gone.pk), now=NOW)
    assert set(Duty.objects.filter(starts_on=SUNDAY - 2 * WEEK).values_list("account", flat=True)) == {gone.pk}


@pytest.mark.parametrize("day", [SUNDAY + timedelta(days=1), SUNDAY + WEEK])
def test_what_is_no_week_or_is_to_come_is_not_reckoned(db: None, day: date) -> None:
    with pytest.raises(ValueError, match=str(day)):
        services.reckon_week(day, now=NOW)


# What a duty says.


def test_a_duty_says_what_the_clause_is_and_what_to_do_in_both_languages(account: Account) -> None:
    services.reckon(now=NOW)
    for duty in Duty.objects.all():
        assert duty.rule == f"bd-2016:{duty.clause.id}"
        assert set(duty.remedy) == {"bn", "en"}
        assert duty.clause.text


def test_the_worst_that_wants_care_comes_first(house: House, account: Account) -> None:
    other = house.account("kamrul", handle="other")
    services.reckon(now=NOW)
    panels = Duty.objects.filter(kind=DutyKind.PANEL)
    panels.filter(account=account).update(standing=Standing.AT_RISK)
    panels.filter(account=other).update(standing=Standing.BROKEN)
    found = selectors.wanting(house.scope("kamrul"), DutyKind.PANEL)
    assert [duty.account for duty in found] == [other, account]
    assert not selectors.wanting(house.scope("kamrul"), DutyKind.ANSWERS)
    assert not selectors.wanting(house.scope("tanvir"), DutyKind.PANEL)


def test_evidence_is_what_the_reader_may_see_of_it(house: House, account: Account) -> None:
    made = factories.published(account, NOW)
    services.reckon(now=NOW)
    duty = Duty.objects.get(kind=DutyKind.UPDATES)
    assert selectors.evidence(house.scope("kamrul"), duty) == [(EvidenceKind.DELIVERY, made)]
    assert selectors.evidence(house.scope("tanvir"), duty) == []
