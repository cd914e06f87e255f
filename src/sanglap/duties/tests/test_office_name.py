"""Clause 5.a: the name on the register, the live one, and the way from a wrong one to the right one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sanglap.accounts.models import Account, NameFault, Renaming
from sanglap.accounts.states import RenamingState
from sanglap.core.localized import LocalizedText
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Standing
from sanglap.verification.models import Finding
from sanglap.verification.states import Aspect, Outcome
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.clause("5.a")
DAY = timedelta(days=1)


@pytest.fixture
def account(db: None) -> Account:
    return factories.house(NOW).account("kamrul")


def seen(account: Account, outcome: Outcome, days: int = 3) -> None:
    Finding.objects.create(
        account=account, kind=Aspect.NAME, outcome=outcome, seen=outcome, since=NOW - days * DAY, looked_at=NOW,
        noted_at=NOW,
    )  # fmt: skip


def misnamed(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(name_fault=NameFault.POST)


def renaming(account: Account, due: int, state: RenamingState = RenamingState.BEGUN) -> None:
    """One that is due so many days from now."""
    Renaming.objects.create(
        account=account, fault=NameFault.POST, way="rename", to_name=LocalizedText(bn="ক", en="A"),
        due_on=(NOW + due * DAY).date(), state=state, begun_at=NOW - 9 * DAY,
    )  # fmt: skip


def stands(account: Account) -> Duty:
    services.reckon(now=NOW)
    return Duty.objects.get(account=account, kind=DutyKind.NAME)


def test_until_somebody_looked_it_is_under_way(account: Account) -> None:
    duty = stands(account)
    assert (duty.standing, duty.done, duty.owed) == (Standing.RUNNING, 1, 2)


def test_both_names_are_in_order(account: Account) -> None:
    seen(account, Outcome.FITS)
    duty = stands(account)
    assert (duty.standing, duty.done, duty.since) == (Standing.KEPT, 2, NOW - 3 * DAY)


@pytest.mark.parametrize("outcome", [Outcome.DIFFERS, Outcome.PERSONAL, Outcome.NO_PROFILE])
def test_another_live_name_is_broken_since_it_was_seen(account: Account, outcome: Outcome) -> None:
    seen(account, outcome)
    duty = stands(account)
    assert (duty.standing, duty.done, duty.since) == (Standing.BROKEN, 1, NOW - 3 * DAY)
    assert len(duty.references) == 1


def test_a_post_s_name_on_the_register_is_broken_whatever_is_seen(account: Account) -> None:
    misnamed(account)
    seen(account, Outcome.FITS)
    assert stands(account).standing == Standing.BROKEN


def test_what_cannot_be_seen_from_outside_is_never_broken(account: Account) -> None:
    seen(account, Outcome.WALLED)
    assert stands(account).standing == Standing.RUNNING


def test_while_it_is_put_right_in_time_it_is_at_risk(account: Account) -> None:
    misnamed(account)
    renaming(account, due=5)
    duty = stands(account)
    assert duty.standing == Standing.AT_RISK
    assert duty.due_at is not None
    assert 5 * DAY < duty.due_at - NOW < 6 * DAY + DAY


@pytest.mark.parametrize(("due", "state"), [(-1, RenamingState.BEGUN), (5, RenamingState.GIVEN_UP)])
def test_a_renaming_that_is_overdue_or_given_up_helps_nothing(account: Account, due: int, state: RenamingState) -> None:
    misnamed(account)
    renaming(account, due, state)
    assert stands(account).standing == Standing.BROKEN
