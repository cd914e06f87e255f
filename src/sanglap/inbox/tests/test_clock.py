"""Clause 7.b: by when a message wants its first answer, and when it got it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.inbox import services
from sanglap.inbox.models import Feed, Message
from sanglap.networks.contract import Comment, CommentPage
from sanglap.offices import services as offices
from sanglap.offices.models import EntryKind
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.publishing import services as publishing
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.clause("7.b")

DHAKA = ZoneInfo("Asia/Dhaka")


def at(text: str) -> datetime:
    """A moment by the clock of Dhaka."""
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


MONDAY = at("2026-11-23T12:00")
QUESTION = Comment(
    remote_id="101", author_id="9", author_handle="rahim", author_name="রহিম", text="অফিস কখন খোলে?", url="",
    at=MONDAY, edited_at=None, in_reply_to=None, thread=None,
)  # fmt: skip


@pytest.fixture
def house(db: None) -> House:
    return factories.house(at("2026-01-01T09:00"))


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    Feed.objects.create(account=made, ask_at=MONDAY)
    return made


def comment(**fields: Any) -> Comment:
    return Comment(**{name: getattr(QUESTION, name) for name in QUESTION.__slots__} | fields)


def take_in(account: Account, *comments: Comment, now: datetime = MONDAY) -> list[datetime | None]:
    """By when their answers are due, in the order of their keys."""
    services.take_in(account, CommentPage(comments, "c"), seen="", now=now)
    return list(Message.objects.filter(account=account).order_by("remote_id").values_list("due_at", flat=True))


def enter(house: House, kind: EntryKind, first: str, last: str, office: str = "shibalaya", **more: Any) -> None:
    days: dict[str, Any] = {"name": factories.WORDS, "starts_on": date.fromisoformat(first), **more}
    days["ends_on"] = date.fromisoformat(last)
    offices.add_entry(Scope.everything("tests"), office=house.offices[office], kind=kind, now=house.now, **days)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-11-22T09:00", "2026-11-24T17:00"),  # three whole days of eight hours
        ("2026-11-23T12:00", "2026-11-26T12:00"),
        ("2026-11-24T18:00", "2026-11-29T17:00"),  # in the evening: from the next morning, over the weekend
        ("2026-12-14T09:00", "2026-12-17T17:00"),  # the 16th is Victory Day
        ("2026-12-30T12:00", "2027-01-04T12:00"),  # over the year's end
    ],
)
def test_a_question_is_due_after_working_time(account: Account, written: str, due: str) -> None:
    assert take_in(account, comment(at=at(written)), now=at(written)) == [at(due)]


def test_what_stands_under_a_post_of_ours_is_a_comment_and_has_longer(account: Account) -> None:
    factories.published(account, MONDAY, remote_id="77")
    under = comment(remote_id="102", in_reply_to="77", thread="77")
    elsewhere = comment(remote_id="103", in_reply_to="5", thread="5")
    assert take_in(account, QUESTION, under, elsewhere) == [
        at("2026-11-26T12:00"), at("2026-11-30T12:00"), at("2026-11-26T12:00")
    ]  # fmt: skip


def test_what_is_answered_at_the_network_and_what_is_older_than_the_rule_is_not_owed_from_here(
    account: Account,
) -> None:
    old = comment(remote_id="103", at=datetime(1, 1, 1, tzinfo=UTC))
    assert take_in(account, comment(private=True), old) == [None, None]


def test_a_network_whose_clock_is_ahead_gains_nothing(account: Account) -> None:
    ahead = comment(at=datetime.max.replace(tzinfo=UTC))
    assert take_in(account, ahead) == [at("2026-11-26T12:00")]


def test_it_is_reckoned_in_the_working_time_of_the_account_s_office(house: House, account: Account) -> None:
    enter(house, EntryKind.HOLIDAY, "2026-11-24", "2026-11-24", basis="executive")
    enter(house, EntryKind.HOURS, "2026-11-25", "2026-11-30", opens=time(9), closes=time(15))
    # Five hours on Monday, six on Wednesday, Thursday and Sunday, one on Monday.
    assert take_in(account, QUESTION) == [at("2026-11-30T10:00")]


def queries(account: Account, comments: Sequence[Comment]) -> int:
    with CaptureQueriesContext(connection) as caught:
        services.take_in(account, CommentPage(comments, "c"), seen="", now=MONDAY)
    return len(caught)


def test_as_many_queries_whatever_the_number_of_messages(house: House, account: Account) -> None:
    enter(house, EntryKind.HOLIDAY, "2026-11-24", "2026-11-24", basis="executive")
    one = queries(account, [comment(remote_id="0")])
    assert queries(account, [comment(remote_id=str(number)) for number in range(1, 30)]) == one


# When it got its first answer.

SHOWN = MONDAY + timedelta(minutes=7)


def answered(house: House, message: Message, becomes: DeliveryState, shown_at: datetime) -> datetime | None:
    """An answer was given, and fared like this; since when the message has its first answer."""
    services.answer(house.scope("kamrul", MONDAY), message=message, text=str(shown_at), confirmed=True, now=MONDAY)
    publishing.release(now=MONDAY)
    Delivery.objects.filter(state=DeliveryState.SCHEDULED).update(
        state=becomes, remote_id=f"r{shown_at}" if becomes == DeliveryState.PUBLISHED else "", published_at=shown_at
    )
    assert services.settle_answers(now=shown_at + timedelta(hours=1)) == 1
    message.refresh_from_db()
    return message.answered_at


def test_it_has_its_first_answer_since_the_network_shows_it(house: House, account: Account) -> None:
    message = factories.message(account)
    assert answered(house, message, DeliveryState.PUBLISHED, SHOWN) == SHOWN
    # Another one is not the first.
    assert answered(house, message, DeliveryState.PUBLISHED, SHOWN + timedelta(days=1)) == SHOWN


def test_an_answer_that_came_to_nothing_is_none(house: House, account: Account) -> None:
    message = factories.message(account)
    assert answered(house, message, DeliveryState.FAILED, SHOWN) is None
    assert answered(house, message, DeliveryState.PUBLISHED, SHOWN + timedelta(days=1)) == SHOWN + timedelta(days=1)
