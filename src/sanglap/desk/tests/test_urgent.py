"""The urgent way through its pages: said in the form, seen by the panel, confirmed afterwards, counted (clause 6.a)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content.models import Draft, WorkingCopy
from sanglap.content.states import VariantState
from sanglap.content.urgency import Review, Urgency
from sanglap.core import clock
from sanglap.desk.days import parts_of
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from tests.factories import NOW, House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
WHY = "বাঁধ ভেঙে পানি ঢুকছে"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


@pytest.fixture
def account(house: House) -> Account:
    account = house.panel_of_three()
    account.majority_since = NOW
    account.save()
    return account


def sent(account: Account, **more: str) -> dict[str, str]:
    given = {"text": "নদীর পাড় থেকে এখনই সরে যান।", "accounts": str(account.pk), "purposes": "4.c"}
    return {**given, "urgent": "flood", "urgent_reason": WHY, **more}


@pytest.mark.parametrize("language", ["bn", "en"])
def test_from_the_form_to_the_word_of_the_last_member(house: House, account: Account, language: str) -> None:
    kind = {"bn": "বন্যা বা ভূমিধস", "en": "flood or landslide"}[language]
    signed_in(house, "sumaiya").post(reverse("desk:compose"), sent(account, submit="yes"))
    variant = newest(Draft.objects.get())
    assert variant.state == VariantState.SUBMITTED
    for page in (reverse("desk:day"), reverse("desk:posts"), reverse("desk:approve", args=[variant.pk])):
        assert kind in opened(house, "kamrul", page, language), page
    assert WHY in opened(house, "kamrul", reverse("desk:approve", args=[variant.pk]), language)
    given = {"verdict": "approve", "digest": variant.digest}
    signed_in(house, "farid").post(reverse("desk:approve", args=[variant.pk]), given)
    variant.refresh_from_db()
    assert variant.state == VariantState.APPROVED
    review = reverse("desk:urgent-review", args=[variant.pk])
    assert review in opened(house, "shila", reverse("desk:day"), language)
    assert review in opened(house, "shila", reverse("desk:post", args=[variant.revision.draft_id]), language)
    shila = signed_in(house, "shila")
    assert "what was wrong with it" in said(shila.post(review, {"agrees": "no", "remark": ""}), 422)
    for _click in range(2):
        assert shila.post(review, {"agrees": "no", "remark": "পরে জানালেও চলত"}).status_code == 302
    assert Review.objects.get().remark == "পরে জানালেও চলত"
    listed = opened(house, "kamrul", reverse("desk:urgent-uses"), language)
    assert "পরে জানালেও চলত" in listed
    assert {"bn": "নিশ্চিত করা বাকি", "en": "still to confirm"}[language] in listed


def test_without_a_reason_nothing_is_saved_and_nothing_typed_is_lost(house: House, account: Account) -> None:
    page = said(signed_in(house, "sumaiya").post(reverse("desk:compose"), sent(account, urgent_reason=" ")), 422)
    assert "Write why it cannot wait" in page
    assert 'value="flood" selected' in page
    assert not Draft.objects.exists()


def test_what_goes_out_much_later_is_not_urgent_and_nothing_typed_is_lost(house: House, account: Account) -> None:
    client, compose = signed_in(house, "sumaiya"), reverse("desk:compose")
    late = {"day": (NOW.date() + timedelta(days=25)).isoformat(), "hour": "10:00", "submit": "yes"}
    page = said(client.post(compose, sent(account, **late)), 422)
    assert "What goes out later than in 12 hours is not urgent" in page
    assert all(kept in page for kept in (WHY, 'value="flood" selected', "নদীর পাড় থেকে"))
    assert not Draft.objects.exists()
    assert client.post(compose, sent(account, **late, urgent="", urgent_reason="")).status_code == 302
    soon = parts_of(clock.now() + timedelta(hours=11))
    client.post(compose, sent(account, day=soon["day"].isoformat(), hour=f"{soon['hour']:%H:%M}"))
    assert Urgency.objects.count() == 1


def test_the_list_of_uses_says_what_still_waits_and_what_was_not_approved(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")
    client.post(reverse("desk:compose"), sent(account, submit="yes"))
    listed = opened(house, "kamrul", reverse("desk:urgent-uses"))
    assert "waits for its panel" in listed
    assert "Not approved." not in listed
    variant = newest(Draft.objects.get())
    given = {"verdict": "return", "digest": variant.digest, "remark": "নাম ভুল"}
    signed_in(house, "farid").post(reverse("desk:approve", args=[variant.pk]), given)
    listed = opened(house, "kamrul", reverse("desk:urgent-uses"))
    assert "waits for its panel" not in listed
    assert "Not approved." in listed


def test_it_is_kept_while_one_types_and_begins_so_where_the_draft_is_changed(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")
    client.post(reverse("desk:keep"), sent(account, key="00000000-0000-7000-8000-000000000001"))
    assert WorkingCopy.objects.get().typed["urgent_reason"] == WHY
    client.post(reverse("desk:compose"), sent(account, keep="yes"))
    draft = Draft.objects.get()
    assert Urgency.objects.get().revision.draft == draft
    assert WHY in said(client.get(reverse("desk:edit", args=[draft.pk])))
    client.post(reverse("desk:edit", args=[draft.pk]), sent(account, seen="1", urgent="", urgent_reason=""))
    assert Urgency.objects.get().revision.number == 1, "the next revision goes the usual way unless it is said again"


def test_where_nothing_is_to_be_confirmed_it_says_so(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    answer = signed_in(house, "kamrul").get(reverse("desk:urgent-review", args=[variant.pk]), follow=True)
    assert "Nothing of this waits for your word." in said(answer)


def test_the_list_asks_as_often_whatever_its_length(house: House, account: Account) -> None:
    asked = []
    for number in range(3):
        given = sent(account, text=f"সতর্কবার্তা {number}: সরে যান।", submit="yes")
        signed_in(house, "sumaiya").post(reverse("desk:compose"), given)
        house.vote(newest(Draft.objects.latest("id")), "farid", at=clock.now())
        client = signed_in(house, "kamrul")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:urgent-uses"))
        asked.append(len(queries))
    assert asked[1] == asked[2]
