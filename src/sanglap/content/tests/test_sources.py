"""What the claims in a post rest on, before its panel is asked (clause 6.b)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from sanglap.accounts.models import Account
from sanglap.content import services, sources
from sanglap.content.models import Draft, Revision, Source, SourceKind
from sanglap.content.sources import Given
from sanglap.content.states import VariantState
from sanglap.content.tests.test_paper import scan
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, House, newest

pytestmark = pytest.mark.clause("6.b")
CLAIMS = "২০২৫ সালে ১২ হাজার পরিবার টিকা পেয়েছে।"
YEAR, FIGURE = "২০২৫ সালে", "১২ হাজার পরিবার"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.panel_of_three()


@pytest.fixture
def draft(house: House, account: Account) -> Draft:
    return house.draft(account, text=CLAIMS, submit=False)


def last(draft: Draft) -> Revision:
    return draft.revisions.latest("number")


def enter(house: House, draft: Draft, **given: Given) -> list[Source]:
    named = {"year": YEAR, "figure": FIGURE}
    entered = {named[name]: one for name, one in given.items()}
    return sources.enter(house.scope("sumaiya"), revision=last(draft), given=entered, now=NOW)


def rests_on(draft: Draft) -> dict[str, tuple[str, str, File | None] | None]:
    """By the words of each claim what it rests on."""
    found = sources.claims(last(draft), at=NOW)
    return {
        one.words: (one.source.kind, one.source.reference, one.source.file) if one.source else None for one in found
    }


def test_each_claim_is_found_once_and_in_the_order_of_the_text(house: House, account: Account) -> None:
    twice = house.draft(account, text=f"{CLAIMS} আবারও: {FIGURE}।", submit=False)
    assert [(one.words, one.kind) for one in sources.claims(last(twice), at=NOW)] == [
        (YEAR, "date"),
        (FIGURE, "figure"),
    ]


def test_the_panel_is_not_asked_while_a_claim_rests_on_nothing(house: House, draft: Draft) -> None:
    enter(house, draft, year=Given("https://dghs.example.gov.bd/2025"))
    with pytest.raises(ValidationError) as error:
        services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert error.value.code == "sources"
    assert newest(draft).state == VariantState.DRAFT
    enter(house, draft, figure=Given("স্মারক নং ৪৫, ১২ জানুয়ারি ২০২৬"))
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert newest(draft).state == VariantState.SUBMITTED
    assert {words: one[0] for words, one in rests_on(draft).items() if one} == {YEAR: "link", FIGURE: "reference"}


def test_what_states_nothing_wants_nothing(house: House, account: Account) -> None:
    plain = house.draft(account, text=TEXT, submit=False)
    services.submit(house.scope("sumaiya"), draft=plain, now=NOW)
    assert not Source.objects.exists()


def test_the_rest_is_confirmed_by_the_name_of_whoever_asks(house: House, draft: Draft) -> None:
    enter(house, draft, year=Given("https://dghs.example.gov.bd/2025"))
    services.submit(house.scope("sumaiya"), draft=draft, by_name=True, now=NOW)
    by_words = {one.words: one for one in Source.objects.all()}
    assert by_words[YEAR].kind == SourceKind.LINK
    assert (by_words[FIGURE].kind, by_words[FIGURE].by) == (SourceKind.NAMED, house.people["sumaiya"])


def test_a_file_is_a_source_and_what_is_entered_later_counts(house: House, draft: Draft) -> None:
    order = scan()
    enter(house, draft, year=Given("নথি ১"), figure=Given(file=order))
    enter(house, draft, year=Given("নথি ২"))
    found = rests_on(draft)
    assert found[YEAR] == ("reference", "নথি ২", None)
    assert found[FIGURE] == ("file", "", order)
    with pytest.raises(DatabaseError), transaction.atomic():
        Source.objects.update(reference="নথি ৩")


@pytest.mark.parametrize(
    ("given", "code"),
    [("https://", "invalid"), ("https://a b", "invalid"), ("http://\u202e", "invalid"), ("ক" * 501, "long")],
)
def test_what_cannot_be_a_source_is_said_at_its_claim_and_nothing_is_entered(
    house: House, draft: Draft, given: str, code: str
) -> None:
    with pytest.raises(ValidationError) as error:
        enter(house, draft, year=Given(given), figure=Given("নথি ১"))
    assert [one.code for one in error.value.error_dict[YEAR]] == [code]
    assert set(error.value.error_dict) == {YEAR}
    assert not Source.objects.exists()


def test_the_same_words_keep_their_source_in_the_next_revision(house: House, account: Account, draft: Draft) -> None:
    enter(house, draft, year=Given("নথি ১"), figure=Given(by_name=True))
    scope = house.scope("sumaiya")
    services.revise(
        scope,
        draft=draft,
        seen=1,
        text=CLAIMS.replace("১২", "১৩"),
        accounts=[account],
        purposes=["4.b"],
        now=NOW + MINUTE,
    )
    draft.refresh_from_db()
    assert rests_on(draft) == {YEAR: ("reference", "নথি ১", None), "১৩ হাজার পরিবার": None}


def test_what_the_panel_was_shown_stays(house: House, draft: Draft) -> None:
    services.submit(house.scope("sumaiya"), draft=draft, by_name=True, now=NOW)
    with pytest.raises(TransitionRefused):
        enter(house, draft, year=Given("নথি ১"))


def test_whoever_may_not_write_enters_nothing(house: House, draft: Draft) -> None:
    for username in ("jamal", "tanvir"):
        with pytest.raises(Forbidden):
            sources.enter(house.scope(username), revision=last(draft), given={}, rest_by_name=True, now=NOW)


def test_words_that_are_no_claim_are_left_out(house: House, draft: Draft) -> None:
    given: Any = {"পেয়েছে": Given("নথি ১")}
    assert sources.enter(house.scope("sumaiya"), revision=last(draft), given=given, now=NOW) == []


def test_answers_tell_what_one_knows_and_want_none(house: House, account: Account) -> None:
    answer = services.start(
        house.scope("jamal"), office=account.office, kind=Kind.ANSWER, text=CLAIMS, accounts=[account],
        purposes=["4.b"], in_reply_to="1", now=NOW,
    )  # fmt: skip
    services.submit(house.scope("jamal"), draft=answer, now=NOW)
    assert newest(answer).state == VariantState.SUBMITTED
