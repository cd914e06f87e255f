"""Videos and sounds of posts: from what was brought to what is approved and sent (6, 6.a)."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.content import recordings, selectors, services
from sanglap.content.footage import Making, Recording
from sanglap.content.models import Draft, Variant
from sanglap.content.recordings import Shot
from sanglap.files import sending, store
from sanglap.files.models import File
from sanglap.files.tests.recorded import film, speech
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.outbox.payload import Payload, digest, outgoing, payload_of
from tests import factories
from tests.factories import NOW, TEXT, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
ALT = "একজন নার্স শিশুকে টিকা দিচ্ছেন"
WORDS = "00:00.000 --> 00:01.500\nটিকা নিন\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path
    return tmp_path


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def bring(house: House, content: bytes, *, made: bool = True) -> Recording:
    office = house.offices["shibalaya"]
    piece = sending.lay(io.BytesIO(content))
    brought = recordings.bring(house.scope("sumaiya"), office=office, piece=piece, name="টিকা.mp4", now=NOW)
    if made:
        claimed = recordings.claim(now=NOW)
        assert claimed == brought
        recordings.make(claimed, now=NOW)
        brought.refresh_from_db()
    return brought


def captions(house: House, words: str = WORDS) -> File:
    office = house.offices["shibalaya"]
    return recordings.bring_captions(
        house.scope("sumaiya"), office=office, content=words.encode(), name="ক.srt", now=NOW
    )


def start(house: House, account: Account, shot: Shot | None, **more: Any) -> Draft:
    return services.start(
        house.scope("sumaiya"), office=account.office, kind=Kind.POST, text=TEXT, accounts=[account],
        purposes=["4.c"], recording=shot, now=NOW, **more,
    )  # fmt: skip


def fault(wrong: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(wrong.value.message_dict["recording"])


def test_a_video_is_made_ready_by_a_job_and_approved_by_its_digest(house: House, place: Path) -> None:
    account = house.account("kamrul")
    video = bring(house, film())
    assert (video.making, video.width, video.height, video.video, video.audio) == ("ready", 96, 64, "h264", "aac")
    assert video.file is not None
    assert video.poster is not None
    assert not list((place / "pieces").iterdir())
    with_words = captions(house)
    draft = start(house, account, Shot(video, f" {ALT} ", with_words))
    (variant,) = services.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    said = json.loads(variant.payload)
    assert said["form"] == 2
    assert said["media"] == {
        "digest": video.file.digest, "type": "video/mp4", "alt": ALT, "captions": with_words.digest,
    }  # fmt: skip
    sent = outgoing(variant.payload)
    assert sent.alts == [ALT]
    assert payload_of(variant.payload, account.pk).canonical() == variant.payload


def test_payloads_without_a_recording_are_what_they_were(house: House) -> None:
    account = house.account("kamrul")
    variant = Variant.objects.get(revision__draft=start(house, account, None))
    assert "media" not in json.loads(variant.payload)
    assert variant.digest == digest(Payload(account.pk, Kind.POST, TEXT, "bn").canonical())


def test_what_cannot_be_shown_says_why(house: House) -> None:
    account = house.account("kamrul")
    waits = bring(house, film(), made=False)
    with pytest.raises(ValidationError) as wrong:
        start(house, account, Shot(waits, ALT))
    recordings.make(recordings.claim(now=NOW) or waits, now=NOW)
    waits.refresh_from_db()
    broken = bring(house, film()[:900])
    assert (broken.making, broken.fault, broken.file) == (Making.REFUSED, "broken", None)
    elsewhere = Recording(office=house.offices["manikganj"], making=Making.READY, make_at=NOW)
    picture = factories_picture(house)
    late = captions(house, "00:01.000 --> 00:09.000\nশেষ\n")
    said = {fault(wrong)}
    for shot, more in (
        (Shot(broken, ALT), {}),
        (Shot(elsewhere, ALT), {}),
        (Shot(waits, " "), {}),
        (Shot(waits, "a nurse vaccinates a child"), {}),
        (Shot(waits, "ক" * 1_501), {}),
        (Shot(waits, ALT, late), {}),
        (Shot(waits, ALT), {"pictures": [picture]}),
    ):
        with pytest.raises(ValidationError) as one:
            start(house, account, shot, **more)
        said.add(fault(one))
    assert len(said) == 8, "each for a reason of its own"
    assert not Draft.objects.exists()


def factories_picture(house: House) -> Any:
    from sanglap.content import pictures
    from sanglap.files.tests.malformed import drawn

    brought = pictures.bring(
        house.scope("sumaiya"), office=house.offices["shibalaya"], content=drawn("JPEG"), name="x", now=NOW
    )
    return pictures.Chosen(brought, ALT)


@pytest.mark.parametrize(
    "room",
    [{}, {"types": ["video/webm"]}, {"bytes": 900}, {"seconds": 1}, {"pixels": 90 * 60}],
)
def test_each_account_takes_what_it_takes(house: House, room: dict[str, Any]) -> None:
    account = house.account("kamrul")
    account.recordings = room and {**account.recordings, **room}
    video = bring(house, film())
    assert recordings.room_fault(account, video)
    with pytest.raises(ValidationError) as wrong:
        start(house, account, Shot(video, ALT))
    assert str(account) in fault(wrong)


def test_accounts_kept_by_hand_take_what_their_platform_takes(house: House) -> None:
    account = house.account("kamrul")
    account.network, account.platform = "by-hand", "facebook"
    assert not recordings.room_fault(account, bring(house, film()))
    assert recordings.room_fault(account, bring(house, speech())), "there is no post of sound alone"


@pytest.mark.clause("6")
def test_a_video_in_which_somebody_speaks_wants_captions(house: House) -> None:
    account = house.account("kamrul")
    scope, video = house.scope("sumaiya"), bring(house, film())
    for shot, goes in (
        (Shot(video, ALT), False),
        (Shot(video, ALT, silent=True), True),
        (Shot(video, ALT, captions(house)), True),
        (Shot(bring(house, speech()), ALT), True),
    ):
        draft = start(house, account, shot)
        if goes:
            services.submit(scope, draft=draft, now=NOW, by_name=True)
        else:
            with pytest.raises(ValidationError) as wrong:
                services.submit(scope, draft=draft, now=NOW, by_name=True)
            assert fault(wrong)


def test_the_second_click_changes_nothing_and_another_file_is_another_revision(house: House) -> None:
    account, scope = house.account("kamrul"), house.scope("sumaiya")
    shot = Shot(bring(house, film()), ALT, silent=True)
    draft = start(house, account, shot)
    given: dict[str, Any] = {
        "draft": draft,
        "seen": 1,
        "text": TEXT,
        "accounts": [account],
        "purposes": ["4.c"],
        "now": NOW,
    }
    first = services.revise(scope, recording=shot, **given)
    assert services.revise(scope, recording=shot, **given) == first
    with pytest.raises(services.Conflict):
        services.revise(scope, recording=Shot(shot.recording, ALT), **given)
    with pytest.raises(services.Conflict):
        services.revise(scope, **given)


def test_captions_and_descriptions_are_screened(house: House) -> None:
    account = house.account("kamrul")
    shot = Shot(bring(house, film()), ALT, captions(house, "00:00.000 --> 00:01.000\nফোন করুন ০১৭১২৩৪৫৬৭৮ নম্বরে\n"))
    draft = start(house, account, shot)
    (variant,) = services.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    assert recordings.PLACE + 1 in set(variant.revision.findings.values_list("place", flat=True))


def test_whoever_died_over_it_is_followed_by_another_and_at_last_it_is_given_up(house: House) -> None:
    waits = bring(house, film(), made=False)
    now = NOW
    for _number in range(recordings.MOST_TRIES):
        assert recordings.claim(now=now) == waits
        assert recordings.claim(now=now) is None, "it is being made"
        now += recordings.LEASE
    assert recordings.claim(now=now) is None
    waits.refresh_from_db()
    assert (waits.making, waits.fault) == (Making.REFUSED, "slow")


def test_a_piece_that_is_gone_is_told(house: House, place: Path) -> None:
    waits = bring(house, film(), made=False)
    (place / "pieces" / waits.piece).unlink()
    recordings.make(waits, now=NOW + timedelta(days=1))
    waits.refresh_from_db()
    assert waits.fault == "lost"


def test_nobody_else_brings_or_sees_it(house: House) -> None:
    video = bring(house, film())
    with pytest.raises(Forbidden):
        recordings.bring(house.scope("tanvir"), office=video.office, piece="x", name="x", now=NOW)
    assert list(selectors.recordings(house.scope("kamrul"))) == [video]
    assert not selectors.recordings(house.scope("tanvir"))


def test_nothing_that_stands_is_swept(house: House) -> None:
    from sanglap.files import services as files

    video = bring(house, film())
    assert video.file is not None
    files.sweep(now=NOW + timedelta(days=400))
    with store.read(video.file.digest) as blob:
        assert blob.read(12)[4:8] == b"ftyp"
