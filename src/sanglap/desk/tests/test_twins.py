"""That an office said almost the same lately, on the pages of those who write and decide."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content.models import Variant
from sanglap.content.tests.test_twins import AGAIN, OTHER, SAID, published
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from tests.factories import House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.d")]
TOLD = {
    "en": "Almost the same was published on 23 November 2026. Only figures differ: 26 → 27",
    "bn": "প্রায় একই কথা ২৩ নভেম্বর ২০২৬ তারিখে প্রকাশ করা হয়েছে। পার্থক্য শুধু সংখ্যায়: ২৬ → ২৭",
}


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


@pytest.fixture
def earlier(house: House, account: Account) -> Variant:
    return published(house, account)


def typed(account: Account, text: str) -> dict[str, object]:
    return {"key": str(new_id()), "seen": "0", "text": text, "accounts": [str(account.pk)], "purposes": ["4.b"]}


def other_post(variant: Variant) -> str:
    return reverse("desk:post", args=[variant.revision.draft_id])


def test_whoever_writes_sees_it_while_he_types(house: House, account: Account, earlier: Variant) -> None:
    client = signed_in(house, "sumaiya")
    fragment = said(client.post(reverse("desk:keep"), typed(account, AGAIN)))
    assert TOLD["en"] in fragment
    assert SAID in fragment
    assert other_post(earlier) in fragment
    assert "In an emergency it is right to say it again." in fragment
    assert SAID not in said(client.post(reverse("desk:keep"), typed(account, OTHER)))


def test_what_is_changed_is_not_its_own_twin(house: House, account: Account) -> None:
    draft = house.draft(account, text=SAID)
    words = {**typed(account, AGAIN), "key": str(draft.pk), "seen": "1"}
    client = signed_in(house, "sumaiya")
    assert other_post(newest(draft)) not in said(client.post(reverse("desk:keep"), words))
    assert other_post(newest(draft)) in said(client.post(reverse("desk:keep"), typed(account, AGAIN)))
    page = opened(house, "sumaiya", reverse("desk:edit", args=[draft.pk]))
    assert "The same has been waiting" not in page


@pytest.mark.parametrize("language", ["bn", "en"])
def test_it_stands_on_every_page_about_the_draft_and_asks_for_no_word(
    house: House, account: Account, earlier: Variant, language: str
) -> None:
    draft = house.draft(account, text=AGAIN, submit=False)
    post = reverse("desk:post", args=[draft.pk])
    assert TOLD[language] in opened(house, "sumaiya", post, language)
    signed_in(house, "sumaiya").post(post)
    approve = reverse("desk:approve", args=[newest(draft).pk])
    for who, address in (("sumaiya", post), ("kamrul", approve), ("farid", approve)):
        page = opened(house, who, address, language)
        assert TOLD[language] in page
        assert SAID in page
        assert f'href="{other_post(earlier)}"' in page
        assert 'name="holds_' not in page


def test_it_costs_as_many_queries_however_much_was_said(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "To be looked at" in said(client.post(reverse("desk:keep"), typed(account, AGAIN)))
        return len(asked)

    published(house, account)
    few = queries()
    for number in range(5):
        published(house, account, f"{SAID} {number}")
    assert queries() == few
