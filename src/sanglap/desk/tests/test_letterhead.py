"""The page of an office's letterhead (clause 5.j)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.attestations.services import attest
from sanglap.attestations.statements import Letterhead
from sanglap.guideline import loader
from sanglap.offices import services
from sanglap.offices.access import mark_second_factor
from sanglap.offices.models import Appointment, Charge, Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.j")]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)


@pytest.fixture
def house(db: None) -> House:
    house = factories.house()
    house.account("kamrul")
    return house


def signed_in(house: House, username: str, language: str = "en") -> Client:
    client = Client()
    client.force_login(house.people[username])
    session = client.session
    mark_second_factor(session)
    session.save()
    client.cookies["language"] = language
    return client


def at(house: House, name: str = "letterhead", office: str = "shibalaya") -> str:
    return reverse(f"desk:{name}", args=[house.offices[office].pk])


def page(house: House, who: str = "sumaiya", name: str = "letterhead", office: str = "shibalaya") -> str:
    answer = signed_in(house, who).get(at(house, name, office))
    assert answer.status_code == 200
    return str(answer.content.decode())


def given(house: House, **more: str) -> dict[str, str]:
    head = Appointment.objects.get(user=house.people["rehana"])
    return {"languages": "both", "signatory": str(head.pk), "day": "23/11/2026", "government": "on", **more}


def sent(house: House, name: str, data: dict[str, str], who: str = "sumaiya") -> Any:
    return signed_in(house, who).post(at(house, name), data)


def content(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_anybody_at_the_office_sees_its_letterhead_with_its_account(house: House) -> None:
    text = page(house)
    assert "social.example/@shibalaya_upazila" in text
    assert "(রেহানা পারভীন)" in text, "the head signs, unless another is chosen"
    assert "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার" in text


@pytest.mark.parametrize("state", [AccountState.PROPOSED, AccountState.APPROVED, AccountState.SUSPENDED])
def test_accounts_that_do_not_work_are_not_shown(house: House, state: AccountState) -> None:
    house.account(handle="other", state=state)
    assert "@other" not in page(house)


def test_without_an_account_it_says_so_and_leads_the_head_to_proposing_one(house: House) -> None:
    propose = reverse("desk:account-new", args=[house.offices["ghior"].pk])
    house.officer("chief", Role.HEAD, "ghior")
    text = page(house, "chief", office="ghior")
    assert "no official account that works" in text
    assert propose in text
    assert propose not in page(house, "tanvir", office="ghior"), "whoever may not propose is not sent there"


def test_an_office_is_told_what_the_register_lacks(house: House) -> None:
    office = Office.objects.filter(pk=house.offices["shibalaya"].pk)
    assert "The register knows" not in page(house)
    office.update(address={})
    assert "knows no address" in page(house)
    office.update(website="")
    assert "neither an address nor a website" in page(house)


def test_the_pdf_and_the_file_for_word_processors_are_made_of_what_was_typed(house: House) -> None:
    data = given(house, memo="০৫.৩০.১", subject="ক্যাম্প", body="রবিবার।")
    made = sent(house, "letterhead-pdf", data)
    assert made["Content-Disposition"] == 'attachment; filename="letterhead-bd-upa-362.pdf"'
    with pikepdf.open(io.BytesIO(content(made))) as paper:
        assert len(paper.pages) == 1
    document = docx.Document(io.BytesIO(content(sent(house, "letterhead-word", data))))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "ক্যাম্প" in said
    assert "(Rehana Parvin)" in said
    assert "০৫.৩০.১" in document.tables[0].cell(0, 0).text


def test_a_wrong_day_is_told_and_nothing_typed_is_lost(house: House) -> None:
    for name in ("letterhead", "letterhead-pdf", "letterhead-word"):
        answer = sent(house, name, given(house, day="31/02/2026", body="থাকুক।"))
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "There is no such day." in text
        assert ">\nথাকুক।</textarea>" in text


def test_somebody_of_another_office_cannot_be_made_to_sign(house: House) -> None:
    stranger = Appointment.objects.get(user=house.people["tanvir"])
    answer = sent(house, "letterhead-pdf", given(house, signatory=str(stranger.pk)))
    assert answer.status_code == 422
    assert "Tanvir" not in answer.content.decode()


def test_a_holder_who_left_meanwhile_cannot_sign(house: House) -> None:
    data = given(house)
    Appointment.objects.filter(pk=data["signatory"]).update(ends_at=NOW)
    answer = sent(house, "letterhead", data)
    assert answer.status_code == 422
    assert "no longer serves here" in answer.content.decode()


def test_an_acting_officer_signs_as_such_in_the_letters_own_language(house: House) -> None:
    Appointment.objects.filter(user=house.people["rehana"]).update(charge=Charge.ACTING)
    text = page(house)
    assert "উপজেলা নির্বাহী অফিসার (ভারপ্রাপ্ত)" in text


def test_the_signature_is_the_readers_own_at_first(house: House) -> None:
    text = page(house, "kamrul", "letterhead-signature")
    assert "-- \nমো. কামরুল হাসান" in text
    assert "&lt;table" in text
    answer = sent(house, "letterhead-signature", {"languages": "en", "signatory": given(house)["signatory"]})
    assert "-- \nRehana Parvin" in answer.content.decode()


def test_nothing_is_asked_more_often_for_more_accounts(house: House) -> None:
    client = signed_in(house, "sumaiya")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(at(house))
        return len(asked)

    queries()
    before = queries()
    for number in range(12):
        house.account(handle=f"more{number}")
        house.officer(f"clerk{number}", Role.AUTHOR)
    assert queries() == before


def test_a_closed_office_is_warned(house: House) -> None:
    services.close_office(Scope.everything("tests"), office=house.offices["shibalaya"], reason="x", now=NOW)
    assert "no longer at work" in page(house, "nasrin")


def test_the_panel_sees_what_is_to_be_confirmed_and_everybody_since_when_it_is_in_use(house: House) -> None:
    account = Account.objects.get()
    act = reverse("desk:account-confirm", args=[account.pk, "letterhead"])
    assert act in page(house, "kamrul")
    assert act not in page(house, "sumaiya")
    said = Letterhead(address=True, website=True, account=True)
    attest(house.scope("kamrul"), account=account, statement=said, now=NOW)
    assert "on the letterhead in use" in page(house, "sumaiya")


def test_an_overdue_confirmation_is_told_and_whoever_may_confirm_is_led_there(house: House, monkeypatch: Any) -> None:
    account = Account.objects.get()
    said = Letterhead(address=True, website=True, account=True)
    attest(house.scope("kamrul"), account=account, statement=said, now=NOW)
    rule = loader.current().rule("letterhead", on=loader.current().calendar.day_of(NOW)).parameters
    last = NOW + timedelta(days=rule.lasts_days or 0)
    for at_, told in ((last - timedelta(days=1), "to be confirmed again soon"), (last, "confirmation overdue")):
        monkeypatch.setattr("sanglap.core.clock.now", lambda at_=at_: at_)
        text = page(house, "kamrul")
        assert told in text
        assert "on the letterhead in use" not in text


def test_what_was_never_confirmed_is_overdue_after_its_first_time(house: House, monkeypatch: Any) -> None:
    assert "not confirmed yet" in page(house)
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW + timedelta(days=366))
    assert "never confirmed, overdue" in page(house)


def test_a_sign_that_no_font_has_is_named_and_nothing_typed_is_lost(house: House) -> None:
    answer = sent(house, "letterhead-pdf", given(house, subject="টিকা 😀", body="কাল"))
    text = answer.content.decode()
    assert (answer.status_code, "the sign “😀”" in text, "টিকা 😀" in text) == (422, True, True)
    assert content(sent(house, "letterhead-word", given(house, subject="টিকা 😀"))).startswith(b"PK")
