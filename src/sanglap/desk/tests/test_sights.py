"""What the machine reads and sees in pictures, on the pages of those who write and decide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content import jobs, sights
from sanglap.content.models import Draft, Picture, Reading, Sight
from sanglap.core.boxes import Box
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.files import reading
from sanglap.files.reading import Text, Word
from sanglap.files.tests.drawn import poster
from tests.factories import TEXT, House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a"), pytest.mark.clause("6.c")]
READ = "<b>যোগাযোগ</b> ০১৭১১-২২৩৩৪৪"
AGAIN = 'hx-trigger="load delay:2s"'


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads `READ` in every picture."""
    words = [Word(READ.index("০"), len(READ), Box(0.4, 0.1, 0.3, 0.1))]
    monkeypatch.setattr(reading, "read", lambda _image, **_more: Text(READ, words))
    monkeypatch.setattr(reading, "ready", lambda: True)


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


def words(account: Account, *shown: Picture) -> dict[str, Any]:
    return {
        "key": str(new_id()), "seen": "0", "text": TEXT, "accounts": [str(account.pk)], "purposes": ["4.b"],
        "picture": [str(one.pk) for one in shown], "alt": ["বিজ্ঞপ্তি" for _one in shown],
        "shape": ["as_it_is" for _one in shown], "part": ["middle" for _one in shown],
    }  # fmt: skip


def brought(client: Client, account: Account, line: str = "যোগাযোগ") -> Picture:
    file = SimpleUploadedFile("notice.png", poster([line]))
    said(client.post(reverse("desk:compose"), {**words(account), "box": "add", "bring": file}))
    return Picture.objects.order_by("-pk")[0]


def handed(client: Client, account: Account, *shown: Picture) -> Draft:
    answer = client.post(reverse("desk:compose"), {**words(account, *shown), "submit": "yes"})
    assert answer.status_code == 302
    return Draft.objects.get()


def test_the_composer_says_that_it_is_being_read_and_asks_again_until_it_is(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")
    picture = brought(client, account)
    fragment = said(client.post(reverse("desk:keep"), words(account, picture)))
    assert "Its text is being read" in fragment
    assert AGAIN in fragment
    jobs.look()
    fragment = said(client.post(reverse("desk:keep"), words(account, picture)))
    assert AGAIN not in fragment
    assert "in the text of picture 1" in fragment
    assert 'class="sg-frames__line" x="40.000000" y="10.000000"' in fragment
    assert "No face found" in fragment
    assert "&lt;b&gt;যোগাযোগ" in fragment, "what is read is words, never code"


def test_without_an_account_chosen_it_is_said_all_the_same(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")
    picture = brought(client, account)
    fragment = said(client.post(reverse("desk:keep"), {**words(account, picture), "accounts": []}))
    assert "Its text is being read" in fragment


@pytest.mark.parametrize("language", ["bn", "en"])
def test_who_decides_sees_the_words_framed_and_how_many_faces(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(sights, "faces", lambda _image: [Box(0.1, 0.2, 0.3, 0.4)] * 2)
    client = signed_in(house, "sumaiya")
    draft = handed(client, account, brought(client, account))
    (seen,) = Sight.objects.all()
    assert seen.reading == Reading.READ, "read when the panel was asked"
    answer = {"seen": "1", f"shown_{seen.digest}": "official", "submit": "yes"}
    client.post(reverse("desk:post-people", args=[draft.pk]), answer)
    variant = newest(draft)
    page = opened(house, "kamrul", reverse("desk:approve", args=[variant.pk]), language)
    assert 'name="holds_1"' in page
    assert 'class="sg-frames__line" x="40.000000" y="10.000000"' in page
    assert 'class="sg-frames__line" x="10.000000" y="20.000000" width="30.000000"' in page
    assert ("২টি মুখ পাওয়া গেছে" if language == "bn" else "2 faces found") in page
    assert ("ছবি ১-এর লেখায়" if language == "bn" else "in the text of picture 1") in page
    for name in ("paper", "note"):
        page = opened(house, "sumaiya", reverse(f"desk:{name}", args=[variant.pk]), language)
        assert 'class="sg-frames__line"' in page
        assert "০১৭১১-২২৩৩৪৪" in page


def test_what_could_not_be_read_is_said_to_whoever_writes_and_decides(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(image: bytes, **more: Any) -> Text:
        raise reading.Unreadable("CalledProcessError")

    monkeypatch.setattr(reading, "read", read)
    client = signed_in(house, "sumaiya")
    picture = brought(client, account)
    jobs.look()
    assert "text could not be read" in said(client.post(reverse("desk:keep"), words(account, picture)))
    variant = newest(handed(client, account, picture))
    page = opened(house, "kamrul", reverse("desk:approve", args=[variant.pk]))
    assert "was not read when approval was asked for" in page
    assert 'name="holds_1"' not in page


@pytest.mark.parametrize("ready", [True, False])
def test_where_pictures_are_not_read_the_page_says_so_where_they_are_added_and_decided_on(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch, *, ready: bool
) -> None:
    def read(image: bytes, **more: Any) -> Text:
        raise reading.Off

    monkeypatch.setattr(reading, "ready", lambda: ready)
    if not ready:
        monkeypatch.setattr(reading, "read", read)
    line = "Text in pictures is not read on this installation"
    assert (line in opened(house, "sumaiya", reverse("desk:compose"))) is not ready
    client = signed_in(house, "sumaiya")
    variant = newest(handed(client, account, brought(client, account)))
    assert (line in opened(house, "kamrul", reverse("desk:approve", args=[variant.pk]))) is not ready
    assert variant.revision.findings.exists() is ready


def test_many_pictures_cost_no_more_queries_than_one(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")
    shown = [brought(client, account, line) for line in ("এক", "দুই", "তিন")]
    while jobs.look():
        pass
    counts = []
    for some in (shown[:1], shown):
        said(client.post(reverse("desk:keep"), words(account, *some)))
        with CaptureQueriesContext(connection) as asked:
            said(client.post(reverse("desk:keep"), words(account, *some)))
        counts.append(len(asked))
    assert counts[0] == counts[1]
