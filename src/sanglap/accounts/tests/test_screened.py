"""What the screening points at in an account's texts, and what approving them all the same asks for."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from sanglap.accounts import services
from sanglap.accounts.models import Account
from sanglap.accounts.screened import PLACES, found_in, mark_of, texts_of
from sanglap.accounts.states import AccountState
from sanglap.audit.models import Entry
from sanglap.audit.selectors import details
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.offices.screened import Holds, Ruled
from sanglap.screening.findings import Severity
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.c"), pytest.mark.clause("9.b"), pytest.mark.clause("5.b")]
SLUR = "মালাউন"
PLAIN = LocalizedText(bn="উপজেলা প্রশাসনের পাতা", en="Page of the upazila administration")
GRAVE = LocalizedText(bn=f"সভায় সবাইকে ডাকা হলো, {SLUR} বাদে।", en="For everybody")
LIGHT = LocalizedText(bn="রহিম সাহেবের নম্বর 01711-223344", en="For everybody")
NOTED = LocalizedText(bn="২০২৫ সালে ১২ হাজার পরিবার টিকা পেয়েছে।", en="For everybody")


@pytest.fixture
def house() -> House:
    return factories.house()


def proposed(house: House, description: LocalizedText, **more: Any) -> Account:
    proposal = services.Proposal(
        network="mastodon", server="https://social.example", handle="shibalaya_upazila", purposes=["4.c"],
        name=LocalizedText(bn="শিবালয় উপজেলা প্রশাসন", en="Shibalaya Upazila Administration"),
        audience=more.pop("audience", PLAIN), description=description, **more,
    )  # fmt: skip
    return services.propose(house.scope("rehana"), office=house.offices["shibalaya"], proposal=proposal, now=NOW)


def approve(house: House, account: Account, **more: Any) -> None:
    services.approve(house.scope("nasrin"), account=account, now=NOW + MINUTE, **more)


def test_all_that_becomes_public_is_looked_at_each_at_its_place(house: House) -> None:
    account = proposed(house, LIGHT, audience=GRAVE)
    assert len(texts_of(account)) == len(PLACES)
    grave, light = found_in(account)
    assert (grave.clause, grave.severity, grave.words) == ("9.b", Severity.BLOCK, [SLUR])
    assert [texts_of(account)[one.place] for one in (grave, light)] == [GRAVE["bn"], LIGHT["bn"]]
    with override("en"):
        assert str(PLACES[grave.place]) == "For whom, in Bangla"


@pytest.mark.parametrize("description", [PLAIN, NOTED])
def test_an_ordinary_proposal_asks_for_nothing_more(house: House, description: LocalizedText) -> None:
    account = proposed(house, description)
    approve(house, account)
    assert account.state == AccountState.APPROVED
    assert "findings" not in Entry.objects.get(verb="account.approved").data


@pytest.mark.parametrize(
    ("description", "ruled", "field"),
    [
        (GRAVE, None, "holds_1"),
        (GRAVE, Ruled(Holds.MISTAKEN), "reason_1"),
        (GRAVE, Ruled(Holds.FIT, " "), "reason_1"),
        (GRAVE, Ruled(Holds.FIT, "ক" * 1_001), "reason_1"),
        (LIGHT, None, "holds_1"),
        (LIGHT, Ruled(Holds.FIT), "reason_1"),
    ],
)
def test_without_a_word_on_what_was_found_it_is_not_approved(
    house: House, description: LocalizedText, ruled: Ruled | None, field: str
) -> None:
    account = proposed(house, description)
    with pytest.raises(ValidationError) as error:
        approve(house, account, rulings={1: ruled} if ruled else {})
    assert set(error.value.error_dict) == {field}
    assert Account.objects.get(pk=account.pk).state == AccountState.PROPOSED
    assert not Entry.objects.filter(verb="account.approved").exists()


@pytest.mark.parametrize("language", ["bn", "en"])
def test_what_the_reviewer_said_stays_in_the_history_of_the_decision(house: House, language: str) -> None:
    account = proposed(house, GRAVE)
    approve(house, account, rulings={1: Ruled(Holds.FIT, "আদালতের রায়ের উদ্ধৃতি।")})
    entry = Entry.objects.get(verb="account.approved")
    (kept,) = entry.data["findings"]
    assert (kept["category"], kept["words"], kept["holds"]) == ("religion", [SLUR], "fit")
    with override(language):
        told = " ".join(detail.said for detail in details(entry))
        assert str(Holds.FIT.label) in told
    assert SLUR in told
    assert "আদালতের রায়ের উদ্ধৃতি।" in told


@pytest.mark.parametrize("act", [services.refuse, services.request_information])
def test_sending_it_back_asks_nothing_of_the_findings(house: House, act: Any) -> None:
    account = proposed(house, GRAVE)
    act(house.scope("nasrin"), account=account, note="বর্ণনা বদলান", now=NOW + MINUTE)
    assert account.state in {AccountState.CLOSED, AccountState.MORE_INFORMATION}


def test_what_is_decided_already_is_refused_before_anything_is_asked(house: House) -> None:
    account = proposed(house, GRAVE)
    services.refuse(house.scope("nasrin"), account=account, note="বর্ণনা বদলান", now=NOW + MINUTE)
    with pytest.raises(TransitionRefused):
        approve(house, account)


def test_only_the_texts_that_were_read_are_approved(house: House) -> None:
    account = proposed(house, PLAIN)
    read = mark_of(account)
    changed = services.Proposal(
        network="mastodon", server="https://social.example", handle="shibalaya_upazila", purposes=["4.c"],
        name=account.name, audience=account.audience, description=NOTED,
    )  # fmt: skip
    services.amend(
        house.scope("rehana"), account=Account.objects.get(pk=account.pk), proposal=changed, now=NOW + MINUTE
    )
    with pytest.raises(services.Changed):
        approve(house, account, read=read)
    again = Account.objects.get(pk=account.pk)
    assert again.state == AccountState.PROPOSED
    approve(house, again, read=mark_of(again))
    assert again.state == AccountState.APPROVED
