"""What the screening points at, on the pages of those who write and decide."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content.models import Ruling
from sanglap.content.states import VariantState
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.offices.screened import Holds, Ruled
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
    assert "No model was trained for 6, 9(a), 9(d)" in fragment
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
    assert "Say why nothing is wrong with these words." in page
    done = said(client.post(address, {**given, "holds_1": "fit", "reason_1": "উদ্ধৃতি।"}, follow=True))
    assert "more votes are needed" in done
    assert "উদ্ধৃতি।" in done
    assert Ruling.objects.get().reason == "উদ্ধৃতি।"


def test_each_fault_names_its_finding_and_each_ruling_its_place(house: House, account: Account) -> None:
    variant = newest(house.draft(account, text=f"{GRAVE} যোগাযোগ: 01712345678"))
    client, address = signed_in(house, "farid"), reverse("desk:approve", args=[variant.pk])
    given = {"verdict": "approve", "digest": variant.digest}
    summary = said(client.post(address, given), 422).split("govuk-error-summary__list")[1].split("</ul>")[0]
    lines = [line for line in summary.split("<li>") if "what you say of it:" in line]
    assert len(lines) == len(set(lines)) == variant.revision.findings.count() == 2
    assert all(any(words in line for line in lines) for words in ("“মালাউন”", "“01712345678”"))
    rulings = {key: value for n in (1, 2) for key, value in ((f"holds_{n}", "fit"), (f"reason_{n}", "উদ্ধৃতি।"))}
    done = said(client.post(address, {**given, **rulings}, follow=True))
    for words in ("মালাউন", "01712345678"):
        assert f"in the text <q>{words}</q>" in done


@pytest.mark.parametrize("language", ["bn", "en"])
def test_whose_vote_is_awaited_is_led_from_the_post_to_it(house: House, account: Account, language: str) -> None:
    draft = house.draft(account, text=GRAVE)
    variant, post = newest(draft), reverse("desk:post", args=[draft.pk])
    link = f'href="{reverse("desk:approve", args=[variant.pk])}"'
    for name, awaited in (("kamrul", True), ("sumaiya", False), ("nasrin", False)):
        assert (link in opened(house, name, post, language)) is awaited, name
    house.vote(variant, "kamrul", rulings={1: Ruled(Holds.FIT, "উদ্ধৃতি।")})
    assert link not in opened(house, "kamrul", post, language), "he has voted"
    assert link in opened(house, "farid", post, language)


def test_who_voted_in_another_tab_is_told_so(house: House, account: Account) -> None:
    variant = newest(house.draft(account, text=GRAVE))
    kamrul, address = signed_in(house, "kamrul"), reverse("desk:approve", args=[variant.pk])
    given = {"verdict": "approve", "digest": variant.digest, "holds_1": "fit", "reason_1": "উদ্ধৃতি।"}
    assert "more votes are needed" in said(kamrul.post(address, given, follow=True))
    assert "You have voted on this already." in said(kamrul.post(address, given, follow=True))
    page = said(kamrul.get(address))
    assert "It waits for the votes of others." in page
    assert 'name="verdict"' not in page
    signed_in(house, "farid").post(address, given)
    variant.refresh_from_db()
    assert variant.state == VariantState.APPROVED
    assert "You have voted on this already." in said(kamrul.post(address, given, follow=True))


def test_the_sole_responsible_person_is_led_to_his_own_answer(house: House) -> None:
    account = house.account("kamrul")
    message = factories.message(account)
    client = signed_in(house, "kamrul")
    answer = client.post(reverse("desk:thread", args=[message.pk]), {"text": GRAVE, "confirmed": "on"})
    variant = account.variants.get()
    assert variant.state == VariantState.SUBMITTED
    assert answer.headers["Location"] == reverse("desk:approve", args=[variant.pk])
