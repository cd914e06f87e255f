"""Who sees to a message, notes, what is entered by hand, and what its author deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from sanglap.accounts.models import Account
from sanglap.audit.selectors import history
from sanglap.core.ids import new_id
from sanglap.inbox import deletions, handling, selectors, services
from sanglap.inbox.models import Message, Note
from sanglap.inbox.selectors import Show
from sanglap.inbox.states import MessageState
from sanglap.offices.models import Appointment
from sanglap.offices.scope import Forbidden
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7.b")]
HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


@pytest.fixture
def message(account: Account) -> Message:
    return factories.message(account)


def shown(house: House, who: str, show: Show, after: timedelta = MINUTE) -> list[str]:
    rows = selectors.shown(house.scope(who, NOW + after), show, now=NOW + after)
    return [one.remote_id for one in rows]


# Giving it to somebody.


def test_a_message_is_given_to_whoever_answers_there(house: House, message: Message) -> None:
    jamal = house.people["jamal"]
    for _click in range(2):
        handling.assign(house.scope("kamrul"), message=message, to=jamal, now=NOW)
    assert shown(house, "jamal", Show.MINE) == ["101"]
    assert shown(house, "kamrul", Show.MINE) == shown(house, "kamrul", Show.NOBODYS) == []
    assert [entry.verb for entry in history(message)] == ["message.assigned"]
    handling.assign(house.scope("kamrul"), message=message, to=None, now=NOW)
    assert shown(house, "kamrul", Show.NOBODYS) == ["101"]


@pytest.mark.parametrize("who", ["tanvir", "mannan", "sumaiya"])
def test_nobody_else_can_be_given_it(house: House, message: Message, who: str) -> None:
    with pytest.raises(ValidationError):
        handling.assign(house.scope("kamrul"), message=message, to=house.people[who], now=NOW)
    with pytest.raises(Forbidden):
        handling.assign(house.scope("mannan"), message=message, to=house.people["jamal"], now=NOW)


def test_what_was_given_to_somebody_who_left_is_nobodys(house: House, message: Message) -> None:
    handling.assign(house.scope("kamrul"), message=message, to=house.people["jamal"], now=NOW)
    Appointment.objects.filter(user=house.people["jamal"]).update(ends_at=NOW + HOUR)
    assert shown(house, "kamrul", Show.NOBODYS, HOUR - MINUTE) == []
    assert shown(house, "kamrul", Show.NOBODYS, HOUR + MINUTE) == ["101"]


def test_what_is_late_is_what_waits_beyond_its_moment(house: House, account: Account, message: Message) -> None:
    Message.objects.update(due_at=NOW + HOUR)
    factories.message(account, remote_id="102", due_at=NOW, state=MessageState.ANSWERED, answered_at=NOW)
    factories.message(account, remote_id="103")
    assert shown(house, "kamrul", Show.LATE, HOUR) == []
    assert shown(house, "kamrul", Show.LATE, HOUR + MINUTE) == ["101"]
    assert shown(house, "kamrul", Show.WAITING) == ["103", "101"]
    assert shown(house, "tanvir", Show.ALL) == []


# Notes.


def test_a_note_is_kept_once_and_never_changed(house: House, message: Message) -> None:
    key = new_id()
    for _click in range(2):
        handling.note(house.scope("jamal"), message=message, text=" ইউপি সচিবকে ফোন করেছি ", key=key, now=NOW)
    note = Note.objects.get()
    assert (note.text, note.by) == ("ইউপি সচিবকে ফোন করেছি", house.people["jamal"])
    assert list(selectors.notes(house.scope("kamrul"), [message.pk])) == [note]
    assert not selectors.notes(house.scope("tanvir"), [message.pk])
    with pytest.raises(Error), transaction.atomic():
        Note.objects.update(text="অন্য")


@pytest.mark.parametrize("text", ["", "  ", "ক" * 2_001])
def test_an_empty_or_endless_note_is_refused(house: House, message: Message, text: str) -> None:
    with pytest.raises(ValidationError):
        handling.note(house.scope("jamal"), message=message, text=text, key=new_id(), now=NOW)


def test_whoever_only_writes_or_looks_notes_nothing(house: House, message: Message) -> None:
    for who in ("sumaiya", "mannan", "tanvir"):
        with pytest.raises(Forbidden):
            handling.note(house.scope(who), message=message, text="ক", key=new_id(), now=NOW)


# By hand.


def by_hand(account: Account) -> Account:
    Account.objects.filter(pk=account.pk).update(network="by-hand", server="https://www.example.com")
    account.refresh_from_db()
    return account


def entered(house: House, account: Account, **more: Any) -> Message:
    given = {
        "author": "মরিয়ম বেগম", "text": "কবে টিকা?", "written_at": NOW - HOUR, "key": new_id(), "now": NOW, **more,
    }  # fmt: skip
    return handling.enter(house.scope("jamal"), account=account, **given)


def test_what_is_entered_by_hand_waits_like_any_other_and_is_entered_once(house: House, account: Account) -> None:
    post = factories.published(account, NOW - 2 * HOUR, remote_id="p1")
    key = new_id()
    first = entered(house, by_hand(account), key=key, post=post, url="https://www.example.com/c/1")
    assert entered(house, account, key=key, text="অন্য").pk == first.pk
    assert (first.entered_by, first.post, first.state) == (house.people["jamal"], post, MessageState.OPEN)
    assert first.due_at is not None
    assert [version.text for version in first.versions.all()] == ["কবে টিকা?"]
    draft = services.answer(house.scope("jamal"), message=first, text="রবিবার।", confirmed=False, now=NOW)
    assert draft.in_reply_to == first.remote_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "}, {"text": "ক" * 10_001}, {"author": ""}, {"written_at": NOW + MINUTE}, {"url": "javascript:x"},
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_refused_with_a_reason(house: House, account: Account, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        entered(house, by_hand(account), **wrong)
    assert not Message.objects.exists()


def test_nothing_is_entered_where_it_comes_by_itself_nor_by_strangers(house: House, account: Account) -> None:
    with pytest.raises(ValidationError):
        entered(house, account)
    with pytest.raises(Forbidden):
        handling.enter(
            house.scope("tanvir"), account=by_hand(account), author="ক", text="খ", written_at=NOW, key=new_id(), now=NOW
        )


# Deleted by its author.


def look(account: Account, *gone: str, after: timedelta = HOUR) -> int:
    asked = deletions.to_look_at(account, now=NOW + after)
    return deletions.looked(account, asked, gone, now=NOW + after)


def state(message: Message) -> tuple[str, bool]:
    message.refresh_from_db()
    return message.state, message.deleted_at is not None


def test_what_is_deleted_no_longer_waits_and_its_words_are_kept(
    house: House, account: Account, message: Message
) -> None:
    assert look(account) == 0
    assert look(account, "101", after=2 * HOUR) == 1
    assert state(message) == (MessageState.GONE, True)
    assert message.versions.get().text == "অফিস কখন খোলে?"
    assert shown(house, "kamrul", Show.WAITING) == []
    assert shown(house, "kamrul", Show.ALL) == ["101"]
    assert look(account, "101", after=3 * HOUR) == 0
    assert look(account, after=4 * HOUR) == 1
    assert state(message) == (MessageState.OPEN, False)
    assert [entry.verb for entry in history(message)] == ["message.back", "message.gone"]


def test_an_answered_message_stays_answered(account: Account, message: Message) -> None:
    Message.objects.update(state=MessageState.ANSWERED)
    look(account, "101")
    assert state(message) == (MessageState.ANSWERED, True)


def test_one_whose_answer_came_to_nothing_is_gone_at_the_next_look(account: Account, message: Message) -> None:
    Message.objects.update(state=MessageState.ANSWERING)
    look(account, "101")
    assert state(message) == (MessageState.ANSWERING, True)
    Message.objects.update(state=MessageState.OPEN)
    assert look(account, "101", after=2 * HOUR) == 1
    assert state(message) == (MessageState.GONE, True)


def test_a_network_is_asked_gently(account: Account) -> None:
    for number in range(50):
        factories.message(account, remote_id=str(number))
    factories.message(account, remote_id="hand:1", entered_by=account.panel.get().user)
    assert deletions.to_look_at(account, now=NOW + MINUTE) == []
    first = deletions.to_look_at(account, now=NOW + HOUR)
    assert len(first) == 40
    deletions.looked(account, first, [], now=NOW + HOUR)
    second = deletions.to_look_at(account, now=NOW + HOUR + MINUTE)
    assert sorted(first + second, key=int) == [str(number) for number in range(50)]
    assert deletions.to_look_at(account, now=NOW + timedelta(days=31)) == []
