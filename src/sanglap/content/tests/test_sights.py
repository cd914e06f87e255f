"""Text in pictures is read after they were brought, and screened; faces are marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sanglap.accounts.models import Account
from sanglap.content import jobs, pictures, portrayals, screened, services, sights
from sanglap.content.decided import decisions
from sanglap.content.models import Depicted, Draft, Finding, Keep, Picture, Reading, Shape, Sight
from sanglap.content.pictures import Chosen
from sanglap.content.portrayals import Given
from sanglap.content.screened import UNREAD
from sanglap.content.states import VariantState
from sanglap.core import clock
from sanglap.core.boxes import Box
from sanglap.files import reading
from sanglap.files.reading import Text, Word
from sanglap.files.tests.drawn import poster
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.offices.screened import Holds, Ruled
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a"), pytest.mark.clause("6.c")]
NOTICE = ("উপজেলা নির্বাহী অফিসারের কার্যালয়", "যোগাযোগ: ০১৭১১-২২৩৩৪৪", "সকলের উপস্থিতি একান্ত কাম্য।")
READ = "যোগাযোগ: ০১৭১১-২২৩৩৪৪"
ALT = "টিকার বিজ্ঞপ্তি"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Reads `READ` in every picture, and keeps what it was given."""
    given: list[bytes] = []

    def read(image: bytes, *, seconds: float = 1) -> Text:
        given.append(image)
        return Text(READ, [Word(0, 8, Box(0.1, 0.1, 0.2, 0.1)), Word(9, 21, Box(0.4, 0.1, 0.3, 0.1))])

    monkeypatch.setattr(reading, "read", read)
    monkeypatch.setattr(reading, "ready", lambda: True)
    return given


def brought(house: House, account: Account, lines: Sequence[str] = NOTICE) -> Picture:
    scope = house.scope("sumaiya")
    return pictures.bring(scope, office=account.office, content=poster(lines), name="notice.png", now=NOW)


def drafted(house: House, account: Account, *shown: Picture) -> Draft:
    return services.start(
        house.scope("sumaiya"), office=account.office, kind=Kind.POST, text=TEXT, accounts=[account],
        purposes=["4.b"], pictures=[Chosen(one, ALT) for one in shown], now=NOW,
    )  # fmt: skip


def handed(house: House, draft: Draft) -> list[Finding]:
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    return list(newest(draft).revision.findings.all())


def sight(picture: Picture) -> Sight:
    return Sight.objects.get(digest=picture.file.digest)


