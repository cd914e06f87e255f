"""An account's texts as the screening reads them: for who proposes it, and for who reviews it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account, Renaming, RenamingStep
from sanglap.accounts.states import AccountState
from sanglap.desk.tests.test_account_acts import SENT, again, at
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from tests.factories import House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.c"), pytest.mark.clause("9.b")]
SLUR = "মালাউন"
SAID = f"সবার জন্য, {SLUR} বাদে।"
GRAVE = {**SENT, "description_bn": SAID}
NOTED = {**SENT, "description_bn": "২০২৫ সালে ১২ হাজার পরিবার টিকা পেয়েছে।"}


def looked(page: str) -> str:
    """The mark by which the form says what was shown."""
    return page.split('name="looked" value="')[1].split('"', maxsplit=1)[0]


def proposed(house: House, given: dict[str, Any]) -> Account:
    """Proposed at the second press, where the first shows what is found."""
    client, address = signed_in(house, "rehana"), reverse("desk:account-new", args=[house.offices["shibalaya"].pk])
    answer = client.post(address, given)
    if answer.status_code == 200:
        answer = client.post(address, {**given, "looked": looked(said(answer))})
    assert answer.status_code == 302, answer.content.decode()
    return Account.objects.get(pk=answer["Location"].strip("/").rsplit("/", 1)[-1])


@pytest.mark.parametrize("language", ["bn", "en"])
def test_whoever_proposes_sees_it_before_it_is_sent_and_may_send_it(house: House, language: str) -> None:
    client = signed_in(house, "rehana", language)
    address = reverse("desk:account-new", args=[house.offices["shibalaya"].pk])
    page = said(client.post(address, GRAVE))
    assert f">{SLUR}</mark>" in page
    assert SAID in page  # still in the form
    assert not Account.objects.filter(handle="shibalaya_upazila").exists()
    other = {**GRAVE, "audience_bn": f"{SLUR} ছাড়া সবাই", "looked": looked(page)}
    assert looked(said(client.post(address, other))) != looked(page)  # other words are shown anew
    assert client.post(address, {**GRAVE, "looked": looked(page)}).status_code == 302
    assert Account.objects.filter(handle="shibalaya_upazila").exists()


@pytest.mark.parametrize("given", [SENT, NOTED])
def test_nobody_is_stopped_by_what_asks_for_nothing(house: House, given: dict[str, Any]) -> None:
    address = reverse("desk:account-new", args=[house.offices["shibalaya"].pk])
    assert signed_in(house, "rehana").post(address, given).status_code == 302


@pytest.mark.clause("5.a")
def test_a_new_name_is_shown_in_the_same_way_when_it_is_chosen_and_when_it_is_entered(house: House) -> None:
    account, client = proposed(house, SENT), signed_in(house, "rehana")
    named = {"name_bn": "শিবালয় উপজেলা প্রশাসন", "name_en": f"Shibalaya Upazila Administration {SLUR}"}
    for step, given in (("rename", {**named, "way": "rename"}), ("renamed", named)):
        page = said(client.post(at(step, account), given))
        assert f">{SLUR}</mark>" in page
        assert SLUR in page.split('name="name_en"', 1)[1]  # still in the form
        if step == "rename":
            assert not Renaming.objects.filter(account=account).exists()
            assert client.post(at(step, account), {**given, "looked": looked(page)}).status_code == 302
            RenamingStep.objects.update(done_at=Renaming.objects.get(account=account).begun_at)
        else:
            assert client.post(at(step, account), {**given, "looked": looked(page)}).status_code == 302
    assert SLUR in again(account).name["en"]


def test_what_is_changed_is_shown_in_the_same_way(house: House) -> None:
    account = proposed(house, SENT)
    client = signed_in(house, "rehana")
    page = said(client.post(at("amend", account), GRAVE))
    assert f">{SLUR}</mark>" in page
    assert SLUR not in again(account).description["bn"]
    assert client.post(at("amend", account), {**GRAVE, "looked": looked(page)}).status_code == 302
    assert SLUR in again(account).description["bn"]


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_reviewer_reads_it_with_the_words_marked_and_is_asked(house: House, language: str) -> None:
    account = proposed(house, GRAVE)
    page = opened(house, "nasrin", at("review", account), language)
    assert f">{SLUR}</mark>" in page
    assert 'name="holds_1"' in page
    plain = opened(house, "nasrin", at("review", proposed(house, {**NOTED, "handle": "shibalaya_two"})), language)
    assert "</mark>" in plain
    assert 'name="holds_1"' not in plain


@pytest.mark.clause("5.a")
@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_reviewer_reads_what_he_approves_in_each_language(house: House, language: str) -> None:
    texts = {f"{field}_en": f"The {field} in English" for field in ("name", "audience", "description")}
    page = opened(house, "nasrin", at("review", proposed(house, {**SENT, **texts})), language)
    for field in ("name", "audience", "description"):
        assert f'<span lang="bn">{SENT[f"{field}_bn"]}</span>' in page
        assert f'<span lang="en">{texts[f"{field}_en"]}</span>' in page


def test_what_is_missing_is_asked_at_its_place_and_what_is_said_is_kept(house: House) -> None:
    account = proposed(house, GRAVE)
    client = signed_in(house, "nasrin")
    page = said(client.post(at("review", account), {"verdict": "approve", "note": "দেখেছি"}), 422)
    assert "Say what you think of this finding" in page
    assert "দেখেছি" in page
    given = {"verdict": "approve", "holds_1": "fit", "reason_1": "উদ্ধৃতি, সূত্র দেওয়া আছে।"}
    assert client.post(at("review", account), given).status_code == 302
    assert again(account).state == AccountState.APPROVED
    page = said(client.get(reverse("desk:account", args=[account.pk])))
    assert "উদ্ধৃতি, সূত্র দেওয়া আছে।" in page
    assert f"Description of the user, in Bangla “{SLUR}”" in page
    assert "It is right, and these words may be published all the same" in page


def test_it_is_declined_without_a_word_on_the_findings(house: House) -> None:
    account = proposed(house, GRAVE)
    given = {"verdict": "refuse", "note": "বর্ণনা শোভন নয়"}
    assert signed_in(house, "nasrin").post(at("review", account), given).status_code == 302
    assert again(account).state == AccountState.CLOSED


def test_texts_that_changed_meanwhile_are_read_again(house: House) -> None:
    account = proposed(house, SENT)
    reviewer, head = signed_in(house, "nasrin"), signed_in(house, "rehana")
    read = said(reviewer.get(at("review", account))).split('name="read" value="')[1].split('"')[0]
    assert head.post(at("amend", account), NOTED).status_code == 302
    page = said(reviewer.post(at("review", account), {"verdict": "approve", "note": "ঠিক আছে", "read": read}))
    assert "The office changed the proposal meanwhile." in page
    assert "ঠিক আছে" in page
    assert "</mark>" in page
    assert again(account).state == AccountState.PROPOSED
    fresh = page.split('name="read" value="')[1].split('"')[0]
    assert reviewer.post(at("review", account), {"verdict": "approve", "read": fresh}).status_code == 302
    assert again(account).state == AccountState.APPROVED
