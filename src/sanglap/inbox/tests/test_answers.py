"""Answering: a draft like any other, which the panel approves, and what becomes of the message."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.content import services as content
from sanglap.content.models import Draft, Variant, Verdict, Vote
from sanglap.content.states import VariantState
from sanglap.core.states import TransitionRefused
from sanglap.inbox import selectors, services
from sanglap.inbox.models import Answer, Message
from sanglap.inbox.states import MessageState
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Role
from sanglap.publishing import services as publishing
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

TEXT = "অফিস সকাল নয়টা থেকে বিকেল পাঁচটা পর্যন্ত খোলা।"
LATER = NOW + 5 * MINUTE


@pytest.fixture
def house(db: None) -> House:
    house = factories.house()
    house.officer("rupa", Role.RESPONDER)
    return house


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul alone."""
    return house.account("kamrul")


@pytest.fixture
def message(account: Account) -> Message:
    return factories.message(account)


def answer(house: House, message: Message, by: str = "kamrul", *, confirmed: bool = True, text: str = TEXT) -> Draft:
    return services.answer(house.scope(by), message=message, text=text, confirmed=confirmed, now=NOW)


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def settle() -> int:
    return services.settle_answers(now=LATER)


@pytest.mark.clause("6.a")
@pytest.mark.clause("7.d")
def test_the_sole_responsible_persons_answer_is_approved_with_the_confirmation(house: House, message: Message) -> None:
    draft = answer(house, message)
    variant = newest(draft)
    assert (draft.kind, draft.in_reply_to, draft.purposes) == (Kind.ANSWER, "101", message.account.purposes)
    assert variant.state == VariantState.APPROVED
    assert Vote.objects.get().sole
    assert outgoing(variant.payload).in_reply_to == "101"
    assert outgoing(variant.payload).text == TEXT
    assert state(message) == MessageState.ANSWERING
    assert history(message)[0].verb == "message.answering"
    assert publishing.release(now=LATER) == 1
    assert Delivery.objects.get().kind == Kind.ANSWER


@pytest.mark.clause("6.a")
def test_without_the_confirmation_nothing_is_said_and_nothing_kept(house: House, message: Message) -> None:
    with pytest.raises(ValidationError):
        answer(house, message, confirmed=False)
    assert state(message) == MessageState.OPEN
    assert not Draft.objects.exists()


@pytest.mark.clause("6.a")
def test_a_responders_answer_waits_for_the_panel(house: House, message: Message) -> None:
    variant = newest(answer(house, message, "rupa"))
    assert variant.state == VariantState.SUBMITTED
    assert not Vote.objects.exists()
    assert publishing.release(now=LATER) == 0
    house.vote(variant, "kamrul")
    assert publishing.release(now=LATER) == 1


@pytest.mark.clause("6.a")
def test_a_member_of_a_larger_panel_does_not_approve_the_own_answer(house: House) -> None:
    message = factories.message(house.panel_of_three())
    variant = newest(answer(house, message))
    assert variant.state == VariantState.SUBMITTED
    with pytest.raises(Forbidden):
        house.vote(variant, "kamrul", confirmed=True)
    house.vote(variant, "shila")


def test_one_answer_at_a_time(house: House, message: Message) -> None:
    stale = Message.objects.get(pk=message.pk)
    answer(house, message)
    for copy in (stale, message, Message.objects.get(pk=message.pk)):
        with pytest.raises(TransitionRefused):
            answer(house, copy, "rupa")
    assert Draft.objects.count() == Answer.objects.count() == 1


@pytest.mark.parametrize("username", ["sumaiya", "nasrin", "mannan", "tanvir"])
def test_only_who_may_answer_answers(house: House, message: Message, username: str) -> None:
    with pytest.raises(Forbidden):
        answer(house, message, username)
    assert state(message) == MessageState.OPEN


def test_what_was_written_in_private_is_not_answered_in_public(house: House, account: Account) -> None:
    message = factories.message(account, private=True)
    with pytest.raises(ValidationError):
        answer(house, message)
    assert (state(message), Draft.objects.count()) == (MessageState.OPEN, 0)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_answer_leaves_the_message_as_it_was(house: House, message: Message, text: str) -> None:
    with pytest.raises(ValidationError):
        answer(house, message, text=text)
    assert (state(message), message.state) == (MessageState.OPEN, MessageState.OPEN)


