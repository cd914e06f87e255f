"""What the screening points at, on the pages of those who write and decide."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content.models import Ruling
from sanglap.content.states import VariantState
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from tests import factories
from tests.factories import House, newest

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("9.b"), pytest.mark.clause("6.a")]
GRAVE = "সভায় সবাই আসুন, মালাউন বাদে।"


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


def test_whoever_writes_sees_it_while_he_types(house: House, account: Account) -> None:
    words = {"key": str(new_id()), "seen": "0", "text": GRAVE, "accounts": [str(account.pk)], "purposes": ["4.b"]}
    fragment = said(signed_in(house, "sumaiya").post(reverse("desk:keep"), words))
    assert "To be looked at" in fragment
    assert ">মালাউন</mark>" in fragment
    assert "No model was trained for 9(a), 9(d)" in fragment
    nothing = said(signed_in(house, "sumaiya").post(reverse("desk:keep"), {**words, "text": "টিকা দেওয়া হবে।"}))
    assert "To be looked at" not in nothing


@pytest.mark.parametrize("language", ["bn", "en"])
def test_it_stands_on_every_page_about_the_draft(house: House, account: Account, language: str) -> None:
    draft = house.draft(account, text=GRAVE, submit=False)
    post = reverse("desk:post", args=[draft.pk])
    assert ">মালাউন</mark>" in opened(house, "sumaiya", post, language)
    signed_in(house, "sumaiya").post(post)
    variant = newest(draft)
    for name in ("approve", "paper"):
        page = opened(house, "kamrul", reverse(f"desk:{name}", args=[variant.pk]), language)
        assert ">মালাউন</mark>" in page
        assert 'name="holds_1"' in page
    assert "মালাউন" in opened(house, "sumaiya", reverse("desk:note", args=[variant.pk]), language)
    assert ">মালাউন</mark>" in opened(house, "sumaiya", post, language)


def test_what_the_vote_does_not_say_is_asked_at_its_place_and_nothing_typed_is_lost(
    house: House, account: Account
) -> None:
    variant = newest(house.draft(account, text=GRAVE))
    client, address = signed_in(house, "farid"), reverse("desk:approve", args=[variant.pk])
    given = {"verdict": "approve", "digest": variant.digest, "remark": "দেখেছি"}
    page = said(client.post(address, given), 422)
    assert "Say what you think of this finding" in page
    assert "দেখেছি" in page
    page = said(client.post(address, {**given, "holds_1": "mistaken"}), 422)
    assert "Say why these words may be published all the same." in page
    done = said(client.post(address, {**given, "holds_1": "fit", "reason_1": "উদ্ধৃতি।"}, follow=True))
    assert "more votes are needed" in done
    assert "উদ্ধৃতি।" in done
    assert Ruling.objects.get().reason == "উদ্ধৃতি।"


def test_the_sole_responsible_person_is_led_to_his_own_answer(house: House) -> None:
    account = house.account("kamrul")
    message = factories.message(account)
    client = signed_in(house, "kamrul")
    answer = client.post(reverse("desk:thread", args=[message.pk]), {"text": GRAVE, "confirmed": "on"})
    variant = account.variants.get()
    assert variant.state == VariantState.SUBMITTED
    assert answer.headers["Location"] == reverse("desk:approve", args=[variant.pk])
