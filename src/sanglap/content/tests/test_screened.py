"""What the screening points at in a draft, and what approving it all the same asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from sanglap.accounts.models import Account
from sanglap.content import approval, screened, selectors, services
from sanglap.content.models import Finding, Picture, Ruling, Variant, Verdict, Vote
from sanglap.content.pictures import Chosen
from sanglap.content.states import VariantState
from sanglap.content.tests.test_paper import scan
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.offices.screened import Holds, Ruled, look
from sanglap.offices.services import add_phrase
from sanglap.screening.findings import Severity
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, House, newest

pytestmark = [pytest.mark.clause("6.a"), pytest.mark.clause("6.c"), pytest.mark.clause("9.b")]
SLUR = "মালাউন"
GRAVE = f"সভায় সবাইকে ডাকা হলো, {SLUR} বাদে।"
NOTED = "২০২৫ সালে ১২ হাজার পরিবার টিকা পেয়েছে।"
LIGHT = "রহিম সাহেবের সাথে যোগাযোগ করুন: 01711-223344"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


def found(variant: Variant) -> list[Finding]:
    return list(variant.revision.findings.all())


def test_what_is_found_is_kept_when_the_panel_is_asked_and_points_at_the_words(house: House, account: Account) -> None:
    draft = house.draft(account, text=GRAVE, submit=False)
    assert not Finding.objects.exists()
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    [finding] = found(newest(draft))
    assert (finding.clause, finding.severity, finding.place) == ("9.b", "block", 0)
    mark = finding.marks[0]
    assert GRAVE[mark["start"] : mark["end"]] == mark["words"] == SLUR
    assert set(mark["reason"]) == {"bn", "en"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.update(severity="note")


def test_an_ordinary_announcement_asks_for_nothing_more(house: House, account: Account) -> None:
    variant = newest(house.draft(account, text=TEXT))
    assert not found(variant)
    assert house.vote(variant, "farid").state == VariantState.APPROVED


def test_a_flagged_draft_wants_a_majority_and_a_word_from_each_who_approves(house: House, account: Account) -> None:
    variant = newest(house.draft(account, text=GRAVE))
    assert approval.standing(variant, at=NOW).needed == 2
    with pytest.raises(ValidationError) as error:
        house.vote(variant, "farid")
    assert set(error.value.error_dict) == {"holds_1"}
    ruled = {1: Ruled(Holds.FIT, "আদালতের রায়ের উদ্ধৃতি।")}
    assert house.vote(variant, "farid", rulings=ruled).state == VariantState.SUBMITTED
    assert house.vote(variant, "shila", rulings=ruled).state == VariantState.APPROVED
    assert {ruling.reason for ruling in Ruling.objects.all()} == {"আদালতের রায়ের উদ্ধৃতি।"}
    assert Ruling.objects.count() == 2
    variant = Variant.objects.select_related("account__office", "revision__draft").get(pk=variant.pk)
    assert approval.closed_gate(variant) == ""


@pytest.mark.parametrize(
    ("text", "ruled", "fits"),
    [
        (GRAVE, Ruled(Holds.MISTAKEN), False),
        (GRAVE, Ruled(Holds.MISTAKEN, "  \u200b "), False),
        (GRAVE, Ruled(Holds.MISTAKEN, "এটি একটি জায়গার নাম।"), True),
        (GRAVE, Ruled(Holds.FIT), False),
        (LIGHT, Ruled(Holds.MISTAKEN), True),
        (LIGHT, Ruled(Holds.FIT), False),
        (LIGHT, Ruled(Holds.FIT, "তিনি সম্মতি দিয়েছেন।"), True),
        (LIGHT, Ruled(Holds.FIT, "ক" * 1_001), False),
    ],
)
def test_what_is_grave_or_right_is_published_for_a_reason(
    house: House, account: Account, text: str, ruled: Ruled, *, fits: bool
) -> None:
    variant = newest(house.draft(account, text=text))
    [finding] = found(variant)
    if fits:
        house.vote(variant, "farid", rulings={finding.number: ruled})
        return
    with pytest.raises(ValidationError) as error:
        house.vote(variant, "farid", rulings={finding.number: ruled})
    assert set(error.value.error_dict) == {f"reason_{finding.number}"}
    assert not Vote.objects.exists()


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
def test_sending_it_back_asks_nothing_of_the_findings(house: House, account: Account, verdict: Verdict) -> None:
    variant = newest(house.draft(account, text=GRAVE))
    house.vote(variant, "farid", verdict)
    assert not Ruling.objects.exists()


def test_the_sole_responsible_person_decides_with_his_eyes_open(house: House) -> None:
    account = house.account("kamrul")
    draft = house.draft(account, writer="kamrul", text=GRAVE)
    services.confirm_own(house.scope("kamrul"), draft=draft, confirmed=True, now=NOW)
    variant = newest(draft)
    assert variant.state == VariantState.SUBMITTED
    ruled = {1: Ruled(Holds.FIT, "উদ্ধৃতি।")}
    assert house.vote(variant, "kamrul", confirmed=True, rulings=ruled).state == VariantState.APPROVED


def test_a_vote_on_paper_says_as_much(house: House, account: Account, tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path
    variant = newest(house.draft(account, text=GRAVE))
    with pytest.raises(ValidationError):
        house.on_paper(variant, "farid", scan=scan())
    house.on_paper(variant, "farid", scan=scan(), rulings={1: Ruled(Holds.FIT, "উদ্ধৃতি।")})
    assert Ruling.objects.get().vote.member == house.people["farid"]


@pytest.mark.parametrize(("text", "flagged"), [(GRAVE, True), (NOTED, False), (TEXT, False)])
def test_the_queue_tells_what_wants_a_word_and_not_what_is_only_noted(
    house: House, account: Account, text: str, *, flagged: bool
) -> None:
    house.draft(account, text=text)
    [waiting] = selectors.waiting_for(house.scope("farid"), now=NOW + MINUTE)
    assert waiting.flagged == flagged  # type: ignore[attr-defined]  # the selector gives it along


def test_a_later_revision_is_looked_at_anew(house: House, account: Account) -> None:
    draft = house.draft(account, text=GRAVE)
    scope = house.scope("sumaiya")
    services.revise(scope, draft=draft, seen=1, text=TEXT, accounts=[account], purposes=["4.b"], now=NOW + MINUTE)
    services.submit(scope, draft=draft, now=NOW + MINUTE)
    assert not found(newest(draft))
    assert approval.standing(newest(draft), at=NOW + MINUTE).needed == 1


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["০২-৭৭৮৮৯৯০০", "+880277889900", "02 7788 9900"])
def test_what_the_office_makes_known_of_itself_is_not_pointed_at(line: str) -> None:
    office = Office(phone="02-77889900", email="uno.shibalaya@example.gov.bd")
    text = f"যোগাযোগ: {line}, uno.shibalaya@example.gov.bd"
    assert not look(office, [text])
    assert look(office, ["যোগাযোগ: somebody@example.com"])


@pytest.mark.django_db
def test_descriptions_of_pictures_are_looked_at_and_named() -> None:
    shown = [Chosen(Picture(file=File(digest="none")), alt) for alt in ("একটি সভা", f"দেয়ালে লেখা {SLUR}")]
    rows = screened.look(Office(), TEXT, shown)
    assert [(row.place, row.picture, row.clause) for row in rows] == [(2, None, "9.b")]


@pytest.mark.django_db
def test_what_is_of_one_kind_is_one_thing_to_judge() -> None:
    rows = look(Office(), ["রহিম 01711-223344, করিম 01811-223344, rahim@example.com"])
    [row] = [row for row in rows if row.category == "personal-data"]
    assert len(row.marks) == 3
    assert len(row.reasons) == 2


def test_the_offices_own_phrases_are_looked_for_too(house: House, account: Account) -> None:
    add_phrase(
        house.scope("rehana"), office=account.office, words=["কৃষক মেলা বাতিল"], category="unity", severity=Severity.WARN,
        reason=LocalizedText(bn="গুজব", en="A rumour"), whole=False, below=False, key=new_id(), now=NOW,
    )  # fmt: skip
    [finding] = found(newest(house.draft(account, text="এবার কৃষক মেলা বাতিল।")))
    assert finding.marks[0]["source"].startswith("phrase:own:")