def test_an_answer_that_is_too_long_leaves_the_message_as_it_was(house: House, message: Message) -> None:
    Account.objects.update(characters=5)
    with pytest.raises(ValidationError):
        answer(house, message)
    assert (state(message), Draft.objects.count()) == (MessageState.OPEN, 0)


# What becomes of the message.


def sent(house: House, message: Message, becomes: DeliveryState) -> None:
    """An answer was given and passed on, and fared like this."""
    answer(house, message)
    publishing.release(now=LATER)
    Delivery.objects.filter(state=DeliveryState.SCHEDULED).update(
        state=becomes, remote_id="202" if becomes == DeliveryState.PUBLISHED else "", published_at=LATER
    )


@pytest.mark.clause("7.d")
@pytest.mark.parametrize(
    ("becomes", "wanted", "verb"),
    [
        (DeliveryState.PUBLISHED, MessageState.ANSWERED, "message.answered"),
        (DeliveryState.FAILED, MessageState.OPEN, "message.reopened"),
        (DeliveryState.WITHDRAWN, MessageState.OPEN, "message.reopened"),
    ],
)
def test_a_message_is_answered_when_the_network_shows_the_answer(
    house: House, message: Message, becomes: DeliveryState, wanted: MessageState, verb: str
) -> None:
    sent(house, message, becomes)
    assert settle() == 1
    assert (state(message), history(message)[0].verb) == (wanted, verb)
    assert settle() == 0


@pytest.mark.parametrize("becomes", [DeliveryState.SCHEDULED, DeliveryState.ATTEMPTING, DeliveryState.UNKNOWN])
def test_until_that_is_sure_the_answer_is_on_its_way(house: House, message: Message, becomes: DeliveryState) -> None:
    sent(house, message, becomes)
    assert settle() == 0
    assert state(message) == MessageState.ANSWERING


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
def test_an_answer_that_the_panel_does_not_approve_leaves_the_message_open(
    house: House, message: Message, verdict: Verdict
) -> None:
    variant = newest(answer(house, message, "rupa"))
    assert settle() == 0
    house.vote(variant, "kamrul", verdict)
    assert settle() == 1
    assert state(message) == MessageState.OPEN
    # The next answer counts, not the first one.
    second = newest(answer(house, message, "rupa"))
    assert (settle(), state(message)) == (0, MessageState.ANSWERING)
    house.vote(second, "kamrul")
    publishing.release(now=LATER)
    Delivery.objects.update(state=DeliveryState.PUBLISHED, remote_id="202", published_at=LATER)
    assert (settle(), state(message)) == (1, MessageState.ANSWERED)


def test_an_answered_message_may_be_answered_again(house: House, message: Message) -> None:
    sent(house, message, DeliveryState.PUBLISHED)
    settle()
    answer(house, message, text="আরও একটি কথা।")
    assert state(message) == MessageState.ANSWERING
    assert settle() == 0


def test_an_answer_whose_words_were_changed_is_reckoned_by_the_newest(house: House, message: Message) -> None:
    draft = answer(house, message, "rupa")
    # Rejected, and written anew before anybody looked.
    house.vote(newest(draft), "kamrul", Verdict.REJECT)
    content.revise(
        house.scope("kamrul"), draft=draft, seen=1, text="অন্য কথা", accounts=[message.account],
        purposes=message.account.purposes, now=LATER,
    )  # fmt: skip
    assert (settle(), state(message)) == (0, MessageState.ANSWERING)
    assert outgoing(newest(draft).payload).in_reply_to == "101"


def test_many_are_settled_a_batch_at_a_time(house: House, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH", 2)
    for number in range(3):
        answer(house, factories.message(account, remote_id=f"a{number}"), "rupa")
    for variant in Variant.objects.all():
        house.vote(variant, "kamrul", Verdict.RETURN)
    assert [settle() for _ in range(3)] == [2, 1, 0]


def test_the_answers_of_a_message_are_shown_with_how_they_fare(house: House, message: Message) -> None:
    sent(house, message, DeliveryState.PUBLISHED)
    (found,) = selectors.answers(house.scope("mannan"), [message.pk])
    assert found.publication.delivery.remote_id == "202"
    assert not selectors.answers(house.scope("tanvir"), [message.pk])


def test_a_suspended_accounts_answer_waits(house: House, message: Message) -> None:
    answer(house, message)
    Account.objects.update(state=AccountState.SUSPENDED)
    assert publishing.release(now=LATER) == 0
    assert (settle(), state(message)) == (0, MessageState.ANSWERING)
