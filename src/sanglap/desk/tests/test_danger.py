"""Somebody in danger, what touches the house rules, and covered numbers, on the pages of the inbox and of the day."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.inbox import handling
from sanglap.inbox.models import Message
from sanglap.networks.registry import by_hand
from sanglap.people.permissions import Role
from tests.factories import NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("9.g"), pytest.mark.clause("6.c")]
DANGER = "আমি আর বাঁচতে চাই না, আত্মহত্যা করব। ০১৭১১২২৩৩৪৪"
SLUR = "তোরা সব মালাউন"


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul", handle="by.hand")
    Account.objects.filter(pk=made.pk).update(network=by_hand()[0])
    made.refresh_from_db()
    return made


def came(house: House, account: Account, text: str) -> Message:
    return handling.enter(
        house.scope("kamrul"), account=account, author="রহিম", text=text, written_at=NOW, key=new_id(), now=NOW
    )


@pytest.mark.parametrize("language", ["bn", "en"])
def test_somebody_in_danger_stands_above_everything(house: House, account: Account, language: str) -> None:
    title = {"bn": "কেউ বিপদে থাকতে পারেন", "en": "Somebody may be in danger"}[language]
    number = {"bn": "৯৯৯", "en": "999"}[language]
    assert title not in opened(house, "kamrul", reverse("desk:inbox"), language)
    message = came(house, account, DANGER)
    thread = reverse("desk:thread", args=[message.pk])
    for address in (reverse("desk:day"), reverse("desk:inbox"), thread):
        page = opened(house, "kamrul", address, language)
        assert title in page
        assert number in page
    client = signed_in(house, "kamrul", language)
    assert 'aria-labelledby="danger"' in said(client.get(thread))
    page = said(client.post(reverse("desk:message-danger-settled", args=[message.pk]), follow=True))
    assert 'aria-labelledby="danger"' not in page
    assert title not in said(client.get(reverse("desk:inbox")))


def test_what_touches_the_house_rules_has_a_list_and_is_marked_where_it_is_read(house: House, account: Account) -> None:
    message, other = came(house, account, SLUR), came(house, account, "অফিস কখন খোলে?")
    page = opened(house, "kamrul", reverse("desk:inbox"), show="marked")
    assert str(message.pk) in page
    assert str(other.pk) not in page
    assert "clear sign" in page
    thread = opened(house, "kamrul", reverse("desk:thread", args=[message.pk]))
    assert ">মালাউন</mark>" in thread
    assert "It hides nothing and decides nothing." in thread
    assert "<mark" not in opened(house, "kamrul", reverse("desk:thread", args=[other.pk]))


def test_whoever_does_not_answer_reads_no_numbers(house: House, account: Account) -> None:
    message = came(house, account, DANGER)
    house.officer("writes", Role.AUTHOR)
    for address in (reverse("desk:inbox"), reverse("desk:thread", args=[message.pk])):
        assert "০১৭১১২২৩৩৪৪" in opened(house, "kamrul", address)
        page = opened(house, "writes", address)
        assert "০১৭১১২২৩৩৪৪" not in page
        assert "•••••••••৪৪" in page
        assert "Somebody may be in danger" not in page
