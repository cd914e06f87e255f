"""The page on which one says who is shown in the pictures of a post, and what the panel sees of it (clause 6.c)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sanglap.content import pictures
from sanglap.content.models import Draft, Picture, Portrayal, Reading, Sight
from sanglap.content.states import VariantState
from sanglap.core import clock
from sanglap.desk.tests.test_composing import file, typed
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.files.tests.drawn import poster
from tests.factories import House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.c")]
WITNESS = "আবদুল করিম <ইউপি>"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def asked(house: House) -> tuple[Any, Draft, str, str]:
    """A post with a picture in which two faces were seen, sent to the panel in one act: the writer is led to the page.
    Client, draft, address of the page, digest.
    """
    client = signed_in(house, "sumaiya")
    shown = pictures.bring(
        house.scope("sumaiya"), office=house.offices["shibalaya"], content=poster(["ক"]), name="a.png", now=clock.now()
    )
    Sight.objects.update(reading=Reading.READ, faces=[[0.6, 0.2, 0.2, 0.3], [0.1, 0.2, 0.2, 0.3]], seen_at=clock.now())
    sent = typed(house, submit="yes") | {"picture": [str(shown.pk)], "alt": ["সভা"]}
    sent |= {"shape": ["as_it_is"], "part": ["middle"]}
    answer = client.post(reverse("desk:compose"), sent)
    draft = Draft.objects.get()
    address = reverse("desk:post-people", args=[draft.pk])
    assert answer["Location"] == address
    return client, draft, address, shown.file.digest


def answers(digest: str, number: int = 1, **given: Any) -> dict[str, Any]:
    named = {f"{name}_{digest}": value for name, value in given.items() if name not in {"submit", "cover"}}
    return {"seen": str(number), **named, **{name: given[name] for name in ("submit", "cover") if name in given}}


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_writer_is_led_there_and_the_panel_reads_it_beside_the_picture(house: House, language: str) -> None:
    client, draft, address, digest = asked(house)
    page = opened(house, "sumaiya", address, language)
    assert page.count("sg-frames__line") == 2
    given = answers(
        digest, shown="private", consent="spoken", obtained_by="সুমাইয়া", obtained_on="১/১/২০২৬", witness=WITNESS,
        submit="yes",
    )  # fmt: skip
    assert client.post(address, given)["Location"] == reverse("desk:post", args=[draft.pk])
    variant = newest(draft)
    assert variant.state == VariantState.SUBMITTED
    for who, there in (
        ("kamrul", reverse("desk:approve", args=[variant.pk])),
        ("kamrul", reverse("desk:note", args=[variant.pk])),
        ("sumaiya", reverse("desk:post", args=[draft.pk])),
        ("sumaiya", address),
    ):
        assert "আবদুল করিম &lt;ইউপি&gt;" in opened(house, who, there, language)
    assert 'name="shown_' not in opened(house, "sumaiya", address, language)
    # Whoever sees posts and neither writes nor votes reads that consent was given, and not by whom.
    page = opened(house, "jamal", reverse("desk:post", args=[draft.pk]), language)
    assert "private persons" in page or "সাধারণ মানুষ" in page
    assert "আবদুল করিম" not in page


def test_what_is_missing_is_said_there_and_what_was_typed_stands(house: House) -> None:
    client, draft, address, digest = asked(house)
    given = answers(
        digest, shown="private", consent="spoken", obtained_by="সুমাইয়া", obtained_on="৩১/২/২০২৬", submit="yes"
    )
    page = said(client.post(address, given), 422)
    assert "There is no such day." in page or "এমন" in page
    given |= answers(digest, obtained_on="১/১/২০২৬")
    page = said(client.post(address, given), 422)
    assert f'id="id_witness_{digest}-error"' in page
    assert 'value="সুমাইয়া"' in page
    assert newest(draft).state == VariantState.DRAFT


def test_a_written_consent_opens_only_to_those_who_write_or_vote(house: House) -> None:
    client, draft, address, digest = asked(house)
    broken = SimpleUploadedFile("a.pdf", b"MZ")
    given = answers(
        digest, shown="private", consent="written", obtained_by="সুমাইয়া", obtained_on="1/1/2026", submit="yes"
    )
    assert f'id="id_file_{digest}-error"' in said(client.post(address, given | answers(digest, file=broken)), 422)
    client.post(address, given | answers(digest, file=file("consent.jpg")))
    row = Portrayal.objects.get()
    there = reverse("desk:consent-file", args=[draft.pk, row.pk])
    for who, status in (("sumaiya", 200), ("kamrul", 200), ("jamal", 403), ("tanvir", 404)):
        answer = signed_in(house, who).get(there)
        b"".join(getattr(answer, "streaming_content", ()))
        assert answer.status_code == status, who


def test_a_victim_is_covered_and_what_else_was_typed_stands(house: House) -> None:
    client, draft, address, digest = asked(house)
    given = answers(digest, shown="private", circumstances=["victim"], submit="yes")
    page = said(client.post(address, given, follow=True))
    assert "must not be recognised" in page or "চেনা" in page
    wrongs: list[dict[str, Any]] = [
        {"faces": []}, {"faces": ["7"]}, {"left": "10"}, {"left": "x", "width": "5", "height": "5"}, {"width": "১০১"},
    ]  # fmt: skip
    for wrong in wrongs:
        said(client.post(address, answers(digest, **wrong, cover=digest)), 422)
    assert Picture.objects.count() == 1
    chosen: dict[str, Any] = {"with": "solid"}
    covering = answers(digest, faces=["0"], left="৫০", top="0", width="৫০", height="100", cover=digest, **chosen)
    said(client.post(address, covering))
    made = Picture.objects.get(covered_from__isnull=False)
    assert [round(one, 2) for one in made.covers[0][:2]] == [0.06, 0.14]  # the left one, though it was found second
    assert len(made.covers) == 2
    # Sent again, as by loading the page anew, it covers nothing more.
    assert client.post(address, covering)["Location"] == reverse("desk:post", args=[draft.pk])
    assert Picture.objects.count() == 2
    new = made.file.digest
    client.post(address, answers(new, 2, shown="nobody", submit="yes"))
    draft.refresh_from_db()
    assert newest(draft).state == VariantState.SUBMITTED


def test_answers_to_an_older_draft_are_not_put_on_the_newer_one(house: House) -> None:
    client, draft, address, digest = asked(house)
    for stale in ("7", ""):
        answer = client.post(address, answers(digest, shown="nobody") | {"seen": stale})
        assert answer["Location"] == reverse("desk:post", args=[draft.pk])
    assert not Portrayal.objects.exists()


def test_a_post_without_pictures_says_so(house: House) -> None:
    client = signed_in(house, "sumaiya")
    client.post(reverse("desk:compose"), typed(house, keep="yes"))
    page = opened(house, "sumaiya", reverse("desk:post-people", args=[Draft.objects.get().pk]), "en")
    assert "This post has no picture." in page
