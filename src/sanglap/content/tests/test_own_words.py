"""One account says it in other words: what is published, screened, judged and sourced there is those words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.content import screened, services, sources
from sanglap.content.models import Draft, Variant, Verdict
from sanglap.content.pictures import Chosen, bring
from sanglap.content.screened import of_account
from sanglap.content.tests.test_pictures import photo
from sanglap.networks.contract import Kind
from tests import factories
from tests.factories import NOW, TEXT, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
ENGLISH = "The fair of trees begins on Sunday at the council's ground."
PHONE = "ফোন করুন 01711-223344 নম্বরে।"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def accounts(house: House) -> tuple[Account, Account]:
    return house.account("kamrul"), house.account("kamrul", handle="second")


def started(house: House, accounts: tuple[Account, ...], own: dict[Account, str], **more: Any) -> Draft:
    return services.start(
        house.scope("sumaiya"), office=house.offices["shibalaya"], kind=Kind.POST, accounts=accounts, purposes=["4.b"],
        own={account.pk: words for account, words in own.items()}, now=NOW, **{"text": TEXT, **more},
    )  # fmt: skip


def variants(draft: Draft) -> dict[Account, Variant]:
    rows = Variant.objects.filter(revision__draft=draft, revision__number=draft.latest).select_related("account")
    return {row.account: row for row in rows}


def test_each_account_shows_its_own_and_the_digest_is_of_that(house: House, accounts: tuple[Account, Account]) -> None:
    draft = started(house, accounts, {accounts[1]: ENGLISH})
    found = variants(draft)
    first, second = (found[account] for account in accounts)
    assert (first.text, first.language, first.own_words) == (TEXT, "bn", False)
    assert (second.text, second.language, second.own_words) == (ENGLISH, "en", True)
    assert json.loads(second.payload)["text"] == ENGLISH
    assert first.digest != second.digest


@pytest.mark.parametrize(
    "words", ["", "  \n ", "\u2800", TEXT, f" {TEXT}\u200b"], ids=["", "spaces", "braille", "same", "tidy"]
)
def test_words_that_say_nothing_else_are_none(house: House, accounts: tuple[Account, Account], words: str) -> None:
    draft = started(house, accounts, {accounts[1]: words})
    assert [one.own_words for one in variants(draft).values()] == [False, False]


def test_the_second_click_knows_own_words_too(house: House, accounts: tuple[Account, Account]) -> None:
    draft = started(house, accounts, {})
    given: dict[str, Any] = {
        "draft": draft, "seen": 1, "text": TEXT, "accounts": accounts, "purposes": ["4.b"], "now": NOW,
        "own": {accounts[1].pk: ENGLISH},
    }  # fmt: skip
    first = services.revise(house.scope("sumaiya"), **given)
    assert services.revise(house.scope("sumaiya"), **given) == first
    with pytest.raises(services.Conflict):
        services.revise(house.scope("sumaiya"), **{**given, "own": {}})


def test_findings_in_own_words_are_judged_where_they_appear_alone(
    house: House, accounts: tuple[Account, Account]
) -> None:
    draft = started(house, accounts, {accounts[1]: f"{TEXT} {PHONE}"})
    services.submit(house.scope("sumaiya"), draft=draft, by_name=True, now=NOW)
    found = variants(draft)
    rows = list(found[accounts[0]].revision.findings.all())
    assert [row.account for row in rows if "01711-223344" in row.words] == [accounts[1]]
    assert not [row for row in of_account(rows, found[accounts[0]]) if "01711-223344" in row.words]
    assert [row for row in of_account(rows, found[accounts[1]]) if "01711-223344" in row.words]


def test_what_stands_in_the_text_alone_is_no_matter_of_an_account_with_own_words(
    house: House, accounts: tuple[Account, Account]
) -> None:
    draft = started(house, accounts, {accounts[1]: ENGLISH}, text=f"{TEXT} {PHONE}")
    services.submit(house.scope("sumaiya"), draft=draft, by_name=True, now=NOW)
    found = variants(draft)
    rows = list(found[accounts[0]].revision.findings.all())
    assert [row for row in of_account(rows, found[accounts[0]]) if "01711-223344" in row.words]
    assert not [row for row in of_account(rows, found[accounts[1]]) if "01711-223344" in row.words]


def test_a_passage_is_of_the_words_that_are_judged(house: House, accounts: tuple[Account, Account]) -> None:
    draft = started(house, accounts, {accounts[1]: ENGLISH})
    services.submit(house.scope("sumaiya"), draft=draft, by_name=True, now=NOW)
    variant = variants(draft)[accounts[1]]
    judged: dict[str, Any] = {
        "variant": variant, "verdict": Verdict.RETURN, "digest": variant.digest, "remark": "ছোট করুন", "now": NOW
    }  # fmt: skip
    with pytest.raises(ValidationError):
        services.decide(house.scope("kamrul"), passage=TEXT, **judged)
    services.decide(house.scope("kamrul"), passage="fair of trees", **judged)


@pytest.mark.clause("6.b")
def test_claims_in_own_words_want_a_source_and_keep_it(house: House, accounts: tuple[Account, Account]) -> None:
    own = {accounts[1]: "৪৫,০০০ শিশু টিকা পেয়েছে।"}
    draft = started(house, accounts, own, text="টিকা দেওয়া হয়েছে।")
    revision = draft.revisions.get()
    claims = sources.claims(revision, at=NOW)
    assert [claim.account for claim in claims] == [accounts[1].pk]
    sources.enter(house.scope("sumaiya"), revision=revision, given={}, rest_by_name=True, now=NOW)
    later = services.revise(
        house.scope("sumaiya"), draft=draft, seen=1, text="টিকা দেওয়া হলো।", accounts=accounts, purposes=["4.b"],
        own={account.pk: words for account, words in own.items()}, now=NOW,
    )  # fmt: skip
    assert all(claim.source for claim in sources.claims(later, at=NOW))


def test_pictures_are_described_in_the_language_of_each_account(
    house: House, accounts: tuple[Account, Account], tmp_path: Path, settings: Any
) -> None:
    settings.SANGLAP_FILES = tmp_path
    office = house.offices["shibalaya"]
    picture = bring(house.scope("sumaiya"), office=office, content=photo(), name="x.jpg", now=NOW)
    shown = [Chosen(picture, "সারি সারি গাছ")]
    with pytest.raises(ValidationError, match="সেই ভাষাতেও"):
        started(house, accounts, {accounts[1]: ENGLISH}, pictures=shown)
    shown = [Chosen(picture, "সারি সারি গাছ", "Rows of trees")]
    found = variants(started(house, accounts, {accounts[1]: ENGLISH}, pictures=shown))
    assert [found[account].said.alts for account in accounts] == [["সারি সারি গাছ"], ["Rows of trees"]]
    with pytest.raises(ValidationError, match="অন্য ভাষায়"):
        started(house, accounts, {}, pictures=[Chosen(picture, "সারি সারি গাছ", "গাছের সারি")])


def test_too_long_a_text_of_one_account_is_refused_for_that_one(
    house: House, accounts: tuple[Account, Account]
) -> None:
    draft = started(house, accounts, {accounts[1]: "ক" * 501})
    with pytest.raises(ValidationError, match="৫০১"):
        services.submit(house.scope("sumaiya"), draft=draft, by_name=True, now=NOW)


def test_both_descriptions_are_looked_at(house: House, tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path
    office = house.offices["shibalaya"]
    picture = bring(house.scope("sumaiya"), office=office, content=photo(), name="x.jpg", now=NOW)
    rows = screened.look(office, TEXT, [Chosen(picture, "একটি সভা", "Call 01711-223344")])
    assert any("01711-223344" in row.words for row in rows)
