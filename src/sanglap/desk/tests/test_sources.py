"""The page on which sources are entered, and where they are shown (clause 6.b)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sanglap.content.models import Draft, Source, SourceKind
from sanglap.content.states import VariantState
from sanglap.content.tests.test_sources import CLAIMS, FIGURE, YEAR
from sanglap.desk.tests.test_composing import file, typed
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from tests.factories import House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.b")]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def asked(house: House) -> tuple[Any, Draft, str]:
    """A post with two claims, saved and sent to the panel in one act: its writer is led to the sources first."""
    client = signed_in(house, "sumaiya")
    answer = client.post(reverse("desk:compose"), typed(house, text=CLAIMS, submit="yes"))
    draft = Draft.objects.get()
    address = reverse("desk:sources", args=[draft.pk])
    assert answer["Location"] == address
    return client, draft, address


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_writer_is_led_to_them_and_the_panel_reads_them_beside_the_words(house: House, language: str) -> None:
    client, draft, address = asked(house)
    page = opened(house, "sumaiya", address, language)
    assert f"<mark>{YEAR}</mark>" in page or f">{YEAR}</mark>" in page
    given = {"reference_0": "https://dghs.example.gov.bd/2025", "reference_1": "স্মারক নং ৪৫", "submit": "yes"}
    assert client.post(address, given)["Location"] == reverse("desk:post", args=[draft.pk])
    variant = newest(draft)
    assert variant.state == VariantState.SUBMITTED
    for who, there in (
        ("kamrul", reverse("desk:approve", args=[variant.pk])),
        ("kamrul", reverse("desk:note", args=[variant.pk])),
        ("sumaiya", reverse("desk:post", args=[draft.pk])),
    ):
        page = opened(house, who, there, language)
        assert f"<q>{FIGURE}</q>" in page
        assert 'href="https://dghs.example.gov.bd/2025"' in page
        assert "স্মারক নং ৪৫" in page


def test_one_tick_confirms_the_rest_by_name(house: House) -> None:
    client, draft, address = asked(house)
    assert client.post(address, {"reference_0": "নথি ১", "rest": "on", "submit": "yes"}).status_code == 302
    assert newest(draft).state == VariantState.SUBMITTED
    assert set(Source.objects.values_list("words", "kind")) == {(YEAR, "reference"), (FIGURE, "named")}
    assert "confirms it by name" in opened(house, "kamrul", reverse("desk:approve", args=[newest(draft).pk]), "en")


def test_what_is_missing_is_said_and_what_was_entered_is_kept(house: House) -> None:
    client, draft, address = asked(house)
    answer = client.post(address, {"reference_0": "নথি ১", "submit": "yes"}, follow=True)
    assert "Left: 1." in said(answer)
    assert newest(draft).state == VariantState.DRAFT
    assert Source.objects.get().words == YEAR


def test_a_bad_link_and_a_bad_file_are_said_at_their_places(house: House) -> None:
    client, _draft, address = asked(house)
    broken = SimpleUploadedFile("note.pdf", b"MZ")
    page = said(client.post(address, {"reference_0": "নথি ১", "file_1": broken, "submit": "yes"}), 422)
    assert 'value="নথি ১"' in page
    page = said(client.post(address, {"reference_0": "https://", "submit": "yes"}), 422)
    assert 'id="id_reference_0-error"' in page or "Copy it from the browser" in page
    assert not Source.objects.exists()


def test_a_file_is_served_to_whoever_sees_the_post_and_to_nobody_else(house: House) -> None:
    client, draft, address = asked(house)
    client.post(address, {"file_0": file("order.jpg"), "rest": "on", "submit": "yes"})
    source = Source.objects.get(kind=SourceKind.FILE)
    there = reverse("desk:source-file", args=[draft.pk, source.pk])
    served = signed_in(house, "kamrul").get(there)
    assert b"".join(served.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]  # a file
    assert signed_in(house, "tanvir").get(there).status_code == 404


def test_after_the_panel_was_asked_the_page_only_shows(house: House) -> None:
    client, draft, address = asked(house)
    client.post(address, {"rest": "on", "submit": "yes"})
    page = opened(house, "sumaiya", address, "en")
    assert 'name="reference_0"' not in page
    assert client.post(address, {"reference_0": "নথি ২", "submit": "yes"})["Location"] == reverse(
        "desk:post", args=[draft.pk]
    )
    assert not Source.objects.filter(reference="নথি ২").exists()


def test_a_text_without_claims_says_so(house: House) -> None:
    client = signed_in(house, "sumaiya")
    client.post(reverse("desk:compose"), typed(house, keep="yes"))
    page = opened(house, "sumaiya", reverse("desk:sources", args=[Draft.objects.get().pk]), "en")
    assert "Nothing in this text wants a source" in page
