"""The pages of the inbox: what is shown to whom, threads whole, notes apart, messages entered by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.inbox import handling
from sanglap.inbox.models import Message, Note
from sanglap.inbox.states import MessageState
from tests import factories
from tests.factories import MINUTE, NOW, House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("7.b")]


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def at(message: Message, name: str = "thread") -> str:
    return reverse(f"desk:{name}", args=[message.pk])


def test_the_filters_show_what_they_say(house: House, account: Account) -> None:
    factories.message(account, remote_id="1", author_name="Late-One", due_at=NOW - MINUTE)
    mine = factories.message(account, remote_id="2", author_name="My-One")
    factories.message(account, remote_id="3", author_name="Done-One", state=MessageState.ANSWERED, answered_at=NOW)
    handling.assign(house.scope("jamal"), message=mine, to=house.people["jamal"], now=NOW)

    def names(show: str) -> list[str]:
        page = opened(house, "jamal", reverse("desk:inbox") + f"?show={show}")
        return [name for name in ("Late-One", "My-One", "Done-One") if name in page]

    assert names("") == names("nonsense") == ["Late-One", "My-One", "Done-One"]
    assert names("waiting") == ["Late-One", "My-One"]
    assert names("late") == ["Late-One"]
    assert names("mine") == ["My-One"]
    assert names("nobodys") == ["Late-One"]
    assert "late since" in opened(house, "jamal", reverse("desk:inbox"))


def test_replies_stand_under_what_they_answer(house: House, account: Account) -> None:
    post = factories.published(account, NOW, remote_id="77")
    head = factories.message(account, remote_id="1", author_name="First", post=post, in_reply_to="77")
    late = {"post": post, "written_at": NOW + 3 * MINUTE}
    Message.objects.filter(pk=head.pk).update(written_at=NOW + MINUTE)
    factories.message(account, remote_id="2", author_name="Second", post=post, in_reply_to="77")
    reply = factories.message(account, remote_id="3", author_name="Reply", post=post, in_reply_to="1")
    Message.objects.filter(remote_id="2").update(written_at=NOW + 2 * MINUTE)
    Message.objects.filter(pk=reply.pk).update(**late)
    handling.note(house.scope("jamal"), message=head, text="ইউপিতে জানানো হয়েছে", key=new_id(), now=NOW + 4 * MINUTE)
    page = opened(house, "jamal", at(head))
    places = [page.index(f"<strong>{name}</strong>") for name in ("First", "Reply", "Second")]
    assert places == sorted(places)
    assert "sg-talk__item--1" in page
    assert "sg-talk__item--note" in page


def test_markup_in_a_comment_is_shown_as_written(house: House, account: Account) -> None:
    message = factories.message(account, author_name="<b>Mr X</b>")
    message.versions.create(number=2, text="<script>alert(1)</script> <b>কবে</b>", seen_at=NOW)
    for page in (opened(house, "jamal", at(message)), opened(house, "jamal", reverse("desk:inbox"))):
        assert "<script>alert" not in page
        assert "<b>" not in page
        assert "&lt;script&gt;" in page


def test_a_thread_asks_as_often_whatever_its_length(house: House, account: Account) -> None:
    post = factories.published(account, NOW, remote_id="77")
    client = signed_in(house, "jamal")

    def add(first: int, last: int) -> Message:
        for number in range(first, last):
            made = factories.message(account, remote_id=f"c{number}", post=post, in_reply_to="77")
            handling.note(house.scope("jamal"), message=made, text="ক", key=new_id(), now=NOW)
        return made

    def asked(url: str) -> int:
        said(client.get(url))
        with CaptureQueriesContext(connection) as seen:
            said(client.get(url))
        return len(seen)

    message = add(0, 2)
    few = [asked(at(message)), asked(reverse("desk:inbox"))]
    add(2, 12)
    assert [asked(at(message)), asked(reverse("desk:inbox"))] == few


def test_a_very_long_thread_comes_in_pages(house: House, account: Account) -> None:
    post = factories.published(account, NOW, remote_id="77")
    for number in range(203):
        message = factories.message(account, remote_id=f"c{number}", author_name=f"N{number}.", post=post)
        Message.objects.filter(pk=message.pk).update(written_at=NOW + timedelta(seconds=number))
    last = opened(house, "jamal", at(message))
    assert "<strong>N202.</strong>" in last
    assert "<strong>N199.</strong>" not in last
    assert "<strong>N199.</strong>" in opened(house, "jamal", at(message) + "?page=0")
    said(signed_in(house, "jamal").get(at(message) + "?page=99999999999"))


def test_given_by_the_page_and_taken_by_a_button(house: House, account: Account) -> None:
    message, client = factories.message(account), signed_in(house, "jamal")
    assert client.post(at(message, "message-assign"), {"mine": "yes"}).status_code == 302
    message.refresh_from_db()
    assert message.assigned_to == house.people["jamal"]
    client.post(at(message, "message-assign"), {"to": str(house.people["kamrul"].pk)})
    message.refresh_from_db()
    assert message.assigned_to == house.people["kamrul"]
    answer = client.post(at(message, "message-assign"), {"to": str(house.people["tanvir"].pk)}, follow=True)
    assert "Choose somebody who answers messages" in said(answer)
    client.post(at(message, "message-assign"), {"to": ""})
    message.refresh_from_db()
    assert message.assigned_to is None


def test_a_note_too_many_words_stays_in_the_box(house: House, account: Account) -> None:
    message, client = factories.message(account), signed_in(house, "kamrul")
    long = "ক" * 2_001
    page = said(client.post(at(message, "message-note"), {"note": long, "key": str(new_id())}), 422)
    assert long in page
    assert client.post(at(message, "message-note"), {"note": "ফোন করেছি", "key": str(new_id())}).status_code == 302
    assert Note.objects.get().text == "ফোন করেছি"
    assert signed_in(house, "sumaiya").post(at(message, "message-note"), {"note": "", "key": "x"}).status_code == 403


def test_what_its_author_deleted_is_marked_and_not_answered(house: House, account: Account) -> None:
    message = factories.message(account, state=MessageState.GONE, deleted_at=NOW)
    page = opened(house, "jamal", at(message))
    assert "Its author deleted this message" in page
    assert 'name="text"' not in page


def test_a_message_is_entered_by_hand(house: House, account: Account) -> None:
    client = signed_in(house, "jamal")
    assert client.get(reverse("desk:message-new")).status_code == 302
    Account.objects.filter(pk=account.pk).update(network="by-hand", server="https://www.example.com")
    post = factories.published(account, NOW - MINUTE, remote_id="p1")
    said(client.get(reverse("desk:message-new")))
    words = {
        "account": str(account.pk), "author": "মরিয়ম", "text": "কবে?", "day": "২৩/১১/২০২৬", "hour": "১১:০০",
        "post": str(post.pk), "key": str(new_id()),
    }  # fmt: skip
    for _click in range(2):
        assert client.post(reverse("desk:message-new"), words).status_code == 302
    message = Message.objects.get()
    assert (message.author_name, message.post, message.written_at) == ("মরিয়ম", post, NOW - timedelta(hours=1))
    assert "entered by hand" in opened(house, "jamal", at(message))
    page = said(client.post(reverse("desk:message-new"), {**words, "key": str(new_id()), "hour": "23:59"}), 422)
    assert "still to come" in page
    assert "কবে?" in page
