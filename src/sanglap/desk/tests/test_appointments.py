"""Appointments through their pages where it is seldom or goes wrong: odd words, two at once, what is taken back."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from sanglap.audit.models import Entry
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_appointment_acts import MEMO, at, given, photo, store, term, upload, vacant
from sanglap.desk.tests.test_offices import MACHINE, house, noon, opened, said, signed_in
from sanglap.files.models import File
from sanglap.offices import services
from sanglap.offices.models import Appointment, Delegation, Leave, OfficeOrder, Position
from sanglap.people.permissions import Role
from tests.factories import NOW, House

__all__ = ["house", "noon", "store"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]
TITLES = {"title_bn": "তথ্য কর্মকর্তা", "title_en": "Information Officer"}
ORDERED = {"memo": MEMO, "dated": "22/11/2026"}
SPAN = {"starts": "23/11/2026", "ends": "25/11/2026"}
DAY = timedelta(days=1)
# Midnight in Dhaka with which the 1st of December begins.
DECEMBER = datetime(2026, 11, 30, 18, tzinfo=UTC)


def freeze(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """It is `moment`, for the pages and for who may open them."""
    monkeypatch.setattr("sanglap.core.clock.now", lambda: moment)
    monkeypatch.setattr("sanglap.offices.access.present", lambda: moment, raising=False)


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch, NOW)


def appointed(position: Position, house: House, username: str, starts_at: datetime = NOW) -> Appointment:
    return services.appoint(MACHINE, position=position, user=house.people[username], starts_at=starts_at, now=NOW)


def assert_nothing_done(*vacant_ones: Position) -> None:
    assert not Appointment.objects.filter(position__in=vacant_ones).exists()
    assert not Appointment.objects.filter(ends_at__isnull=False).exists()
    assert not OfficeOrder.objects.exists()
    assert not File.objects.exists()


def called(house: House, username: str) -> str:
    return escape(house.people[username].name["en"])


def of_office(house: House, office: str = "shibalaya", name: str = "appointments") -> str:
    return reverse(f"desk:{name}") + f"?office={house.offices[office].pk}"


@pytest.mark.parametrize("act", ["position-new", "position-rename"])
@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("title_en", "", "This field is required."),
        ("title_bn", "\u200b\u202e \u200d\x00", "This field is required."),
        ("title_en", "a" * 1_000_000, "at most 300"),
    ],
)
def test_a_designation_that_is_none_is_refused_and_the_other_kept(
    house: House, act: str, field: str, given: str, words: str
) -> None:
    key = house.offices["shibalaya"].pk if act == "position-new" else term(house, "kamrul").position_id
    found = said(signed_in(house, "rehana").post(at(act, key), {**TITLES, "role": "panel", field: given}), 422)
    (other,) = set(TITLES) - {field}
    assert f'id="id_{field}-error"' in found
    assert words in found
    assert f'value="{TITLES[other]}"' in found
    assert not Position.objects.filter(Q(title__bn=TITLES["title_bn"]) | Q(title__en=TITLES["title_en"])).exists()


def test_signs_that_nobody_sees_do_not_get_into_a_designation(house: House) -> None:
    sent = {"title_bn": "তথ্য\u202e  কর্মকর্তা\u200b", "title_en": "\u202eInformation\x00 \tOfficer", "role": "panel"}
    signed_in(house, "rehana").post(at("position-new", house.offices["shibalaya"].pk), sent)
    assert Position.objects.filter(title__bn=TITLES["title_bn"], title__en=TITLES["title_en"]).count() == 1


def test_an_office_that_was_closed_meanwhile_gets_no_position(house: House) -> None:
    closed = house.offices["ghior"]
    services.close_office(MACHINE, office=closed, reason="order", now=NOW)
    found = said(signed_in(house, "farhana").post(at("position-new", closed.pk), {**TITLES, "role": "panel"}), 422)
    assert "This office is not open; it has no positions." in found
    assert f'value="{TITLES["title_en"]}"' in found


@pytest.mark.parametrize(
    ("who", "may"),
    [("rehana", [True, False, False]), ("farhana", [True] * 3), ("sumaiya", [False] * 3), ("mannan", [False] * 3)],
)
def test_whoever_reaches_no_further_neither_gives_nor_takes_it(house: House, who: str, may: list[bool]) -> None:
    kinds = [vacant(house), vacant(house, below=True), vacant(house, role=Role.AUDITOR)]
    client = signed_in(house, who)
    for position, able in zip(kinds, may, strict=True):
        assert (at("appoint", position.pk) in said(client.get(at("position", position.pk)))) == able
        for act in ("appoint", "position-rename", "position-abolish"):
            assert client.get(at(act, position.pk)).status_code == (200 if able else 403)


# Appointing.


@pytest.mark.parametrize("wrong", [{"user": "nobody"}, {"starts": "x"}, {"ends": "1/1/2026"}, {"dated": "1/1/2027"}])
def test_of_what_was_written_all_is_kept(house: House, wrong: dict[str, str]) -> None:
    sent = given(ends="৩১/১২/২০২৬", memo="০৫.৩০ & <b>", dated="২২/১১/২০২৬") | wrong
    found = said(signed_in(house, "rehana").post(at("appoint", vacant(house).pk), sent), 422)
    for field in ("user", "starts", "ends", "memo", "dated"):
        assert f'name="{field}" value="{escape(sent[field])}"' in found
    assert 'value="additional" id="id_charge_2" checked' in found
    assert f'id="id_{next(iter(wrong))}-error"' in found


def test_an_address_names_a_person_and_one_who_is_shut_out_is_nobody(house: House) -> None:
    position, client, user = vacant(house), signed_in(house, "rehana"), house.people["jamal"]
    sent = given(user="  Jamal@Shibalaya.gov.bd\u200b ")
    for user.is_active, status in ((False, 422), (True, 302)):
        user.email = "jamal@shibalaya.gov.bd"
        user.save()
        assert client.post(at("appoint", position.pk), sent).status_code == status
    assert Appointment.objects.get(position=position).user == user


def test_a_picture_of_too_many_points_is_refused_and_what_was_written_kept(house: House) -> None:
    position, out = vacant(house), io.BytesIO()
    Image.new("1", (8_000, 5_001)).save(out, "PNG")
    sent = given(**ORDERED, scan=upload(out.getvalue()))
    found = said(signed_in(house, "rehana").post(at("appoint", position.pk), sent), 422)
    assert "more than 40 million pixels" in found
    assert f'value="{MEMO}"' in found
    assert_nothing_done(position)


@pytest.mark.parametrize(
    ("name", "disposed"),
    [
        ("../../etc/passwd.png", 'filename="passwd.jpg"'),
        ("\u202egnp.exe", 'filename="gnp.jpg"'),
        ('আদেশ"; x=.html', "filename*=utf-8''%E0%A6%86%E0%A6%A6%E0%A7%87%E0%A6%B6"),
        ("a" * 5_000 + ".png", "a.jpg"),
    ],
)
def test_a_scan_comes_back_as_what_it_is_whatever_it_was_called(house: House, name: str, disposed: str) -> None:
    client = signed_in(house, "rehana")
    client.post(at("appoint", vacant(house).pk), given(**ORDERED, scan=upload(photo(), name)))
    scan = client.get(at("order-scan", OfficeOrder.objects.get().pk))
    assert disposed in scan["Content-Disposition"]
    assert len(scan["Content-Disposition"]) < 400
    assert (scan["Content-Type"], scan["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert scan["Cache-Control"] == "private, no-store"
    assert b"".join(scan.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]  # a file's answer


def test_an_order_is_read_where_its_people_are_and_nowhere_else(house: House) -> None:
    client = signed_in(house, "rehana")
    client.post(at("appoint", vacant(house).pk), given(**ORDERED))
    order = OfficeOrder.objects.get()
    for who in ("sumaiya", "farhana", "mannan"):
        assert called(house, "jamal") in opened(house, who, at("order", order.pk))
    stranger = signed_in(house, "tanvir")
    hidden, none = (said(stranger.get(at("order", key)), 404) for key in (order.pk, new_id()))
    assert hidden.split("<main")[1] == none.split("<main")[1]
    assert client.get(at("order-scan", order.pk)).status_code == 404


# Handing over, relieving, calling off.


def test_without_a_successor_the_position_is_vacant_and_the_seat_is_spoken_of(house: House) -> None:
    account, held, client = house.account("kamrul"), term(house, "kamrul"), signed_in(house, "rehana")
    address = at("hand-over", held.pk)
    shown, other = (said(client.get(at("hand-over", term(house, who).pk))) for who in ("kamrul", "jamal"))
    assert at("account", account.pk) in shown
    assert "A seat stays empty" in shown
    assert "A seat stays empty" not in other
    sent = {"successor": "", "at": "23/11/2026", "charge": "regular", **ORDERED}
    assert "The position is handed over." in said(client.post(address, sent, follow=True))
    held.refresh_from_db()
    assert (held.ends_at, held.release_order) == (NOW, OfficeOrder.objects.get())
    assert at("appoint", held.position_id) in said(client.get(at("position", held.position_id)))
    found = said(client.post(address, sent), 422)
    assert "This term has ended already; nothing was changed." in found
    assert f'value="{MEMO}"' in found
    assert Entry.objects.filter(verb="appointment.ended").count() == 1


@pytest.mark.parametrize(("successor", "words"), [("rehana", "Nobody appoints themselves."), ("x", "Nobody is known")])
def test_a_hand_over_that_is_refused_leaves_the_holder_where_he_was(house: House, successor: str, words: str) -> None:
    held = term(house, "kamrul")
    sent = {"successor": successor, "at": "1/12/2026", "charge": "acting", **ORDERED, "scan": upload(photo())}
    found = said(signed_in(house, "rehana").post(at("hand-over", held.pk), sent), 422)
    assert 'id="id_successor-error"' in found
    assert words in found
    assert f'value="{successor}"' in found
    assert_nothing_done()


def test_a_term_that_ends_later_lasts_until_midnight_in_dhaka(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    client, holder = signed_in(house, "rehana"), signed_in(house, "kamrul")
    client.post(at("relieve", term(house, "kamrul").pk), {"until": "৩০/১১/২০২৬", **ORDERED})
    order = said(client.get(at("order", OfficeOrder.objects.get().pk)))
    assert "Relieved:" in order
    assert called(house, "kamrul") in order
    for moment, status in ((DECEMBER - timedelta(seconds=1), 200), (DECEMBER, 403)):
        freeze(monkeypatch, moment)
        assert holder.get(reverse("desk:appointments")).status_code == status


def test_one_who_has_not_begun_has_the_position_until_he_is_called_off(house: House) -> None:
    position, client = vacant(house), signed_in(house, "rehana")
    assert at("position-abolish", position.pk) in said(client.get(at("position", position.pk)))
    coming = appointed(position, house, "jamal", DECEMBER)
    shown = said(client.get(at("position", position.pk)))
    assert called(house, "jamal") in shown
    assert at("position-abolish", position.pk) not in shown
    assert "or is to" in said(client.post(at("position-abolish", position.pk)), 422)
    sent = given(user="sumaiya", **ORDERED, scan=upload(photo()))
    found = said(client.post(at("appoint", position.pk), sent), 422)
    assert f"{called(house, 'jamal')} holds this position in that time." in found
    assert not File.objects.exists()
    client.post(at("relieve", coming.pk), {"until": "23/11/2026"})
    assert Appointment.objects.get(pk=coming.pk).ends_at == coming.starts_at
    assert client.post(at("appoint", position.pk), given(user="sumaiya")).status_code == 302


def test_an_order_that_is_overdue_is_asked_for_until_it_is_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    held = term(house, "kamrul")
    address = at("order-name", held.pk)
    assert "order not entered" not in opened(house, "rehana", of_office(house))
    freeze(monkeypatch, NOW + 60 * DAY)
    client = signed_in(house, "rehana")
    assert "order not entered" in said(client.get(of_office(house)))
    assert 'id="id_memo-error"' in said(client.post(address, {"memo": "", "dated": ""}), 422)
    for _ in range(2):
        assert client.post(address, ORDERED).status_code == 302
    assert Entry.objects.filter(verb="appointment.ordered").count() == 1
    found = said(client.get(of_office(house)))
    assert at("order", term(house, "kamrul").order_id) in found
    assert f'"{address}"' not in found


# Leave and standing in.


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"ends": "22/11/2026"}, "ends", "It ends before it begins."),
        ({"ends": "25/11/2027"}, "ends", "It lasts longer than a year."),
        ({"ends": ""}, "ends", "This field is required."),
        ({"starts": "30/2/2026"}, "starts", "There is no such day."),
        ({"reason": "x" * 1_000_000}, "reason", "at most 300"),
    ],
)
@pytest.mark.parametrize("act", ["leave", "delegate"])
def test_a_span_that_is_none_is_refused_beside_the_day(
    house: House, act: str, wrong: dict[str, str], field: str, words: str
) -> None:
    key = house.people["kamrul"].pk if act == "leave" else term(house, "kamrul").pk
    sent = {**SPAN, "to": "jamal", "reason": "ঈদ", **wrong}
    found = said(signed_in(house, "kamrul").post(at(act, key), sent), 422)
    assert f'id="id_{field}-error"' in found
    assert words in found
    assert field == "reason" or 'value="ঈদ"' in found
    assert not Leave.objects.exists()
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("rehana", 302), ("farhana", 302), ("sumaiya", 404), ("tanvir", 404)])
def test_the_leave_of_another_is_entered_by_whoever_appoints_him(house: House, who: str, status: int) -> None:
    assert signed_in(house, who).post(at("leave", house.people["kamrul"].pk), SPAN).status_code == status
    assert Leave.objects.exists() == (status == 302)
    assert ("on leave" in opened(house, "rehana", of_office(house))) == (status == 302)


def test_whoever_is_away_enters_nothing_until_he_says_that_he_is_back(house: House) -> None:
    client, user, new = signed_in(house, "rehana"), house.people["rehana"], house.offices["shibalaya"].pk
    client.post(at("leave", user.pk), SPAN)
    assert client.get(at("position-new", new)).status_code == 403
    (leave,) = Leave.objects.all()
    for whose, key, status in (("jamal", leave.pk, 404), ("rehana", new_id(), 404), ("rehana", leave.pk, 302)):
        ended = reverse("desk:leave-end", args=[house.people[whose].pk, key])
        assert client.get(ended).status_code == 405
        assert client.post(ended).status_code == status
    assert client.get(at("position-new", new)).status_code == 200


def test_the_head_lets_somebody_stand_in_who_is_there(house: House) -> None:
    client, held = signed_in(house, "rehana"), term(house, "kamrul")
    away = house.people["sumaiya"]
    services.go_on_leave(house.scope("sumaiya"), user=away, starts_at=NOW, ends_at=NOW + DAY, now=NOW)
    found = said(client.post(at("delegate", held.pk), {**SPAN, "to": "sumaiya"}), 422)
    assert "This person is on leave then." in found
    assert 'value="sumaiya"' in found
    assert client.post(at("delegate", held.pk), {**SPAN, "to": "jamal"}).status_code == 302
    assert f"stands in: {called(house, 'jamal')}" in said(client.get(of_office(house)))
    assert "standing in for" in said(client.get(of_office(house, name="office-rights")))
    (made,) = Delegation.objects.all()
    ended = reverse("desk:delegation-end", args=[house.people["kamrul"].pk, made.pk])
    assert signed_in(house, "sumaiya").post(ended).status_code == 403
    assert signed_in(house, "kamrul").post(ended).status_code == 302
    assert "stands in:" not in said(client.get(of_office(house)))


# What is shown.


def test_what_cannot_be_taken_back_takes_showing_oneself_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanglap.offices.access.recently_shown", lambda _request: False)
    client, held, position = signed_in(house, "rehana"), term(house, "kamrul"), vacant(house)
    acts = {
        at("appoint", position.pk): given(),
        at("position-abolish", position.pk): {},
        at("hand-over", held.pk): {"successor": "jamal", "at": "23/11/2026", "charge": "regular"},
        at("relieve", held.pk): {"until": "23/11/2026"},
        at("delegate", held.pk): {**SPAN, "to": "jamal"},
    }
    for address, sent in acts.items():
        for answer in (client.get(address), client.post(address, sent)):
            assert answer.status_code == 302
            assert "/positions/" not in answer["Location"].split("?")[0]
    assert Position.objects.get(pk=position.pk).abolished_at is None
    assert not Delegation.objects.exists()
    assert_nothing_done(position)


def test_where_there_is_nothing_the_page_says_so(house: House) -> None:
    position = vacant(house, "ghior")
    assert "No position is set up here yet." in opened(house, "nasrin", of_office(house, "dhaka"))
    assert "Nobody has held it yet." in opened(house, "nasrin", at("position", position.pk))
    own = opened(house, "kamrul", at("leave", house.people["kamrul"].pk))
    assert ("No leave is entered." in own, "Nobody stands in." in own) == (True, True)


@pytest.mark.parametrize("name", ["appointments", "office-rights"])
def test_an_office_that_one_does_not_see_is_as_if_there_were_none(house: House, name: str) -> None:
    client = signed_in(house, "rehana")
    for office in (house.offices["ghior"].pk, new_id(), "x", "a\x00"):
        assert client.get(reverse(f"desk:{name}"), {"office": str(office)}).status_code == 404
    assert client.get(reverse(f"desk:{name}"), {"office": ""}).status_code == 200


def test_of_many_positions_each_is_listed_once(house: House) -> None:
    client = signed_in(house, "rehana")
    made = {str(vacant(house).pk) for _ in range(30)}
    first = said(client.get(of_office(house)))
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    both = first + said(client.get(reverse("desk:appointments") + older))
    assert [both.count(f'"{at("position", key)}"') for key in made] == [1] * 30


def test_the_acts_ask_as_often_however_many_serve_or_stand_in(house: House) -> None:
    client, held, person = signed_in(house, "rehana"), term(house, "kamrul"), house.people["kamrul"]
    client.post(at("order-name", held.pk), ORDERED)
    order = OfficeOrder.objects.get()
    house.account("kamrul")
    addresses = [
        *(at(act, held.pk) for act in ("hand-over", "delegate")), at("hand-over", held.pk) + "?q=shibalaya",
        at("order", order.pk), at("appoint", vacant(house).pk), at("leave", person.pk), of_office(house),
    ]  # fmt: skip

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            said(client.get(address))
        return len(asked)

    def more(number: int) -> None:
        house.officer(f"more{number}", Role.AUTHOR)
        made = house.also(f"more{number}", Role.PANEL, "shibalaya")
        services.add_order(MACHINE, order=order, appointments=[made], now=NOW)
        house.also("kamrul", Role.AUTHOR, "shibalaya")
        vacant(house)
        starts_at = NOW + (10 + number) * DAY
        span: dict[str, Any] = {"starts_at": starts_at, "ends_at": starts_at + DAY, "now": NOW}
        services.go_on_leave(MACHINE, user=person, **span)
        services.delegate(MACHINE, appointment=held, to=house.people["jamal"], **span)

    more(0)
    before = [queries(address) for address in addresses]
    for number in range(1, 6):
        more(number)
    assert [queries(address) for address in addresses] == before
