"""Clause 7.b: how each account stands with the first answers that fall due in a week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sanglap.accounts.models import Account
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Standing
from sanglap.inbox.models import Message
from sanglap.inbox.states import MessageState
from sanglap.offices import services as offices
from sanglap.offices.models import EntryKind
from sanglap.offices.scope import Scope
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.clause("7.b")

DHAKA = ZoneInfo("Asia/Dhaka")
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    """A moment by the clock of Dhaka."""
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


# A whole week: Sunday 22 to Saturday 28 November 2026.
SUNDAY = at("2026-11-22T00:00")
MONDAY = at("2026-11-23T12:00")
DUE = at("2026-11-25T12:00")
WARNED = at("2026-11-24T12:00")  # eight working hours before
OVER = at("2026-11-29T00:00")


@pytest.fixture
def house(db: None) -> House:
    return factories.house(at("2026-01-01T09:00"))


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def asked(account: Account, due: datetime | None = DUE, **fields: Any) -> Message:
    """A message whose first answer is due then."""
    number = Message.objects.count()
    return factories.message(account, remote_id=str(number), due_at=due, **fields)


def answer(message: Message, when: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(state=MessageState.ANSWERED, answered_at=when)


def duty(account: Account, now: datetime, starts: datetime = SUNDAY) -> Duty:
    """How the week stands as reckoned when it began and at that moment."""
    services.reckon(now=starts)
    services.reckon(now=now)
    return Duty.objects.get(account=account, kind=DutyKind.ANSWERS, starts_on=starts.date())


def told(account: Account, now: datetime, starts: datetime = SUNDAY) -> tuple[str, int, int]:
    found = duty(account, now, starts)
    return found.standing, found.done, found.owed


def test_a_week_in_which_no_answer_falls_due_owes_nothing(account: Account) -> None:
    asked(account, SUNDAY - SECOND)
    asked(account, OVER)
    asked(account, None, private=True)
    found = duty(account, MONDAY)
    assert (found.standing, found.done, found.owed) == (Standing.KEPT, 0, 0)
    assert (found.since, found.due_at, found.evidence) == (SUNDAY, None, [])
    assert found.rule == "bd-2016:7.b"


@pytest.mark.parametrize("state", [MessageState.OPEN, MessageState.ANSWERING])
@pytest.mark.parametrize(
    ("now", "standing"),
    [
        (MONDAY, Standing.RUNNING),
        (WARNED - SECOND, Standing.RUNNING),
        (WARNED, Standing.AT_RISK),
        (DUE, Standing.AT_RISK),
        (DUE + SECOND, Standing.BROKEN),
        (OVER, Standing.BROKEN),
    ],
)
def test_one_that_waits_is_a_risk_and_then_a_breach(
    account: Account, now: datetime, standing: Standing, state: MessageState
) -> None:
    asked(account, state=state)
    assert told(account, now) == (standing, 0, 1)
    found = duty(account, now)
    assert found.due_at == DUE
    assert found.since == {Standing.RUNNING: SUNDAY, Standing.BROKEN: DUE}.get(standing, now)


@pytest.mark.parametrize("now", [MONDAY, DUE + SECOND, OVER])
def test_it_is_kept_since_the_last_was_answered_in_time(account: Account, now: datetime) -> None:
    answer(asked(account), DUE)
    answer(asked(account, DUE + timedelta(hours=2)), MONDAY)
    assert told(account, now) == (Standing.KEPT, 2, 2)
    assert duty(account, now).since == DUE


def test_one_late_answer_breaks_the_week_for_good(account: Account) -> None:
    late, fine, waits = asked(account, DUE), asked(account, DUE), asked(account, DUE + timedelta(days=1))
    answer(late, DUE + SECOND)
    answer(fine, MONDAY)
    found = duty(account, DUE + timedelta(hours=1))
    assert (found.standing, found.done, found.owed, found.since) == (Standing.BROKEN, 1, 3, DUE)
    # What is late comes first, then what waits, then what was answered.
    assert [(one.kind, one.id) for one in found.references] == [
        (EvidenceKind.MESSAGE, key) for key in (late.pk, waits.pk, fine.pk)
    ]
    answer(waits, DUE + timedelta(hours=2))
    assert told(account, OVER) == (Standing.BROKEN, 2, 3)


def test_ten_are_shown_the_longest_overdue_first(account: Account) -> None:
    made = [asked(account, DUE - number * SECOND) for number in range(12)]
    found = duty(account, OVER)
    assert [one.id for one in found.references] == [one.pk for one in reversed(made)][:10]


def test_what_nobody_has_to_answer_any_more_is_not_owed(account: Account) -> None:
    # As a state in which nobody waits and no answer was given.
    asked(account, state="gone")
    assert told(account, OVER) == (Standing.KEPT, 0, 0)


def test_each_account_answers_for_itself(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    asked(account)
    assert (told(account, OVER)[0], told(other, OVER)[0]) == (Standing.BROKEN, Standing.KEPT)


def test_the_warning_goes_by_the_calendar_of_the_office(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    offices.add_entry(
        Scope.everything("tests"), office=house.offices["ghior"], kind=EntryKind.HOURS, name=factories.WORDS,
        starts_on=date(2026, 11, 22), ends_on=date(2026, 11, 26), opens=time(9), closes=time(13), now=house.now,
    )  # fmt: skip
    for one in (account, other):
        asked(one, at("2026-11-25T12:00"))
    # Three hours on Wednesday, four on Tuesday and one on Monday.
    now = at("2026-11-23T12:00")
    assert told(other, now - SECOND)[0] == Standing.RUNNING
    assert (told(account, now)[0], told(other, now)[0]) == (Standing.RUNNING, Standing.AT_RISK)


def test_the_week_of_the_year_s_end_is_one(account: Account) -> None:
    """Sunday 27 December 2026 to Saturday 2 January 2027."""
    week = at("2026-12-27T00:00")
    asked(account, at("2026-12-31T17:00"))
    answer(asked(account, at("2027-01-02T23:59")), at("2027-01-01T10:00"))
    assert told(account, at("2027-01-02T12:00"), week) == (Standing.BROKEN, 1, 2)


def test_to_reckon_again_changes_nothing(account: Account) -> None:
    asked(account)
    services.reckon(now=MONDAY)
    assert services.reckon(now=MONDAY + timedelta(hours=1)) == 0
