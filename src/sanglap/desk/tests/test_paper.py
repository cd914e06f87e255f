"""The note for the file, and recording what was signed on it; the second factor that a vote asks for once a session."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sanglap.accounts.models import Account
from sanglap.content import paper
from sanglap.content.models import PaperDecision, Variant, Vote
from sanglap.content.states import VariantState
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.documents.qr import square
from sanglap.files.models import File
from sanglap.inbox.models import Answer
from sanglap.people import proof
from tests import factories
from tests.factories import NOW, TEXT, House, newest

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path
    return tmp_path


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


@pytest.fixture
def variant(house: House, account: Account) -> Variant:
    return newest(house.draft(account))


def at(name: str, key: object) -> str:
    return reverse(f"desk:{name}", args=[key])


def signed(house: House, variant: Variant, **more: Any) -> dict[str, Any]:
    """The form as filled in for Farid's approval; without what `more` gives as None."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")
    given = {
        "digest": paper.in_groups(variant.digest),
        "signatory": str(house.people["farid"].pk),
        "verdict": "approve",
        "file_number": "০৫.৩০.৫৬৭৮/২৬-৭",
        "dated": "২৩/১১/২০২৬",
        "scan": SimpleUploadedFile("note.png", picture.getvalue()),
        **more,
    }
    return {name: value for name, value in given.items() if value is not None}


def again(variant: Variant) -> Variant:
    return Variant.objects.get(pk=variant.pk)


# The note.


def test_the_note_shows_what_is_approved_and_who_signs(house: House, variant: Variant) -> None:
    page = opened(house, "sumaiya", at("note", variant.pk))
    assert f">{TEXT}</div>" in page
    assert paper.in_groups(variant.digest) in page
    assert page.count("Signature:") == 3
    assert '<svg class="sg-note__square"' in page
    assert "data-print hidden" in page
    bangla = opened(house, "sumaiya", at("note", variant.pk), "bn")
    assert house.people["kamrul"].name["bn"] in bangla


def test_the_square_carries_address_and_digest(house: House, variant: Variant) -> None:
    page = opened(house, "sumaiya", at("note", variant.pk))
    drawn = square(f"http://testserver{at('approve', variant.pk)}#{variant.digest}")
    assert drawn.path in page
    assert drawn.path != square(f"http://testserver{at('approve', variant.pk)}#{'0' * 64}").path


def test_the_writer_has_no_line_but_the_sole_person_confirms(house: House, account: Account) -> None:
    own = newest(house.draft(account, writer="kamrul"))
    assert opened(house, "sumaiya", at("note", own.pk)).count("Signature:") == 2
    alone = newest(house.draft(house.account("kamrul", handle="alone"), writer="kamrul"))
    assert "I alone am responsible" in opened(house, "sumaiya", at("note", alone.pk))


def test_of_what_waits_no_more_there_is_no_note(house: House, variant: Variant) -> None:
    house.vote(variant, "farid")
    for name in ("note", "paper"):
        answer = signed_in(house, "sumaiya").get(at(name, variant.pk))
        assert answer.headers["Location"] == at("post", variant.revision.draft_id)


def test_the_way_to_paper_is_shown_to_whoever_may_go_it(house: House, variant: Variant) -> None:
    note = at("note", variant.pk)
    assert note in opened(house, "sumaiya", at("post", variant.revision.draft_id))
    assert note in opened(house, "kamrul", at("approve", variant.pk))
    assert note not in opened(house, "jamal", at("post", variant.revision.draft_id))


# The record.


