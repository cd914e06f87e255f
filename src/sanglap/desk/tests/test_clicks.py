"""The second click, wrong input, and what belongs to another office."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sanglap.content.models import Draft, Revision
from sanglap.core.ids import new_id
from sanglap.publishing import services as publishing
from tests import factories
from tests.factories import House


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def signed_in(house: House, username: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(house.people[username])
    return client


def post(house: House, **more: Any) -> dict[str, Any]:
    account = house.account("kamrul")
    return {"text": factories.TEXT, "accounts": str(account.pk), "purposes": "4.c", "submit": "yes", **more}


def test_a_form_sent_twice_begins_one_draft(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), post(house, key=str(new_id()))
    first, second = (client.post(reverse("desk:compose"), words) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Draft.objects.count() == Revision.objects.count() == 1


def test_the_key_of_somebody_elses_draft_gives_a_draft_of_ones_own(house: House) -> None:
    signed_in(house, "kamrul").post(reverse("desk:compose"), words := post(house, key=str(new_id())))
    answer = signed_in(house, "sumaiya").post(reverse("desk:compose"), words)
    assert answer.status_code == 302
    assert Draft.objects.count() == 2


def test_a_revision_sent_twice_is_no_conflict_with_oneself(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), post(house)
    client.post(reverse("desk:compose"), words)
    draft = Draft.objects.get()
    change = {**words, "text": "অন্য কথা।", "seen": "1"}
    for _ in range(2):
        assert client.post(reverse("desk:edit", args=[draft.pk]), change).status_code == 302
    assert Revision.objects.count() == 2
    other = {**words, "text": "তৃতীয় কথা।", "seen": "1"}
    answer = client.post(reverse("desk:edit", args=[draft.pk]), other)
    assert answer.status_code == 409
    assert "তৃতীয় কথা।" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   \n", "ক" * 100_000, "ক\0খ"], ids=["empty", "blank", "huge", "nul"])
def test_wrong_input_is_told_and_kept(house: House, text: str) -> None:
    answer = signed_in(house, "sumaiya").post(reverse("desk:compose"), post(house, text=text))
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert not Draft.objects.exists()


def test_too_long_for_the_network_is_kept_as_a_draft(house: House) -> None:
    answer = signed_in(house, "sumaiya").post(reverse("desk:compose"), post(house, text="ক" * 600))
    draft = Draft.objects.get()
    assert answer.headers["Location"] == reverse("desk:edit", args=[draft.pk])


def test_another_offices_things_are_as_if_they_did_not_exist(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), post(house)
    client.post(reverse("desk:compose"), words)
    draft = Draft.objects.get()
    variant = factories.newest(draft)
    stranger = signed_in(house, "tanvir")
    for name, key in (("post", draft.pk), ("edit", draft.pk), ("approve", variant.pk), ("account", variant.account_id)):
        there = stranger.get(reverse(f"desk:{name}", args=[key]))
        nowhere = stranger.get(reverse(f"desk:{name}", args=[new_id()]))
        assert there.status_code == nowhere.status_code == 404, name
        assert "সুমাইয়া" not in there.content.decode()


def test_a_page_of_a_changed_text_cannot_approve_it(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), post(house)
    client.post(reverse("desk:compose"), words)
    variant = factories.newest(Draft.objects.get())
    answer = signed_in(house, "kamrul").post(
        reverse("desk:approve", args=[variant.pk]), {"verdict": "approve", "digest": "0" * 64}
    )
    assert answer.status_code == 422
    variant.refresh_from_db()
    assert variant.state == "submitted"


def test_a_vote_on_words_that_were_changed_is_told_so(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), post(house)
    client.post(reverse("desk:compose"), words)
    draft = Draft.objects.get()
    seen = factories.newest(draft)
    client.post(reverse("desk:edit", args=[draft.pk]), {**words, "text": "অন্য কথা।", "seen": "1"})
    member = signed_in(house, "kamrul")
    vote = {"verdict": "approve", "digest": seen.digest}
    answer = member.post(reverse("desk:approve", args=[seen.pk]), vote, follow=True)
    assert "পাতাটি খোলার পর লেখা বদলেছে" in answer.content.decode()
    assert factories.newest(draft).state == "submitted"


def test_what_was_passed_on_is_not_changed(house: House) -> None:
    account = house.account("kamrul")
    draft = house.approved(account).revision.draft
    client = signed_in(house, "sumaiya")
    assert client.get(reverse("desk:edit", args=[draft.pk])).status_code == 200
    publishing.release(now=factories.NOW + 9 * factories.MINUTE)
    assert client.get(reverse("desk:edit", args=[draft.pk])).status_code == 302
    page = client.get(reverse("desk:post", args=[draft.pk])).content.decode()
    assert reverse("desk:edit", args=[draft.pk]) not in page
