"""Positions through their pages: set up, filled, handed over, relieved, by order; leave and standing in."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import MACHINE, house, noon, opened, said, signed_in
from sanglap.files.models import File
from sanglap.offices import services
from sanglap.offices.models import Appointment, Delegation, Leave, OfficeOrder, Position
from sanglap.people.permissions import Role
from tests.factories import NOW, WORDS, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]
MEMO = "05.30.5678.012.34.567.26"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path
    return tmp_path


def term(house: House, username: str) -> Appointment:
    return Appointment.objects.select_related("position__office").get(user=house.people[username])


def at(name: str, key: object) -> str:
    return reverse(f"desk:{name}", args=[key])


def vacant(house: House, office: str = "shibalaya", role: Role = Role.AUTHOR, *, below: bool = False) -> Position:
    return services.create_position(MACHINE, office=house.offices[office], title=WORDS, role=role, below=below, now=NOW)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "PNG")
    return out.getvalue()


def upload(content: bytes, name: str = "order.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def given(**more: Any) -> dict[str, Any]:
    return {"user": "jamal", "charge": "additional", "starts": "২৩/১১/২০২৬", **more}


# Positions.


def test_a_position_is_set_up_renamed_and_abolished(house: House) -> None:
    client = signed_in(house, "rehana")
    named = {"title_bn": "তথ্য কর্মকর্তা", "title_en": "Information Officer", "role": "panel"}
    shown = said(client.post(at("position-new", house.offices["shibalaya"].pk), named, follow=True))
    assert "The position is set up. It is vacant." in shown
    made = Position.objects.get(title__en="Information Officer")
    client.post(at("position-rename", made.pk), {**named, "title_en": "Press Officer"})
    made.refresh_from_db()
    assert (made.title["en"], made.role) == ("Press Officer", "panel")
    for _ in range(2):
        assert client.post(at("position-abolish", made.pk)).status_code == 302
    made.refresh_from_db()
    assert made.abolished_at == NOW
    assert "This position was abolished." in said(client.post(at("appoint", made.pk), given()), 422)


def test_a_held_position_is_not_abolished(house: House) -> None:
    held = term(house, "kamrul").position
    found = said(signed_in(house, "rehana").post(at("position-abolish", held.pk)), 422)
    assert "Somebody holds this position, or is to." in found


def test_nobody_is_offered_to_give_what_reaches_further_than_himself(house: House) -> None:
    address = at("position-new", house.offices["shibalaya"].pk)
    of_head, of_coordinator = opened(house, "rehana", address), opened(house, "farhana", address)
    for role in ("coordinator", "auditor", "operator"):
        assert f'value="{role}"' not in of_head
        assert f'value="{role}"' in of_coordinator
    assert 'name="below"' not in of_head
    assert 'name="below"' in of_coordinator
    sent = {"title_bn": "ক", "title_en": "A", "role": "author", "below": "on"}
    signed_in(house, "rehana").post(address, sent)
    assert Position.objects.get(title__en="A").below is False
    found = said(signed_in(house, "rehana").post(address, {**sent, "role": "auditor"}), 422)
    assert 'id="id_role-error"' in found


# Appointing.


def test_somebody_is_appointed_by_an_order_with_its_picture(house: House) -> None:
    position, client = vacant(house), signed_in(house, "rehana")
    sent = given(ends="31-12-2026", memo="০৫৩০৫৬৭৮০১২৩৪৫৬৭২৬", dated="2026-11-22", scan=upload(photo(), "আদেশ.png"))
    assert "The appointment is made." in said(client.post(at("appoint", position.pk), sent, follow=True))
    made = Appointment.objects.select_related("order__scan").get(position=position)
    assert (made.user.username, made.charge, made.starts_at) == ("jamal", "additional", NOW)
    assert made.ends_at is not None
    # Midnight in Dhaka after the last day.
    assert made.ends_at.isoformat() == "2026-12-31T18:00:00+00:00"
    assert made.order is not None
    scan = client.get(at("order-scan", made.order.pk))
    assert b"".join(scan.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]  # a file's answer
    assert (scan["Content-Type"], scan["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in scan["Content-Security-Policy"]
    stranger = signed_in(house, "tanvir")
    for key in (made.order.pk, new_id()):
        assert stranger.get(at("order-scan", key)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"user": ""}, "user", "required"),
        ({"user": "nobody"}, "user", "Nobody is known by this name or address."),
        ({"user": "\u200b\u202e"}, "user", "required"),
        ({"user": "x" * 300_000}, "user", "254"),
        ({"user": "rehana"}, "user", "Nobody appoints themselves."),
        ({"starts": ""}, "starts", "required"),
        ({"starts": "৩১/০২/২০২৬"}, "starts", "There is no such day."),
        ({"starts": "soon"}, "starts", "Write the day as day/month/year"),
        ({"starts": "1/1/1950"}, "starts", "too long ago"),
        ({"starts": "31/12/9999"}, "starts", "too far away"),
        ({"ends": "1/1/0001"}, "ends", "too far away"),
        ({"ends": "22/11/2026"}, "ends", "The term ends before it begins."),
        ({"charge": "x"}, "charge", "x is not one"),
        ({"memo": MEMO}, "dated", "Write the date of the order."),
        ({"dated": "22/11/2026"}, "memo", "Write the memo number of the order."),
        ({"memo": "ক" * 5_000, "dated": "22/11/2026"}, "memo", "at most"),
        ({"memo": MEMO, "dated": "24/11/2026"}, "dated", "dated today or earlier"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    house: House, wrong: dict[str, str], field: str, words: str
) -> None:
    position = vacant(house)
    found = said(signed_in(house, "rehana").post(at("appoint", position.pk), given(**wrong)), 422)
    assert f'id="id_{field}-error"' in found
    assert words in found
    if field != "user":
        assert 'value="jamal"' in found
    assert not Appointment.objects.filter(position=position).exists()
    assert not OfficeOrder.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ" + b"\0" * 900, "Only pictures"),
        (b"PK\x03\x04" + b"\0" * 900, "Only pictures"),
        (b"<html><script>x</script>", "Only pictures"),
        (b"%PDF-1.7 nonsense", "The PDF is broken."),
        (photo()[:40], "The picture is broken"),
    ],
)
def test_a_file_that_is_refused_leaves_no_order_and_no_appointment(house: House, content: bytes, words: str) -> None:
    position = vacant(house)
    sent = given(memo=MEMO, dated="22/11/2026", scan=upload(content))
    found = said(signed_in(house, "rehana").post(at("appoint", position.pk), sent), 422)
    assert 'id="id_scan-error"' in found
    assert words in found
    assert not OfficeOrder.objects.exists()
    assert not File.objects.exists()
    assert not Appointment.objects.filter(position=position).exists()


def test_the_day_of_an_order_is_todays_in_dhaka_also_after_midnight(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Seven in the evening in London: one in the morning of the 24th in Dhaka.
    late = NOW.replace(hour=19)
    monkeypatch.setattr("sanglap.core.clock.now", lambda: late)
    position = vacant(house)
    sent = given(starts="24/11/2026", memo=MEMO, dated="24/11/2026")
    assert signed_in(house, "rehana").post(at("appoint", position.pk), sent).status_code == 302
    assert Appointment.objects.get(position=position).starts_at == late


def test_the_second_click_and_the_second_officer_are_told_who_holds_it(house: House) -> None:
    position = vacant(house)
    first, second = signed_in(house, "rehana"), signed_in(house, "farhana")
    assert first.post(at("appoint", position.pk), given()).status_code == 302
    for client, user in ((first, "jamal"), (second, "sumaiya")):
        found = said(client.post(at("appoint", position.pk), given(user=user, memo=MEMO, dated="1/11/2026")), 422)
        assert "holds this position in that time" in found
        assert f'value="{user}"' in found
    assert Appointment.objects.filter(position=position).count() == 1
    assert not OfficeOrder.objects.exists()


def test_the_same_order_is_entered_once_and_takes_the_later_picture(house: House) -> None:
    client, sent = signed_in(house, "rehana"), {"memo": MEMO, "dated": "22/11/2026"}
    for username, scan in (("kamrul", None), ("sumaiya", photo()), ("jamal", photo())):
        more = {"scan": upload(scan)} if scan else {}
        client.post(at("order-name", term(house, username).pk), {**sent, **more})
    order = OfficeOrder.objects.get()
    assert order.scan is not None
    assert set(Appointment.objects.filter(order=order).values_list("user__username", flat=True)) == {
        "kamrul", "sumaiya", "jamal",
    }  # fmt: skip


# Handing over and relieving.


def test_handing_over_and_going_on_in_one_step(house: House) -> None:
    leaving, onward = term(house, "kamrul"), vacant(house, "ghior", Role.PANEL)
    client, address = signed_in(house, "farhana"), at("hand-over", leaving.pk)
    found = said(client.get(address, {"q": "ghior"}))
    assert f'href="?onward={onward.pk}"' in found
    assert f'name="onward" value="{onward.pk}"' in said(client.get(address, {"onward": str(onward.pk)}))
    sent = {"successor": "jamal", "at": "1/12/2026", "charge": "acting", "onward": str(onward.pk)}
    assert client.post(address, sent)["Location"] == at("position", leaving.position_id)
    terms = Appointment.objects.filter(starts_at__gt=NOW).order_by("position__role", "pk")
    assert {(one.user.username, one.charge, one.position_id) for one in terms} == {
        ("jamal", "acting", leaving.position_id), ("kamrul", "regular", onward.pk),
    }  # fmt: skip
    assert Appointment.objects.get(pk=leaving.pk).ends_at == terms[0].starts_at == terms[1].starts_at
    # The second click.
    assert "holds this position in that time" in said(client.post(address, sent), 422)
    assert Appointment.objects.filter(starts_at__gt=NOW).count() == 2


def test_one_goes_on_to_nothing_over_which_the_reader_has_no_say(house: House) -> None:
    beyond, client = vacant(house, "ghior"), signed_in(house, "rehana")
    address = at("hand-over", term(house, "kamrul").pk)
    assert f"onward={beyond.pk}" not in said(client.get(address, {"q": "ghior"}))
    for key in (beyond.pk, new_id(), "x"):
        assert client.get(address, {"onward": str(key)}).status_code == 404
        assert client.post(address, {"at": "1/12/2026", "charge": "acting", "onward": str(key)}).status_code == 404


def test_a_day_before_the_term_began_is_said_beside_the_day(house: House) -> None:
    client, held = signed_in(house, "rehana"), term(house, "kamrul")
    sent = {"successor": "jamal", "at": "1/1/2020", "charge": "regular"}
    found = said(client.post(at("hand-over", held.pk), sent), 422)
    assert 'id="id_at-error"' in found
    assert 'value="jamal"' in found


def test_whoever_is_relieved_today_may_nothing_from_now_on(house: House) -> None:
    client, held = signed_in(house, "rehana"), term(house, "kamrul")
    assert client.post(at("relieve", held.pk), {"until": "23/11/2026"}).status_code == 302
    assert term(house, "kamrul").ends_at == NOW
    assert signed_in(house, "kamrul").get(at("position", held.position_id)).status_code in {403, 404}
    found = said(client.post(at("relieve", held.pk), {"until": "23/11/2026"}), 422)
    assert 'id="id_until-error"' in found
    assert "This term has ended already" in found


# Leave and standing in.


def test_a_leave_is_entered_once_and_ended(house: House) -> None:
    client, person = signed_in(house, "kamrul"), house.people["kamrul"]
    sent = {"starts": "23/11/2026", "ends": "25/11/2026", "reason": "ঈদ"}
    assert "Meanwhile the person still sees" in said(client.post(at("leave", person.pk), sent, follow=True))
    assert "There is a leave in that time already." in said(client.post(at("leave", person.pk), sent), 422)
    (leave,) = Leave.objects.all()
    assert leave.ends_at.isoformat() == "2026-11-25T18:00:00+00:00"
    for _ in range(2):
        answer = client.post(reverse("desk:leave-end", args=[person.pk, leave.pk]))
        assert answer.status_code in {302, 404}
    assert Leave.objects.get().ends_at == NOW


def test_nobody_sends_on_leave_who_has_no_say_over_all_that_the_person_does(house: House) -> None:
    person = house.people["kamrul"]
    house.also("kamrul", Role.COORDINATOR, "manikganj", below=True)
    sent = {"starts": "23/11/2026", "ends": "25/11/2026"}
    assert signed_in(house, "rehana").post(at("leave", person.pk), sent).status_code in {403, 404}
    leave = services.go_on_leave(
        house.scope("kamrul"), user=person, starts_at=NOW, ends_at=NOW.replace(day=25), now=NOW
    )
    ended = reverse("desk:leave-end", args=[person.pk, leave.pk])
    assert signed_in(house, "rehana").post(ended).status_code in {403, 404}
    assert signed_in(house, "nasrin").post(ended).status_code == 302


def test_a_colleague_stands_in_and_stops(house: House) -> None:
    client, held = signed_in(house, "kamrul"), term(house, "kamrul")
    sent = {"to": "jamal", "starts": "23/11/2026", "ends": "24/11/2026"}
    for wrong, words in (({"to": "tanvir"}, "serves at the same office"), ({"to": "kamrul"}, "this is the holder")):
        found = said(client.post(at("delegate", held.pk), {**sent, **wrong}), 422)
        assert 'id="id_to-error"' in found
        assert words in found
    assert client.post(at("delegate", held.pk), sent).status_code == 302
    assert "Somebody stands in during that time already." in said(client.post(at("delegate", held.pk), sent), 422)
    (made,) = Delegation.objects.all()
    ended = reverse("desk:delegation-end", args=[house.people["jamal"].pk, made.pk])
    assert signed_in(house, "tanvir").post(ended).status_code == 404
    assert signed_in(house, "jamal").post(ended).status_code == 302
    assert Delegation.objects.get().ends_at == NOW


# What is shown.


def test_the_pages_ask_as_often_however_many_there_are(house: House) -> None:
    client, held = signed_in(house, "rehana"), term(house, "kamrul")
    addresses = [
        reverse("desk:appointments") + f"?office={house.offices['shibalaya'].pk}",
        at("position", held.position_id),
        reverse("desk:office-rights") + f"?office={house.offices['shibalaya'].pk}",
    ]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                said(client.get(address))
            counts.append(len(asked))
        return counts

    house.officer("first", Role.AUTHOR)
    queries()
    before = queries()
    for number in range(8):
        house.officer(f"more{number}", Role.PANEL)
        vacant(house)
    assert queries() == before


def test_every_page_is_there_in_bangla(house: House) -> None:
    held, client = term(house, "kamrul"), signed_in(house, "rehana", "bn")
    for name in ("hand-over", "relieve", "order-name", "delegate"):
        found = said(client.get(at(name, held.pk)))
        assert 'lang="bn"' in found
        assert escape(house.people["kamrul"].name["bn"]) in found
    for name in ("position", "appoint", "invite", "position-rename", "position-abolish"):
        assert 'lang="bn"' in said(client.get(at(name, held.position_id)))


def test_whoever_is_on_leave_is_told_so(house: House) -> None:
    Leave.objects.create(
        user=house.people["kamrul"], starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=2), entered_at=NOW
    )
    client = signed_in(house, "kamrul")
    assert "You are on leave" in client.get(reverse("desk:day")).content.decode()
    refused = client.get(reverse("desk:approve-several"))
    assert refused.status_code == 403
    assert "End the leave first" in refused.content.decode()
    assert "You are on leave" not in signed_in(house, "sumaiya").get(reverse("desk:day")).content.decode()
