"""Taking in what people write: once each, with every edit, and nothing undone by an older page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from sanglap.accounts.models import Account
from sanglap.audit.selectors import history
from sanglap.inbox import selectors, services
from sanglap.inbox.models import Feed, Message, MessageVersion
from sanglap.inbox.states import MessageState
from sanglap.networks.contract import Comment, CommentPage
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, House

SOON = timedelta(seconds=60)
QUESTION = Comment(
    remote_id="101", author_id="9", author_handle="rahim@x.example", author_name="রহিম", text="অফিস কখন খোলে?",
    url="https://x.example/@rahim/101", at=NOW - MINUTE, edited_at=None, in_reply_to="77", thread="77",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _every_minute(settings: Any) -> None:
    settings.SANGLAP_POLL_SECONDS = SOON.total_seconds()


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    account = house.account("kamrul")
    Feed.objects.create(account=account, ask_at=NOW)
    return account


def take(account: Account, *comments: Comment, seen: str = "", cursor: str = "c1", now: datetime = NOW) -> int:
    return services.take_in(account, CommentPage(comments, cursor), seen=seen, now=now)


def words() -> list[str]:
    """All versions of the one message, oldest first."""
    return [one.text for one in Message.objects.get().versions.all()]


def edited(text: str, minutes: int) -> Comment:
    return replace(QUESTION, text=text, edited_at=NOW + minutes * MINUTE)


def test_a_message_is_taken_in_with_who_wrote_it_and_under_what(account: Account) -> None:
    post = factories.published(account, NOW, remote_id="77")
    assert take(account, QUESTION) == 1
    message = Message.objects.get()
    assert (message.remote_id, message.post, message.in_reply_to) == ("101", post, "77")
    assert (message.author_name, message.author_handle, message.private) == ("রহিম", "rahim@x.example", False)
    assert (message.written_at, message.taken_in_at, message.state) == (NOW - MINUTE, NOW, MessageState.OPEN)
    assert words() == ["অফিস কখন খোলে?"]
    assert [entry.verb for entry in history(message)] == ["message.taken_in"]


def test_a_page_taken_in_twice_keeps_one_message(account: Account) -> None:
    assert [take(account, QUESTION), take(account, QUESTION), take(account, QUESTION, seen="c1")] == [1, 0, 0]
    assert words() == ["অফিস কখন খোলে?"]
    assert len(history(Message.objects.get())) == 1


def test_the_same_message_to_two_accounts_is_each_ones_own(house: House, account: Account) -> None:
    other = house.account("tanvir", office="ghior", handle="ghior")
    Feed.objects.create(account=other, ask_at=NOW)
    assert [take(account, QUESTION), take(other, QUESTION)] == [1, 1]
    assert [one.account for one in selectors.messages(house.scope("tanvir"))] == [other]
    assert selectors.messages(house.scope("nasrin")).count() == 2
    assert not selectors.messages(house.scope("tanvir")).filter(account=account)


def test_a_message_under_something_that_is_not_ours_stands_alone(account: Account) -> None:
    take(account, QUESTION, replace(QUESTION, remote_id="102", thread=None, in_reply_to=None))
    found = {(one.remote_id, one.post_id, one.in_reply_to) for one in Message.objects.all()}
    assert found == {("101", None, "77"), ("102", None, "")}


def test_an_edit_becomes_a_version_and_the_first_words_stay(account: Account) -> None:
    take(account, QUESTION)
    assert take(account, edited("অফিস কখন খোলে বলুন?", 1)) == 1
    assert words() == ["অফিস কখন খোলে?", "অফিস কখন খোলে বলুন?"]
    message = Message.objects.get()
    assert history(message)[0].verb == "message.edited"
    assert take(account, edited("অফিস কখন খোলে বলুন?", 1)) == 0
    assert len(words()) == 2


def test_a_page_that_is_older_than_what_we_have_undoes_nothing(account: Account) -> None:
    take(account, QUESTION)
    take(account, edited("দুই", 2))
    assert take(account, edited("এক", 1)) == 0
    assert take(account, QUESTION) == 0
    assert words() == ["অফিস কখন খোলে?", "দুই"]


def test_going_back_to_earlier_words_is_an_edit_too(account: Account) -> None:
    take(account, edited("এক", 1))
    take(account, edited("দুই", 2))
    take(account, edited("এক", 3))
    assert words() == ["এক", "দুই", "এক"]


def test_an_edit_of_what_is_invisible_is_none(account: Account) -> None:
    take(account, QUESTION)
    assert take(account, edited("অফিস কখন খোলে?\u200b", 1)) == 0


def test_an_edited_message_seen_for_the_first_time_has_one_version(account: Account) -> None:
    take(account, edited("এক", 1))
    version = MessageVersion.objects.get()
    assert (version.number, version.text, version.edited_at) == (1, "এক", NOW + MINUTE)


# How far we are.


def feed() -> Feed:
    return Feed.objects.get()


def test_the_cursor_moves_only_from_where_the_page_was_asked(account: Account) -> None:
    take(account, cursor="c1")
    assert feed().cursor == "c1"
    take(account, QUESTION, seen="c1", cursor="c2")
    assert feed().cursor == "c2"
    # A slow worker's page, asked from further back, does not turn it back; its messages are kept all the same.
    assert take(account, replace(QUESTION, remote_id="102"), seen="", cursor="c1") == 1
    assert feed().cursor == "c2"
    take(account, seen="c2", cursor="c3")
    assert feed().cursor == "c3"


def test_an_account_is_asked_again_after_a_while(account: Account) -> None:
    factories.published(account, NOW - MINUTE)
    services.note_failure(account, "not_sent", retry_at=NOW + 9 * MINUTE, now=NOW)
    assert (feed().ask_at, feed().asked_at, feed().error) == (NOW + 9 * MINUTE, NOW, "not_sent")
    services.note_failure(account, "not_sent", retry_at=None, now=NOW)
    assert feed().ask_at == NOW + SOON
    services.note_failure(account, "not_sent", retry_at=NOW, now=NOW)
    assert feed().ask_at == NOW + SOON
    take(account, now=NOW + MINUTE)
    assert (feed().ask_at, feed().error) == (NOW + MINUTE + SOON, "")


def test_a_quiet_account_is_asked_less_often(account: Account) -> None:
    take(account)
    assert feed().ask_at == NOW + services.QUIET * SOON
    take(account, QUESTION)  # a message waits: there may soon be more
    assert feed().ask_at == NOW + SOON
    later = QUESTION.at + services.LIVELY
    take(account, now=later)
    assert feed().ask_at == later + services.QUIET * SOON
    factories.published(account, later - services.LIVELY + SECOND)
    take(account, now=later)
    assert feed().ask_at == later + SOON


# What others may send.

LONG = "x" * 600


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "ক\0খ"},
        {"text": ""},
        {"author_name": LONG},
        {"author_handle": LONG},
        {"author_name": "\u202eমিহর"},
        {"url": f"https://x.example/{LONG}"},
        {"author_handle": "rahim\0"},
        {"author_id": LONG},
        {"in_reply_to": LONG},
        {"remote_id": LONG},
        {"remote_id": ""},
        {"remote_id": "100\0"},
        {"author_id": "9\ud800"},
        {"remote_id": "100\ud800"},
        {"url": "https://x.example/\ud800"},
    ],
    ids="-".join,
)
def test_one_odd_message_does_not_keep_the_others_out(account: Account, odd: dict[str, Any]) -> None:
    take(account, replace(QUESTION, **{"remote_id": "100", **odd}), QUESTION)
    assert Message.objects.filter(remote_id="101").exists()


def test_a_message_that_stands_twice_on_a_page_is_taken_in_once(account: Account) -> None:
    assert take(account, QUESTION, QUESTION) == 1


STATEMENTS: Sequence[str] = (
    "UPDATE inbox_messageversion SET text = 'x'",
    "DELETE FROM inbox_messageversion",
    "TRUNCATE inbox_messageversion",
    "DELETE FROM inbox_message",
    "TRUNCATE inbox_message CASCADE",
)


@pytest.mark.clause("6.e")
def test_not_even_direct_sql_loses_what_somebody_wrote(account: Account) -> None:
    take(account, QUESTION)
    for statement in STATEMENTS:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert words() == ["অফিস কখন খোলে?"], statement


# Reading.


def test_a_thread_is_all_that_was_written_under_one_post(house: House, account: Account) -> None:
    factories.published(account, NOW, remote_id="77")
    later = replace(QUESTION, remote_id="102", at=NOW)
    take(account, later, QUESTION, replace(QUESTION, remote_id="103", thread=None))
    scope = house.scope("kamrul")
    one, alone = Message.objects.get(remote_id="101"), Message.objects.get(remote_id="103")
    assert [message.remote_id for message in selectors.thread(scope, one, now=NOW)[0]] == ["101", "102"]
    assert selectors.thread(scope, alone, now=NOW) == ([alone], False)
    assert selectors.thread(house.scope("tanvir"), one, now=NOW) == ([], False)


def test_messages_are_shown_with_their_newest_words(house: House, account: Account) -> None:
    take(account, QUESTION)
    take(account, edited("দুই", 1))
    (found,) = selectors.messages(house.scope("mannan"))
    assert (found.text, found.edited_at) == ("দুই", NOW + MINUTE)  # type: ignore[attr-defined]  # annotated
