"""A file that was chosen stays chosen where something else in the form was wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sanglap.content.models import Portrayal, Source, SourceKind
from sanglap.content.states import VariantState
from sanglap.desk.tests import test_portrayals as people
from sanglap.desk.tests import test_sources as sources
from sanglap.desk.tests.test_composing import file
from sanglap.desk.tests.test_offices import house, noon, said, signed_in
from sanglap.files import sending, store
from sanglap.files.models import File, Sending
from sanglap.people.permissions import Role
from tests.factories import House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.b"), pytest.mark.clause("6.c")]
NAME = "আদেশ.jpg"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def held(page: str) -> dict[str, str]:
    """The files that the page says are there still, as its form sends them."""
    return dict(re.findall(r'type="checkbox" name="(held-[^"]+)" value="([^"]+)"[^>]* checked>', page))


def refused_beside(house: House) -> tuple[Any, str, dict[str, str]]:
    """A form with one good file and one that is refused: client, address, what is held."""
    client, _draft, address = sources.asked(house)
    broken = SimpleUploadedFile("note.pdf", b"MZ")
    page = said(client.post(address, {"file_0": file(NAME), "file_1": broken, "submit": "yes"}), 422)
    assert f"Chosen: {NAME}." in page
    found = held(page)
    assert list(found) == ["held-file_0"]  # not the one that is refused
    return client, address, found


def test_it_is_taken_where_another_was_refused_and_twice_on_two_clicks(house: House) -> None:
    client, address, found = refused_beside(house)
    assert not File.objects.filter(name=NAME).exists()  # nothing is entered by halves
    for _click in range(2):
        assert client.post(address, {**found, "rest": "on", "submit": "yes"}).status_code == 302
    source = Source.objects.select_related("file").get(kind=SourceKind.FILE)
    assert source.file is not None
    assert source.file.name == NAME


def test_unticked_it_is_forgotten_and_a_new_one_takes_its_place(house: House) -> None:
    client, address, found = refused_beside(house)
    client.post(address, {"keep": "yes"})
    assert not Source.objects.exists()
    client.post(address, {**found, "file_0": file("other.jpg"), "keep": "yes"})
    source = Source.objects.select_related("file").get(kind=SourceKind.FILE)
    assert source.file is not None
    assert source.file.name == "other.jpg"


def test_another_person_or_a_wrong_key_opens_nothing(house: House) -> None:
    client, address, found = refused_beside(house)
    house.officer("nadia", Role.AUTHOR)
    signed_in(house, "nadia").post(address, {**found, "keep": "yes"})
    for wrong in ("x", "", "00000000-0000-7000-8000-000000000000"):
        client.post(address, {"held-file_0": wrong, "keep": "yes"})
    sending.path_of(Sending.objects.get().pk).unlink()
    client.post(address, {**found, "keep": "yes"})
    assert not Source.objects.exists()


def test_a_consent_stays_chosen_after_a_fault_and_after_covering(house: House) -> None:
    client, draft, address, digest = people.asked(house)
    given = people.answers(digest, shown="private", consent="written", obtained_by="সুমাইয়া", submit="yes")
    page = said(client.post(address, given | people.answers(digest, file=file(NAME))), 422)  # the day is missing
    found = held(page)
    assert list(found) == [f"held-file_{digest}"]
    wrong = people.answers(digest, faces=["7"], cover=digest)
    assert held(said(client.post(address, {**given, **found, **wrong}), 422)) == found
    assert client.post(address, {**given, **found, **people.answers(digest, obtained_on="1/1/2026")}).status_code == 302
    row = Portrayal.objects.select_related("file").get()
    assert row.file is not None
    assert row.file.name == NAME
    assert newest(draft).state == VariantState.SUBMITTED


def test_what_is_held_is_gone_after_a_day_and_there_is_a_most(house: House) -> None:
    client, _draft, address = sources.asked(house)
    broken = SimpleUploadedFile("note.pdf", b"MZ")
    for number in range(sending.AT_ONCE + 2):
        client.post(address, {"file_0": file(f"{number}.jpg"), "file_1": broken, "submit": "yes"})
    rows = list(Sending.objects.order_by("-created_at", "-pk"))
    assert len(rows) == sending.AT_ONCE
    assert rows[0].name == f"{sending.AT_ONCE + 1}.jpg"
    assert {path.name for path in store.pieces().iterdir()} == {str(row.pk) for row in rows}