def test_what_was_signed_is_recorded_and_shown_with_its_scan(house: House, variant: Variant) -> None:
    client = signed_in(house, "sumaiya")
    answer = client.post(at("paper", variant.pk), signed(house, variant), follow=True)
    page = said(answer)
    assert again(variant).state == VariantState.APPROVED
    assert "The decision on paper is recorded. Now: approved." in page
    assert re.search(r"<strong>On paper</strong>: File number 05\.30\.5678/26-7, [^<]*23 November 2026", page)
    assert "who had written the words" in page
    scan = client.get(at("paper-scan", PaperDecision.objects.get().pk))
    assert b"".join(scan)
    assert (scan.status_code, scan["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in scan["Content-Security-Policy"]
    assert signed_in(house, "tanvir").get(at("paper-scan", PaperDecision.objects.get().pk)).status_code == 404


def test_a_paper_recorded_by_another_is_not_marked(house: House, variant: Variant) -> None:
    page = said(signed_in(house, "kamrul").post(at("paper", variant.pk), signed(house, variant), follow=True))
    assert "On paper" in page
    assert "who had written the words" not in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"digest": "0" * 16}, "The paper is about other words"),
        ({"digest": None}, "This field is required"),
        ({"signatory": "kamrul"}, "This person may not decide"),
        ({"signatory": "rehana"}, "This person may not decide"),
        ({"verdict": "reject", "remark": "না"}, "Choose the clause"),
        ({"verdict": "return"}, "Say what has to be changed"),
        ({"file_number": " "}, "This field is required"),
        ({"dated": "24/11/2026"}, "still to come"),
        ({"dated": "22/11/2026"}, "nobody had asked"),
        ({"dated": None}, "This field is required"),
        ({"scan": None}, "This field is required"),
        ({"scan": SimpleUploadedFile("note.txt", b"words")}, "Only pictures"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(
    house: House, variant: Variant, more: dict[str, Any], words: str
) -> None:
    if "signatory" in more:
        more = {"signatory": str(house.people[more["signatory"]].pk)}
    # Kamrul records, who is on the panel himself and therefore signs for nobody.
    page = said(signed_in(house, "kamrul").post(at("paper", variant.pk), signed(house, variant, **more)), 422)
    assert words in page
    assert (Vote.objects.count(), File.objects.count()) == (0, 0)


def test_the_second_click_is_told_the_same(house: House, variant: Variant) -> None:
    client = signed_in(house, "sumaiya")
    for _ in range(2):
        page = said(client.post(at("paper", variant.pk), signed(house, variant), follow=True))
        assert "The decision on paper is recorded" in page
    assert PaperDecision.objects.count() == File.objects.count() == 1


def test_what_was_decided_meanwhile_is_told(house: House, variant: Variant) -> None:
    house.vote(variant, "shila", at=NOW)
    page = said(signed_in(house, "sumaiya").post(at("paper", variant.pk), signed(house, variant), follow=True))
    assert "the paper was not needed" in page
    assert not File.objects.exists()


def test_whoever_neither_writes_nor_approves_is_refused(house: House, variant: Variant) -> None:
    assert signed_in(house, "jamal").get(at("paper", variant.pk)).status_code == 403


# A vote asks for the second factor once a session.


def since(client: Client, house: House, name: str, ago: timedelta) -> Client:
    """As if that person had signed in so long ago."""
    session = client.session
    proof.forget_second(session)
    proof.note(session, house.people[name].pk, second=True, now=NOW - ago)
    session.save()
    return client


def vote(client: Client, variant: Variant, **more: Any) -> Any:
    return client.post(at("approve", variant.pk), {"verdict": "approve", "digest": variant.digest, **more})


def test_a_vote_long_after_signing_in_asks_again_and_keeps_what_was_sent(house: House, variant: Variant) -> None:
    client = since(signed_in(house, "kamrul"), house, "kamrul", timedelta(hours=3))
    assert client.get(at("approve", variant.pk)).status_code == 200  # to read it is no act
    answer = vote(client, variant, remark="ভালো")
    assert answer["Location"].startswith(reverse("desk:me-show-again"))
    assert not Vote.objects.exists()
    assert ["remark", "ভালো"] in client.session["interrupted"]["fields"]
    since(client, house, "kamrul", timedelta())
    finish = said(client.get(reverse("desk:me-finish")))
    assert variant.digest in finish
    assert vote(client, variant, remark="ভালো")["Location"] == at("post", variant.revision.draft_id)
    assert again(variant).state == VariantState.APPROVED


def test_it_asks_once_a_session(house: House, account: Account, variant: Variant, monkeypatch: Any) -> None:
    client = signed_in(house, "kamrul")
    vote(client, variant)
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW + timedelta(hours=6))
    other = newest(house.draft(account, text="অন্য কথা।"))
    vote(client, other)
    assert again(other).state == VariantState.APPROVED
    third = newest(house.draft(account, text="আরেক কথা।"))
    fresh = since(signed_in(house, "shila"), house, "shila", timedelta(0))
    assert vote(fresh, third)["Location"].startswith(reverse("desk:me-show-again"))


def test_the_sole_responsible_person_answering_votes_too(house: House) -> None:
    message = factories.message(house.account("kamrul"))
    client = since(signed_in(house, "kamrul"), house, "kamrul", timedelta(hours=3))
    words = {"text": "সকাল নয়টায়।", "confirmed": "on"}
    answer = client.post(at("thread", message.pk), words)
    assert answer["Location"].startswith(reverse("desk:me-show-again"))
    assert not Answer.objects.exists()
    since(client, house, "kamrul", timedelta())
    assert client.post(at("thread", message.pk), words)["Location"] == at("thread", message.pk)
    assert Vote.objects.get().sole


def test_whoever_only_asks_the_panel_is_not_asked(house: House, account: Account) -> None:
    message = factories.message(account)
    client = since(signed_in(house, "jamal"), house, "jamal", timedelta(hours=3))
    assert client.post(at("thread", message.pk), {"text": "সকাল নয়টায়।"})["Location"] == at("thread", message.pk)


def test_the_only_member_is_not_led_to_record_his_own_signature(house: House) -> None:
    variant = newest(house.draft(house.account("kamrul")))
    where = at("paper", variant.pk)
    assert where not in opened(house, "kamrul", at("approve", variant.pk))
    answer = signed_in(house, "kamrul").get(where, follow=True)
    assert "Nobody but you may sign here" in answer.content.decode()
    assert where in opened(house, "sumaiya", at("post", variant.revision.draft_id))
