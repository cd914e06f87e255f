"""The people of one's offices through their pages: found, invited, let in again, shut out (clauses 5.c, 5.e)."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from sanglap.audit.models import Entry
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import MACHINE, house, noon, opened, said, signed_in
from sanglap.offices import services
from sanglap.offices.models import Appointment, OfficeOrder, Position
from sanglap.people.models import AccessLink, User
from sanglap.people.permissions import Role
from tests.factories import NOW, WORDS, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]
PASSWORD = "ছয়টি নীল নৌকা ভাসে 7"
SENT = {
    "name_bn": "রফিকুল ইসলাম", "name_en": "Rafiqul Islam", "username": "rafiq", "email": "rafiq@example.gov.bd",
    "charge": "regular", "starts": "23/11/2026",
}  # fmt: skip


def vacant(house: House, role: Role = Role.AUTHOR) -> Position:
    return services.create_position(MACHINE, office=house.offices["shibalaya"], title=WORDS, role=role, now=NOW)


def person(house: House, name: str = "person", who: str = "kamrul") -> str:
    return reverse(f"desk:{name}", args=[house.people[who].pk])


def link_in(page: str) -> str:
    found = re.search(r"https?://[^/\s<]+(/[^\s<]+)</p>", page)
    assert found, page[:400]
    return found[1]


def invited(house: House, client: Client, **more: Any) -> str:
    return link_in(said(client.post(reverse("desk:invite", args=[vacant(house).pk]), {**SENT, **more})))


# Finding.


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("কামরুল", {"kamrul"}),
        ("Kamrul", {"kamrul"}),
        ("kamrool hasan", {"kamrul"}),
        ("কামরূল", {"kamrul"}),
        ("REHANA", {"rehana"}),
        ("nobody at all", set()),
        ("।।", set()),
        ("\u200b\u202e", set()),
        ("কমল" * 100_000, set()),
        ("tanvir", set()),
    ],
)
def test_people_are_found_by_the_sound_of_their_names(house: House, words: str, found: set[str]) -> None:
    page = opened(house, "rehana", reverse("desk:people"), q=words)
    shown = {name for name in house.people if reverse("desk:person", args=[house.people[name].pk]) in page}
    assert shown - {"rehana"} == found - {"rehana"}


def test_a_stranger_is_as_if_there_were_none(house: House) -> None:
    client = signed_in(house, "rehana")
    for name in ("person", "person-edit", "person-link", "person-shut-out"):
        for key in (house.people["tanvir"].pk, new_id()):
            assert client.get(reverse(f"desk:{name}", args=[key])).status_code == 404


@pytest.mark.parametrize(
    ("reader", "whose", "acts"),
    [
        ("rehana", "kamrul", {"person-edit", "person-shut-out"}),
        ("farhana", "kamrul", {"person-edit", "person-shut-out", "person-link"}),
        ("farhana", "rehana", {"person-edit", "person-shut-out", "person-link"}),
        ("zahid", "kamrul", {"person-link"}),
        ("mannan", "kamrul", set()),
        ("sumaiya", "kamrul", set()),
        ("rehana", "rehana", set()),
    ],
)
def test_only_what_one_may_do_is_offered_and_done(house: House, reader: str, whose: str, acts: set[str]) -> None:
    client = signed_in(house, reader)
    page = said(client.get(person(house, who=whose)))
    known = {"person-edit", "person-link", "person-shut-out"}
    assert {act for act in known if f'"{person(house, act, whose)}"' in page} == acts
    for act in known - acts:
        assert client.post(person(house, act, whose), {"what": "out"}).status_code in {403, 404}
    assert User.objects.get(username=whose).is_active


# Inviting.


def test_a_link_is_shown_once_and_opens_once(house: House, client: Client) -> None:
    head, position = signed_in(house, "rehana"), vacant(house)
    answer = head.post(reverse("desk:invite", args=[position.pk]), SENT)
    address = link_in(said(answer))
    assert "no-store" in answer["Cache-Control"]
    token = address.rstrip("/").rsplit("/", 1)[-1]
    made = User.objects.get(username="rafiq")
    assert Appointment.objects.get(user=made).position == position
    assert token not in str(list(AccessLink.objects.values())) + str(list(Entry.objects.values()))
    assert token not in said(head.get(reverse("desk:person", args=[made.pk])))
    assert escape(SENT["name_en"]) in said(client.get(address, headers={"cookie": "language=en"}))
    given = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 410
    made.refresh_from_db()
    assert made.check_password(PASSWORD)


def test_the_second_click_makes_no_second_person(house: House) -> None:
    client = signed_in(house, "rehana")
    invited(house, client)
    found = said(client.post(reverse("desk:invite", args=[vacant(house).pk]), SENT), 422)
    assert 'id="id_username-error"' in found
    assert f'value="{SENT["name_bn"]}"' in found
    assert User.objects.filter(username__startswith="rafiq").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "Rafiq Islam"}, "username"),
        ({"username": "রফিক"}, "username"),
        ({"username": "kamrul"}, "username"),
        ({"username": "r" * 300_000}, "username"),
        ({"name_bn": "\u200b\u200d \u202e"}, "name_bn"),
        ({"name_en": "x" * 300_000}, "name_en"),
        ({"email": "rafiq@"}, "email"),
        ({"starts": "yesterday"}, "starts"),
        ({"ends": "1/1/2020"}, "ends"),
        ({"memo": "12", "dated": ""}, "dated"),
        ({"memo": "12", "dated": "22/11/2026", "scan": SimpleUploadedFile("a.pdf", b"MZ no paper")}, "scan"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_half_invited(house: House, wrong: dict[str, Any], field: str) -> None:
    before = User.objects.count()
    found = said(signed_in(house, "rehana").post(reverse("desk:invite", args=[vacant(house).pk]), SENT | wrong), 422)
    assert f'id="id_{field}-error"' in found
    assert field == "name_bn" or f'value="{SENT["name_bn"]}"' in found
    assert User.objects.count() == before
    assert not OfficeOrder.objects.exists()
    assert not AccessLink.objects.exists()


def test_a_name_is_kept_without_signs_that_nobody_sees(house: House) -> None:
    invited(house, signed_in(house, "rehana"), name_en="Rafiqul\u202e \u200b Islam\u00a0")
    assert User.objects.get(username="rafiq").name["en"] == "Rafiqul Islam"


def test_a_new_invitation_ends_the_old_one(house: House, client: Client) -> None:
    head = signed_in(house, "rehana")
    old = invited(house, head)
    made = User.objects.get(username="rafiq")
    new = link_in(said(head.post(reverse("desk:person-link", args=[made.pk]))))
    assert client.get(old).status_code in {404, 410}
    assert client.get(new).status_code == 200


def test_nobody_invites_into_what_reaches_further_than_himself(house: House) -> None:
    position = vacant(house, Role.AUDITOR)
    assert signed_in(house, "rehana").post(reverse("desk:invite", args=[position.pk]), SENT).status_code == 403
    assert not User.objects.filter(username="rafiq").exists()


# Letting in again, shutting out, changing.


def test_a_new_way_in_is_made_by_whoever_has_a_say_over_all_that_the_person_may(house: House, client: Client) -> None:
    address = person(house, "person-link")
    opens = link_in(said(signed_in(house, "farhana").post(address)))
    assert client.get(opens).status_code == 200
    house.also("kamrul", Role.COORDINATOR, "dhaka", below=True)
    assert signed_in(house, "farhana").post(address).status_code == 403
    assert signed_in(house, "nasrin").post(address).status_code == 200


def test_whoever_is_shut_out_is_out_at_once_and_comes_in_again(house: House) -> None:
    head, inside = signed_in(house, "rehana"), signed_in(house, "kamrul")
    said(inside.get(reverse("desk:day")))
    for _ in range(2):
        assert head.post(person(house, "person-shut-out"), {"what": "out"}).status_code == 302
    assert inside.get(reverse("desk:day")).status_code == 302
    assert Entry.objects.filter(object_id=str(house.people["kamrul"].pk), verb__contains="deactivated").count() <= 1
    assert not User.objects.get(username="kamrul").is_active
    # A page from before says "shut out": it does that, and does not turn into its contrary.
    head.post(person(house, "person-shut-out"), {"what": "out"})
    assert not User.objects.get(username="kamrul").is_active
    assert 'name="what" value="in"' in said(head.get(person(house, "person-shut-out")))
    for _ in range(2):
        head.post(person(house, "person-shut-out"), {"what": "in"})
    assert User.objects.get(username="kamrul").is_active


def test_name_and_address_are_changed_and_wrong_ones_refused(house: House) -> None:
    head = signed_in(house, "rehana")
    sent = {"name_bn": "কামরুল ইসলাম", "name_en": "Kamrul Islam", "email": "k@example.gov.bd"}
    assert head.post(person(house, "person-edit"), sent).status_code == 302
    assert User.objects.get(username="kamrul").name["en"] == "Kamrul Islam"
    found = said(head.post(person(house, "person-edit"), {**sent, "email": "k@", "name_bn": " "}), 422)
    assert 'id="id_email-error"' in found
    assert 'id="id_name_bn-error"' in found


# My own page, and what is shown.


def test_what_one_may_do_and_why_is_shown(house: House) -> None:
    mine = opened(house, "kamrul", reverse("desk:me"))
    position = Appointment.objects.select_related("position").get(user=house.people["kamrul"]).position
    assert escape(position.title["en"]) in mine
    assert "Because" in mine
    rights = reverse("desk:office-rights") + f"?office={house.offices['shibalaya'].pk}"
    of_office = opened(house, "rehana", rights)
    for name in ("sumaiya", "kamrul", "jamal"):
        assert escape(house.people[name].name["en"]) in of_office


def test_whoever_serves_nowhere_sees_a_page_that_says_so(house: House) -> None:
    services.relieve(MACHINE, appointment=Appointment.objects.get(user=house.people["jamal"]), ends_at=NOW, now=NOW)
    assert signed_in(house, "jamal").get(reverse("desk:me")).status_code == 200
    assert signed_in(house, "jamal").get(reverse("desk:people")).status_code == 403


def test_the_pages_ask_as_often_however_many_there_are(house: House) -> None:
    client = signed_in(house, "rehana")
    addresses = [reverse("desk:people"), reverse("desk:people") + "?q=test", person(house), reverse("desk:me")]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                said(client.get(address))
            counts.append(len(asked))
        return counts

    house.officer("test-first", Role.AUTHOR)
    queries()
    before = queries()
    for number in range(8):
        house.officer(f"test-{number}", Role.PANEL)
        house.also("kamrul", Role.AUTHOR, "shibalaya")
    assert queries() == before


def test_every_page_is_there_in_bangla(house: House) -> None:
    client = signed_in(house, "farhana", "bn")
    for name in ("person", "person-edit", "person-link", "person-shut-out"):
        found = said(client.get(person(house, name)))
        assert 'lang="bn"' in found
        assert escape(house.people["kamrul"].name["bn"]) in found


def test_what_somebody_else_changed_meanwhile_stays(house: House) -> None:
    first, second = signed_in(house, "rehana"), signed_in(house, "farhana")
    address = person(house, "person-edit")
    seen = [
        html.unescape(re.findall(r'name="seen" value="([^"]*)"', said(one.get(address)))[0]) for one in (first, second)
    ]
    shown = {f"name_{language}": text for language, text in house.people["kamrul"].name.items()}
    first.post(address, {**shown, "email": "k@example.gov.bd", "seen": seen[0]})
    second.post(address, {**shown, "name_en": "Kamrul Islam", "email": "", "seen": seen[1]})
    found = User.objects.get(username="kamrul")
    assert (found.email, found.name["en"]) == ("k@example.gov.bd", "Kamrul Islam")


def test_colleagues_do_not_read_what_only_those_above_may(house: House) -> None:
    head = signed_in(house, "rehana")
    shown = {f"name_{language}": text for language, text in house.people["kamrul"].name.items()}
    head.post(person(house, "person-edit"), {**shown, "email": "secret@example.gov.bd"})
    for who, reads in (("sumaiya", False), ("rehana", True), ("kamrul", True), ("mannan", True)):
        assert ("secret@example.gov.bd" in opened(house, who, person(house))) is reads, who
