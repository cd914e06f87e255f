"""Several posts approved at once, each shown whole (clause 6.a)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content import services, urgent
from sanglap.content.models import Portrayal, Variant, Verdict, Vote
from sanglap.content.states import VariantState
from sanglap.content.tests.test_sources import CLAIMS, FIGURE
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.inbox.services import answer
from tests.factories import NOW, House, message, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
TEXTS = ("আগামীকাল সেবা সপ্তাহ শুরু।", "বৃক্ষমেলা চলছে, সবাই আসুন।")
GRAVE = "সভায় সবাইকে ডাকা হলো, মালাউন বাদে।"


def address() -> str:
    return reverse("desk:approve-several")


def waiting(house: House, *texts: str, account: Account | None = None) -> list[Variant]:
    account = account or house.account("kamrul")
    return [newest(house.draft(account, text=text)) for text in texts]


def tick(*variants: Variant) -> dict[str, Any]:
    return {"approve": [f"{one.pk}:{one.digest}" for one in variants]}


def states(variants: list[Variant]) -> list[str]:
    return [Variant.objects.get(pk=one.pk).state for one in variants]


@pytest.mark.parametrize("language", ["bn", "en"])
def test_each_is_shown_whole_and_only_the_ticked_ones_are_approved(house: House, language: str) -> None:
    found = waiting(house, *TEXTS, CLAIMS)
    page = opened(house, "kamrul", address(), language)
    assert all(text in page for text in (*TEXTS, CLAIMS))
    assert f"<q>{FIGURE}</q>" in page
    client = signed_in(house, "kamrul", language)
    assert client.post(address(), tick(found[0], found[2]))["Location"] == address()
    assert states(found) == [VariantState.APPROVED, VariantState.SUBMITTED, VariantState.APPROVED]
    assert Vote.objects.count() == 2
    assert TEXTS[0] not in said(client.get(address()))


def test_what_wants_more_than_a_tick_takes_none(house: House) -> None:
    [flagged] = waiting(house, GRAVE)
    page = opened(house, "kamrul", address())
    assert f"{flagged.pk}:" not in page
    assert reverse("desk:approve", args=[flagged.pk]) in page
    signed_in(house, "kamrul").post(address(), tick(flagged))
    assert states([flagged]) == [VariantState.SUBMITTED]


def test_where_people_agreed_to_be_shown_a_tick_is_not_enough(house: House) -> None:
    found = waiting(house, *TEXTS, CLAIMS)
    for variant, shown, circumstances in zip(
        found, ("private", "official", "official"), ([], [], ["child"]), strict=True
    ):
        Portrayal.objects.create(
            revision=variant.revision, digest="x", shown=shown, circumstances=circumstances,
            by=house.people["sumaiya"], at=house.now,
        )  # fmt: skip
    page = opened(house, "kamrul", address())
    assert [f"{one.pk}:" in page for one in found] == [False, True, False]
    assert page.count("Its pictures show people who had to agree.") == 2


def test_one_that_was_changed_or_decided_meanwhile_takes_none_of_the_others_with_it(house: House) -> None:
    account = house.panel_of_three()
    first, second = waiting(house, *TEXTS, account=account)
    house.vote(first, "farid", Verdict.RETURN)
    stale = {"approve": [*tick(first, second)["approve"], f"{second.pk}:{'0' * 64}", "nonsense"]}
    answer = signed_in(house, "kamrul", "en").post(address(), stale, follow=True)
    assert states([first, second]) == [VariantState.RETURNED, VariantState.APPROVED]
    assert "One of them was changed or decided since this page was opened." in said(answer)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_beside_an_answer_stands_what_it_answers(house: House, language: str) -> None:
    account = house.account("kamrul")
    asked = message(account)
    draft = answer(house.scope("jamal"), message=asked, text="হ্যাঁ, খোলা থাকবে।", confirmed=False, now=house.now)
    variant = newest(draft)
    for there in (address(), reverse("desk:approve", args=[variant.pk]), reverse("desk:note", args=[variant.pk])):
        page = opened(house, "kamrul", there, language)
        assert "অফিস কখন খোলে?" in page, there
        assert reverse("desk:thread", args=[asked.pk]) in page


def test_a_second_click_counts_once_and_nothing_ticked_is_said(house: House) -> None:
    [one] = waiting(house, TEXTS[0])
    client = signed_in(house, "kamrul", "en")
    assert "Tick those that you approve." in said(client.post(address(), {}, follow=True))
    for _ in range(2):
        client.post(address(), tick(one))
    assert Vote.objects.count() == 1


def test_where_more_votes_are_needed_each_is_counted(house: House) -> None:
    account = house.panel_of_three()
    account.majority_since = house.now
    account.save()
    found = waiting(house, *TEXTS, account=account)
    answer = signed_in(house, "kamrul", "en").post(address(), tick(*found), follow=True)
    assert "Your vote is recorded; more votes are needed: 2." in said(answer)
    signed_in(house, "farid").post(address(), tick(*found))
    assert states(found) == [VariantState.APPROVED] * 2


def test_nobody_sees_what_waits_for_others(house: House) -> None:
    waiting(house, *TEXTS)
    assert signed_in(house, "jamal").get(address()).status_code == 403


def urgently(house: House, account: Account, text: str) -> None:
    draft, scope = house.draft(account, text=text, submit=False), house.scope("sumaiya")
    urgent.declare(scope, draft=draft, kind="flood", reason="বাঁধ ভেঙে পানি ঢুকছে", now=NOW)
    services.submit(scope, draft=draft, now=NOW, by_name=True)


def test_what_is_urgent_says_so_and_why(house: House) -> None:
    account = house.account("kamrul")
    waiting(house, TEXTS[0], account=account)
    counts = []
    for text in (TEXTS[1], *TEXTS):
        urgently(house, account, text)
        client = signed_in(house, "kamrul")
        client.get(address())
        with CaptureQueriesContext(connection) as found:
            page = said(client.get(address()))
        counts.append(len(found))
    assert page.count("বাঁধ ভেঙে পানি ঢুকছে") == page.count("<strong>Urgent: flood or landslide</strong>") == 3
    assert "This office used the urgent way 3 times" in page
    assert len(set(counts)) == 1


def test_as_many_queries_for_one_as_for_ten(house: House) -> None:
    account = house.account("kamrul")
    counts = []
    for texts in ([CLAIMS], [f"{CLAIMS} {number}" for number in range(9)]):
        waiting(house, *texts, account=account)
        client = signed_in(house, "kamrul")
        client.get(address())
        with CaptureQueriesContext(connection) as found:
            said(client.get(address()))
        counts.append(len(found))
    assert counts[0] == counts[1]
