"""What once went wrong with people, their links and their histories, and does no more (clauses 5.c, 5.e)."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from sanglap.desk.tests.test_offices import MACHINE, house, noon, opened, said, signed_in
from sanglap.desk.tests.test_people import ACTS, CALLED, CHOSEN, DAY, GIVEN, again, of, store, term
from sanglap.desk.tests.test_people_acts import invited, person, vacant
from sanglap.offices import services
from sanglap.offices.models import Appointment
from sanglap.people.models import AccessLink, LinkKind, User
from sanglap.people.permissions import Permission, Role
from sanglap.people.services import note_locked_out
from tests.factories import NOW, WORDS, House

__all__ = ["house", "noon", "store"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]


def test_the_link_is_in_no_log(house: House, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    address = invited(house, signed_in(house, "rehana"))
    said(client.post(address, {**CHOSEN, "again": "else"}), 422)
    handler = next(one for one in logging.getLogger().handlers if one.name == "stderr")
    written = "\n".join(map(handler.format, caplog.records))
    assert "/welcome/" in written
    assert address.rstrip("/").rsplit("/", 1)[-1] not in written


@pytest.mark.parametrize("act", [*ACTS, "leave"])
def test_nobody_manages_whoever_stands_in_for_more_than_he_may(house: House, act: str) -> None:
    house.officer("local", Role.COORDINATOR, "manikganj")
    clerk = house.officer("clerk", Role.AUTHOR, "manikganj")
    services.delegate(MACHINE, appointment=term(house, "farhana"), to=clerk, starts_at=NOW, ends_at=NOW + DAY, now=NOW)
    client, address = signed_in(house, "local"), person(house, act, "clerk")
    for answer in (client.get(address), client.post(address, CALLED | {"what": "out"})):
        assert answer.status_code == (404 if act == "leave" else 403)
    assert f'"{address}"' not in said(client.get(person(house, who="clerk")))


def test_the_history_of_a_person_tells_colleagues_no_address(house: House) -> None:
    kamrul = house.people["kamrul"]
    services.edit_person(MACHINE, user=kamrul, name=kamrul.name, email="k@example.gov.bd", now=NOW)
    note_locked_out(kamrul, address="203.0.113.77", now=NOW)
    for reader, sees in (("rehana", True), ("kamrul", True), ("sumaiya", False)):
        page = opened(house, reader, person(house))
        assert [words in page for words in ("k@example.gov.bd", "203.0.113.77")] == [sees, sees], reader


def test_whoever_came_in_meanwhile_is_not_invited_again(house: House, client: Client) -> None:
    head, above = signed_in(house, "rehana"), signed_in(house, "farhana")
    address = invited(house, head)
    anew = of(again("rafiq").pk, "person-link")
    for page in (head, above):
        assert 'name="what" value="invitation"' in said(page.get(anew))
    client.post(address, CHOSEN)
    for page in (head, above):
        assert "Meanwhile" in said(page.post(anew, {"what": "invitation"}, follow=True))
    assert not AccessLink.objects.filter(kind=LinkKind.RESTORATION).exists()


def test_two_officers_at_once_each_keep_what_they_wrote(house: House) -> None:
    def form(client: Client) -> dict[str, str]:
        page = said(client.get(person(house, "person-edit")))
        found = re.finditer(r'name="(name_bn|name_en|email|seen)"[^>]*?value="([^"]*)"', page)
        return {"email": "", **{one[1]: html.unescape(one[2]) for one in found}}

    first, second = signed_in(house, "rehana"), signed_in(house, "farhana")
    seen = [form(client) for client in (first, second)]
    first.post(person(house, "person-edit"), seen[0] | {"name_en": "First"})
    second.post(person(house, "person-edit"), seen[1] | {"email": "b@b.bd"})
    assert (again("kamrul").name["en"], again("kamrul").email) == ("First", "b@b.bd")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"starts": "1/1/0001"}, "starts"), ({"ends": "31/12/9999"}, "ends"), ({"ends": "9999-12-31"}, "ends")],
)
def test_a_day_at_the_end_of_time_is_refused(house: House, wrong: dict[str, str], field: str) -> None:
    found = said(signed_in(house, "rehana").post(of(vacant(house).pk, "invite"), GIVEN | wrong), 422)
    assert f'id="id_{field}-error"' in found


def test_the_heading_says_how_the_person_is_called_and_not_what_was_refused(house: House) -> None:
    long = f"k@{'.'.join(['example'] * 34)}.bd"
    found = said(signed_in(house, "rehana").post(person(house, "person-edit"), CALLED | {"email": long}), 422)
    assert f"<strong>{escape(house.people['kamrul'].name['en'])}</strong>" in found


def test_what_was_called_off_gives_nobody_a_say(house: House) -> None:
    jamal, rehana = house.people["jamal"], house.people["rehana"]
    ghior = services.create_position(MACHINE, office=house.offices["ghior"], title=WORDS, role=Role.AUTHOR, now=NOW)
    coming = services.appoint(MACHINE, position=ghior, user=jamal, starts_at=NOW + 5 * DAY, now=NOW)
    services.relieve(MACHINE, appointment=coming, ends_at=NOW + 5 * DAY, now=NOW)
    assert services.may_over(house.scope("rehana"), jamal, Permission.PEOPLE_MANAGE, now=NOW)
    served = Appointment.objects.get(user=jamal, position__office=house.offices["shibalaya"])
    services.relieve(MACHINE, appointment=served, ends_at=NOW + DAY, now=NOW)
    later = NOW + 6 * DAY
    assert services.may_over(house.scope("rehana", later), jamal, Permission.PEOPLE_MANAGE, now=later)
    assert rehana.is_active


def test_a_name_entered_by_two_at_the_same_moment_is_refused_in_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: Any = User.full_clean
    seen: list[str] = []

    def as_if_free(self: User, *args: Any, **more: Any) -> None:
        # The other's row is not to be seen yet when this one looks.
        seen.append(self.username)
        if len(seen) > 1:
            whole(self, *args, **more)

    monkeypatch.setattr(User, "full_clean", as_if_free)
    given = GIVEN | {"username": "kamrul"}
    found = said(signed_in(house, "rehana").post(of(vacant(house).pk, "invite"), given), 422)
    assert 'id="id_username-error"' in found
