"""What the screening points at in citizens' words: somebody in danger first, personal data covered, nothing hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sanglap.accounts.models import Account
from sanglap.core.ids import new_id
from sanglap.inbox import handling, screened, selectors, services
from sanglap.inbox.models import Feed, Message
from sanglap.inbox.selectors import Show
from sanglap.inbox.states import MessageState
from sanglap.networks.contract import Comment, CommentPage
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.clause("6.c"), pytest.mark.clause("9.g")]
DANGER = "আমি আর বাঁচতে চাই না, আত্মহত্যা করব"
PLAIN = "অফিস কখন খোলে?"
NUMBER = "আমার নম্বর ০১৭১১২২৩৩৪৪, কেউ ফোন ধরে না"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    Feed.objects.create(account=made, ask_at=NOW)
    return made


def took(account: Account, *texts: str, at: Any = NOW, edited: Any = None) -> list[Message]:
    """Comments of these words, taken in at that moment; edited ones replace those of the same place."""
    comments = [
        Comment(
            remote_id=str(number), author_id="9", author_handle="rahim", author_name="রহিম", text=text, url="",
            at=NOW, edited_at=edited, in_reply_to=None, thread=None, private=False,
        )
        for number, text in enumerate(texts, start=101)
    ]  # fmt: skip
    services.take_in(account, CommentPage(comments=comments, cursor=""), seen="", now=at)
    return list(Message.objects.order_by("remote_id"))


def test_somebody_in_danger_comes_first_and_is_told_of_at_once(house: House, account: Account) -> None:
    in_danger, plain = took(account, DANGER, PLAIN)
    assert (in_danger.danger, plain.danger) == (True, False)
    assert [one.pk for one in selectors.in_danger(house.scope("kamrul"), now=NOW)] == [in_danger.pk]
    told = Notice.objects.filter(kind=Kind.DANGER)
    assert {notice.subject_id for notice in told} == {in_danger.pk}
    assert house.people["kamrul"].pk in {notice.recipient_id for notice in told}
    took(account, DANGER, PLAIN, at=NOW + MINUTE)
    assert told.count() == Notice.objects.filter(kind=Kind.DANGER).count()


@pytest.mark.parametrize("state", [MessageState.GONE, MessageState.ANSWERED])
def test_nobody_in_danger_is_forgotten_because_he_deleted_it_or_was_answered(
    house: House, account: Account, state: MessageState
) -> None:
    [message] = took(account, DANGER)
    Message.objects.filter(pk=message.pk).update(state=state)
    assert [one.pk for one in selectors.in_danger(house.scope("kamrul"), now=NOW)] == [message.pk]


def test_a_person_has_seen_to_it_until_the_words_change(house: House, account: Account) -> None:
    [message] = took(account, DANGER)
    handling.settle_danger(house.scope("kamrul"), message=message, now=NOW)
    handling.settle_danger(house.scope("kamrul"), message=message, now=NOW + MINUTE)
    message.refresh_from_db()
    assert (message.danger_settled_at, message.danger_settled_by) == (NOW, house.people["kamrul"])
    assert not selectors.in_danger(house.scope("kamrul"), now=NOW)
    later = NOW + timedelta(hours=1)
    took(account, DANGER + "!", at=later, edited=later)
    assert selectors.in_danger(house.scope("kamrul"), now=later)
    took(account, PLAIN, at=later + MINUTE, edited=later + MINUTE)
    assert not selectors.in_danger(house.scope("kamrul"), now=later)


def test_only_who_answers_there_says_so(house: House, account: Account) -> None:
    [message] = took(account, DANGER)
    house.officer("writes", Role.AUTHOR)
    with pytest.raises(Forbidden):
        handling.settle_danger(house.scope("writes"), message=message, now=NOW)
    message.refresh_from_db()
    assert message.danger_settled_at is None


def test_what_touches_the_house_rules_is_found_together_and_stays_where_it_is(house: House, account: Account) -> None:
    marked, _plain = took(account, "তোরা সব মালাউন", PLAIN)
    assert marked.band == "high"
    scope = house.scope("kamrul")
    assert [one.pk for one in selectors.shown(scope, Show.MARKED, now=NOW)] == [marked.pk]
    assert selectors.shown(scope, Show.ALL, now=NOW).count() == 2


def test_sharp_words_about_an_office_touch_no_house_rule(house: House, account: Account) -> None:
    [message] = took(account, "ভূমি অফিসে ঘুষ ছাড়া কাজ হয় না, লজ্জা!")
    assert (message.danger, message.band) == (False, "")


@pytest.mark.parametrize(("username", "covered"), [("kamrul", False), ("writes", True)])
def test_numbers_are_covered_for_those_who_do_not_answer(
    house: House, account: Account, username: str, *, covered: bool
) -> None:
    house.officer("writes", Role.AUTHOR)
    took(account, NUMBER)
    took(account, NUMBER + "!", at=NOW + MINUTE, edited=NOW + MINUTE)
    scope = house.scope(username)
    [row] = selectors.messages(scope).prefetch_related("versions")
    screened.cover(scope, [row])
    assert row.covered == covered
    shown = [screened.words_of(row), *(version.text for version in row.versions.all())]
    assert all(("০১৭১১২২৩৩৪৪" in words) != covered for words in shown)


def test_what_is_entered_by_hand_is_looked_at_too(house: House) -> None:
    account = house.account("kamrul", handle="by.hand")
    Account.objects.filter(pk=account.pk).update(network="by-hand")
    account.refresh_from_db()
    message = handling.enter(
        house.scope("kamrul"), account=account, author="রহিম", text=DANGER, written_at=NOW, now=NOW,
        key=new_id(),
    )  # fmt: skip
    assert message.danger
    assert Notice.objects.filter(kind=Kind.DANGER, subject_id=message.pk).exists()