def failing(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def read(image: bytes, *, seconds: float = 1) -> Text:
        raise fault

    monkeypatch.setattr(reading, "read", read)


def test_a_mobile_number_in_a_picture_is_found_and_ruled_on(tesseract: str, house: House, account: Account) -> None:
    picture = brought(house, account)
    assert sight(picture).reading == Reading.WAITING
    assert jobs.look()
    assert not jobs.look()
    assert sight(picture).reading == Reading.READ
    assert set(NOTICE) <= set(sight(picture).text.splitlines())
    draft = drafted(house, account, picture)
    [finding] = [one for one in handed(house, draft) if one.category == "personal-data"]
    assert (finding.place, finding.picture, finding.words) == (1, picture, ["০১৭১১-২২৩৩৪৪"])
    [box] = finding.boxes
    assert 0.3 < box.top < 0.7
    assert box.left > 0.1
    variant = newest(draft)
    ruled = {finding.number: Ruled(Holds.FIT, "দপ্তরের প্রচারিত নম্বর।")}
    assert house.vote(variant, "farid", rulings=ruled).state == VariantState.SUBMITTED
    assert house.vote(variant, "shila", rulings=ruled).state == VariantState.APPROVED
    assert list(decisions()) == [], "nothing is learned from what a machine read"


def test_the_same_picture_is_read_once(reader: list[bytes], house: House, account: Account) -> None:
    brought(house, account), brought(house, account)
    while jobs.look():
        pass
    assert len(reader) == 1
    assert Sight.objects.count() == 1
    brought(house, account)
    assert not jobs.look()


def test_what_is_read_is_what_is_published(reader: list[bytes], house: House, account: Account) -> None:
    picture = brought(house, account)
    cut = pictures.cut(house.scope("sumaiya"), picture=picture, shape=Shape.SQUARE, keep=Keep.START, now=NOW)
    Sight.objects.filter(digest=picture.file.digest).update(reading=Reading.READ, text="")
    assert cut.file.digest != picture.file.digest
    assert jobs.look()
    rows = screened.look(account.office, TEXT, [Chosen(picture, ALT), Chosen(cut, ALT)])
    assert [(row.place, row.picture) for row in rows] == [(2, cut)]
    assert rows[0].boxes == [Box(0.4, 0.1, 0.3, 0.1)]


def test_words_of_the_text_and_of_the_picture_are_told_apart(
    reader: list[bytes], house: House, account: Account
) -> None:
    picture = brought(house, account)
    jobs.look()
    rows = screened.look(account.office, "ফোন 01811-223344", [Chosen(picture, ALT)])
    assert [(row.place, row.picture, bool(row.boxes)) for row in rows] == [(0, None, False), (1, picture, True)]


def test_a_picture_whose_worker_died_is_taken_up_again_and_given_up_in_the_end(house: House, account: Account) -> None:
    digest = brought(house, account).file.digest
    at = NOW
    for _turn in range(sights.MOST_TRIES):
        assert sights.claim(now=at) == digest
        assert sights.claim(now=at) is None, "another worker does not get it meanwhile"
        at += sights.LEASE + timedelta(seconds=1)
    assert sights.claim(now=at) is None
    assert Sight.objects.get().reading == Reading.UNREADABLE


def test_what_comes_late_does_not_undo_what_was_read(reader: list[bytes], house: House, account: Account) -> None:
    picture = brought(house, account)
    jobs.look()
    sights.keep(picture.file.digest, sights.Seen(Reading.UNREADABLE), now=NOW)
    assert sight(picture).reading == Reading.READ


def test_looking_happens_outside_any_transaction(
    monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    depths: list[int] = []

    def read(image: bytes, *, seconds: float = 1) -> Text:
        depths.append(len(connection.savepoint_ids))
        return Text()

    monkeypatch.setattr(reading, "read", read)
    picture = brought(house, account)
    outside = len(connection.savepoint_ids)
    jobs.look()
    Sight.objects.update(reading=Reading.WAITING)
    sights.catch_up(house.scope("sumaiya"), draft=drafted(house, account, picture), now=NOW)
    assert depths == [outside, outside]


def test_what_could_not_be_read_is_said_and_asks_for_no_ruling(
    monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    failing(monkeypatch, reading.Unreadable("CalledProcessError"))
    picture = brought(house, account)
    assert jobs.look()
    assert sight(picture).reading == Reading.UNREADABLE
    draft = drafted(house, account, picture)
    [finding] = handed(house, draft)
    assert (finding.category, finding.place, finding.picture, finding.words) == (UNREAD, 1, picture, [])
    assert house.vote(newest(draft), "farid").state == VariantState.APPROVED


def test_where_nothing_reads_pictures_all_else_goes_on(
    monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    failing(monkeypatch, reading.Off())
    picture = brought(house, account)
    assert jobs.look()
    assert sight(picture).reading == Reading.OFF
    assert handed(house, drafted(house, account, picture)) == []


def test_a_blob_that_is_gone_is_unreadable(reader: list[bytes], house: House, account: Account, tmp_path: Path) -> None:
    picture = brought(house, account)
    for path in tmp_path.glob("*/*/*"):
        path.unlink()
    assert jobs.look()
    assert sight(picture).reading == Reading.UNREADABLE


@pytest.mark.parametrize("state", [Reading.WAITING, Reading.OFF])
def test_what_is_not_read_when_the_panel_is_asked_is_read_then(
    reader: list[bytes], house: House, account: Account, state: Reading
) -> None:
    picture = brought(house, account)
    Sight.objects.update(reading=state)
    draft = drafted(house, account, picture, picture)
    sights.catch_up(house.scope("sumaiya"), draft=draft, now=NOW)
    sights.catch_up(house.scope("sumaiya"), draft=draft, now=NOW)
    assert len(reader) == 1
    assert [(one.place, one.category) for one in handed(house, draft)] == [(1, "personal-data"), (2, "personal-data")]


def test_nobody_waits_longer_than_patience_allows(
    reader: list[bytes], monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    monkeypatch.setattr(sights, "PATIENCE", 0.0)
    draft = drafted(house, account, brought(house, account))
    sights.catch_up(house.scope("sumaiya"), draft=draft, now=NOW)
    assert not reader
    [note] = handed(house, draft)
    assert (note.category, note.severity) == (UNREAD, "note")
    assert set(note.reasons[0]) == {"bn", "en"}
    assert jobs.look(), "the worker reads it all the same"
    assert [one.category for one in newest(draft).revision.findings.all()] == [UNREAD]


def test_what_the_hurry_left_unread_goes_on_waiting(
    monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    failing(monkeypatch, reading.Slow("not read within 9.9 s"))
    picture = brought(house, account)
    sights.catch_up(house.scope("sumaiya"), draft=drafted(house, account, picture), now=NOW)
    assert sight(picture).reading == Reading.WAITING


def test_what_takes_too_long_is_tried_again_and_its_faces_are_shown_meanwhile(
    monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    failing(monkeypatch, reading.Slow("not read within 15.0 s"))
    monkeypatch.setattr(sights, "faces", lambda _image: [Box(0.1, 0.2, 0.3, 0.4)])
    picture, at = brought(house, account), NOW
    for _turn in range(sights.MOST_TRIES):
        monkeypatch.setattr("sanglap.core.clock.now", lambda at=at: at)
        assert jobs.look()
        assert not jobs.look()
        assert (sight(picture).reading, len(sight(picture).boxes)) == (Reading.WAITING, 1)
        at += sights.LEASE + timedelta(seconds=1)
    monkeypatch.setattr("sanglap.core.clock.now", lambda: at)
    assert not jobs.look()
    assert (sight(picture).reading, len(sight(picture).boxes)) == (Reading.UNREADABLE, 1)


def test_only_whoever_may_write_has_pictures_read(reader: list[bytes], house: House, account: Account) -> None:
    draft = drafted(house, account, brought(house, account))
    with pytest.raises(Forbidden):
        sights.catch_up(house.scope("tanvir"), draft=draft, now=NOW + MINUTE)
    assert not reader


def test_faces_are_marked_whether_or_not_text_is_read(
    monkeypatch: pytest.MonkeyPatch, house: House, account: Account
) -> None:
    failing(monkeypatch, reading.Off())
    monkeypatch.setattr(sights, "faces", lambda _image: [Box(0.1, 0.2, 0.3, 0.4)])
    picture = brought(house, account)
    jobs.look()
    assert sight(picture).boxes == [Box(0.1, 0.2, 0.3, 0.4)]
    draft = drafted(house, account, picture)
    said = {picture.file.digest: Given(Depicted.OFFICIAL)}
    portrayals.enter(house.scope("sumaiya"), revision=newest(draft).revision, given=said, now=NOW)
    assert handed(house, draft) == [], "a hint, no finding"
    assert sight(picture).seen_at is not None
    assert abs(clock.now() - (sight(picture).seen_at or NOW)) < timedelta(minutes=1)
