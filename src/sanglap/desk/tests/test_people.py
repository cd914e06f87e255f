"""People through their pages where it is seldom or goes wrong: odd words, two at once, links that no longer open."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from sanglap.audit.models import Entry
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.desk.tests.test_offices import MACHINE, house, noon, opened, said, signed_in
from sanglap.desk.tests.test_people_acts import PASSWORD, SENT, invited, link_in, person, vacant
from sanglap.files.models import File
from sanglap.offices import services
from sanglap.offices.models import Appointment, OfficeOrder
from sanglap.people.models import AccessLink, User
from sanglap.people.permissions import Role
from sanglap.people.services import add_totp
from tests.factories import NOW, WORDS, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]
PEOPLE = reverse("desk:people")
GIVEN = {**SENT, "email": "r@bd.bd", "memo": "05.30.1", "dated": "22/11/2026"}
CHOSEN = {"password": PASSWORD, "again": PASSWORD}
CALLED = {"name_bn": "কামরুল ইসলাম", "name_en": "Kamrul Islam", "email": "k@example.gov.bd"}
MARKUP = '"><script>alert(1)</script>'
DAY = timedelta(days=1)
ACTS = ("person-edit", "person-link", "person-shut-out")


@pytest.fixture(autouse=True)
def store(tmp_path: Any, settings: Any) -> None:
    cache.clear()
    settings.SANGLAP_FILES = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def of(key: object, name: str = "person") -> str:
    return reverse(f"desk:{name}", args=[key])


def again(username: str) -> User:
    return User.objects.get(username=username)


def term(house: House, username: str) -> Appointment:
    return Appointment.objects.get(user=house.people[username])


def verbs(username: str) -> list[str]:
    return list(Entry.objects.filter(object_id=str(again(username).pk)).order_by("pk").values_list("verb", flat=True))


# Finding; one person.


def test_a_long_list_goes_on_and_keeps_the_words(house: House) -> None:
    for number in range(27):
        house.officer(f"test-{number}", Role.AUTHOR)
    client = signed_in(house, "rehana")
    first = client.get(PEOPLE, {"q": "test"})
    older = f"?before={first.context['page'].older}"
    assert f'href="{older}&amp;q=test"' in said(first)
    second = client.get(f"{PEOPLE}{older}&q=test")
    shown = [one.username for answer in (first, second) for one in answer.context["page"].rows]
    assert sorted(shown) == sorted(f"test-{number}" for number in range(27))


@pytest.mark.parametrize("words", ["xyzzy", "%", "_", "\x00", MARKUP])
def test_that_nobody_is_called_so_is_said_and_the_words_are_kept(house: House, words: str) -> None:
    found = opened(house, "rehana", PEOPLE, q=words)
    assert "Nobody whom you see is called so." in found
    assert f'value="{escape(words.strip())}"' in found


def test_a_name_is_shown_as_words_whatever_signs_it_has(house: House) -> None:
    name = LocalizedText(bn=MARKUP, en=MARKUP)
    services.edit_person(MACHINE, user=house.people["kamrul"], name=name, email="", now=NOW)
    head = signed_in(house, "farhana")
    pages = [head.get(address) for address in (PEOPLE, *(person(house, act) for act in ("person", *ACTS)))]
    pages += [head.post(person(house, "person-link")), signed_in(house, "kamrul").get(reverse("desk:me"))]
    for page in pages:
        assert escape(MARKUP) in said(page)
        assert MARKUP not in said(page)


def test_how_a_person_is_reached_is_for_whoever_manages_him(house: House) -> None:
    User.objects.filter(username="kamrul").update(email="k@example.gov.bd")
    for reader, sees in (("rehana", True), ("kamrul", True), ("sumaiya", False), ("mannan", False), ("zahid", False)):
        assert ("k@example.gov.bd" in opened(house, reader, person(house))) is sees, reader


def test_what_a_person_does_elsewhere_is_for_those_who_see_it(house: House) -> None:
    ghior = escape(house.also("kamrul", Role.AUTHOR, "ghior").position.office.name["en"])
    assert ghior not in opened(house, "rehana", person(house))
    assert ghior in opened(house, "farhana", person(house))


def test_how_somebody_stands_is_said(house: House) -> None:
    head = signed_in(house, "rehana")
    invited(house, head)
    address = of(again("rafiq").pk)
    assert "has not come in yet" in said(head.get(address))
    services.shut_out(MACHINE, user=again("rafiq"), now=NOW)
    shown = said(head.get(address))
    assert "shut out" in shown
    assert "Let in again" in shown
    assert "Invite again" not in shown
    assert "shut out" in said(head.get(PEOPLE, {"q": "Rafiqul"}))
    links = AccessLink.objects.count()
    assert "This person is shut out." in said(head.post(of(again("rafiq").pk, "person-link")), 422)
    assert AccessLink.objects.count() == links


# Inviting.


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "r\u0430fiq"}, "username"),
        ({"username": "\u200b\u2060"}, "username"),
        ({"username": "＠ＫＡＭＲＵＬ"}, "username"),
        ({"username": "ＫＡＭＲＵＬ"}, "username"),
        ({"username": " kam\u200brul "}, "username"),
        ({"email": "r@example.gov.bd\x00"}, "email"),
        ({"email": "\u202er@example.gov.bd"}, "email"),
        ({"email": f"{'r' * 1_000_000}@example.gov.bd"}, "email"),
        ({"email": f"r@{'.'.join(['example'] * 34)}.bd"}, "email"),
        ({"name_en": "\u202e\u200b"}, "name_en"),
        ({"charge": "king"}, "charge"),
        ({"starts": "31/2/2026"}, "starts"),
        ({"starts": "1/1/0001"}, "starts"),
        ({"ends": "31/12/9999"}, "ends"),
        ({"memo": "\u200b"}, "memo"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(house: House, wrong: dict[str, str], field: str) -> None:
    address, before, given = of(vacant(house).pk, "invite"), User.objects.count(), GIVEN | wrong
    found = said(signed_in(house, "rehana").post(address, given), 422)
    assert f'id="id_{field}-error"' in found
    for kept in {"name_bn", "name_en", "username", "email", "memo"} - {field}:
        assert f'value="{given[kept]}"' in found
    assert (User.objects.count(), AccessLink.objects.count(), OfficeOrder.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7 broken"])
def test_an_order_that_is_refused_leaves_nobody_behind(house: House, content: bytes) -> None:
    address, before = of(vacant(house).pk, "invite"), User.objects.count()
    given = GIVEN | {"scan": SimpleUploadedFile("order.pdf", content)}
    found = said(signed_in(house, "rehana").post(address, given), 422)
    assert 'id="id_scan-error"' in found
    assert f'value="{GIVEN["memo"]}"' in found
    assert (User.objects.count(), OfficeOrder.objects.count(), File.objects.count()) == (before, 0, 0)


def test_the_second_officer_is_told_who_took_the_position(house: House) -> None:
    address = of(vacant(house).pk, "invite")
    said(signed_in(house, "rehana").post(address, SENT))
    found = said(signed_in(house, "farhana").post(address, GIVEN | {"username": "other"}), 422)
    assert f"{SENT['name_en']} holds this position" in found
    assert 'value="other"' in found
    assert not User.objects.filter(username="other").exists()
    assert not OfficeOrder.objects.exists()


def test_a_position_beyond_ones_sight_is_as_if_it_were_none(house: House) -> None:
    for key in (term(house, "tanvir").position_id, new_id()):
        assert signed_in(house, "rehana").post(of(key, "invite"), SENT).status_code == 404


def test_an_address_is_kept_in_one_form_and_may_be_anothers_too(house: House) -> None:
    User.objects.filter(username="kamrul").update(email="office@example.gov.bd")
    invited(house, signed_in(house, "rehana"), email=" Office@Example.GOV.bd ")
    assert again("rafiq").email == again("kamrul").email


@pytest.mark.parametrize("act", ["invite", "person-link", "person-shut-out"])
def test_it_takes_showing_oneself_again(house: House, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanglap.offices.access.recently_shown", lambda _request: False)
    address = of(vacant(house).pk, "invite") if act == "invite" else person(house, act)
    client = signed_in(house, "farhana")
    for answer in (client.get(address), client.post(address, {**SENT, "what": "out"})):
        assert answer.status_code == 302
        assert "next=" in answer["Location"]
    assert not AccessLink.objects.exists()
    assert again("kamrul").is_active


# Links.


def test_with_the_chosen_password_one_comes_in_and_is_waited_for_no_more(house: House, client: Client) -> None:
    head = signed_in(house, "rehana")
    address = invited(house, head)
    assert client.post(address, CHOSEN)["Location"] == reverse("public:sign-in")
    given = {"username": "rafiq", "password": PASSWORD}
    assert client.post(reverse("public:sign-in"), given)["Location"] == reverse("desk:day")
    assert "has not come in yet" not in said(head.get(of(again("rafiq").pk)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "else"}, "again"),
        ({"password": "", "again": ""}, "password"),
        ({"password": "rafiqrafiq", "again": "rafiqrafiq"}, "password"),
        ({"password": "x" * 1_000_000, "again": "x" * 1_000_000}, "password"),
    ],
)
def test_a_password_that_is_refused_leaves_the_link_open(
    house: House, client: Client, wrong: dict[str, str], field: str
) -> None:
    client.cookies["language"] = "en"
    address = invited(house, signed_in(house, "rehana"))
    found = said(client.post(address, CHOSEN | wrong), 422)
    assert f'id="id_{field}-error"' in found
    assert "xxxx" not in found
    assert client.post(address, CHOSEN).status_code == 302


def test_a_link_that_no_longer_opens_says_why(house: House, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.cookies["language"] = "en"
    head = signed_in(house, "rehana")
    used = invited(house, head)
    client.post(used, CHOSEN)
    assert "It was used already" in said(client.get(used), 410)
    withdrawn = invited(house, head, username="second", email="")
    services.shut_out(MACHINE, user=again("second"), now=NOW)
    services.let_in_again(MACHINE, user=again("second"), now=NOW)
    assert "called back" in said(client.post(withdrawn, CHOSEN), 410)
    expired = invited(house, head, username="third", email="")
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW + 7 * DAY)
    assert "these are over" in said(client.post(expired, CHOSEN), 410)
    assert "No such link was made." in said(client.post(expired[:-2] + "/", CHOSEN), 404)
    assert not any(again(name).has_usable_password() for name in ("second", "third"))


def test_a_link_that_opens_is_in_no_log(house: House, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = invited(house, signed_in(house, "rehana"))
    said(client.get(address))
    assert client.post(address, CHOSEN).status_code == 302
    assert address.rstrip("/").rsplit("/", 1)[-1] not in caplog.text


# A new way in.


def test_a_new_way_in_changes_nothing_before_it_is_used(house: House, client: Client) -> None:
    kamrul, inside = house.people["kamrul"], signed_in(house, "kamrul")
    add_totp(user=kamrul, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code="000000", now=NOW)
    answer = signed_in(house, "farhana").post(person(house, "person-link"))
    assert "no-store" in answer["Cache-Control"]
    assert "the old second factor is removed then" in said(answer)
    said(inside.get(reverse("desk:me")))
    assert Authenticator.objects.filter(user=kamrul).exists()
    assert client.post(link_in(said(answer)), CHOSEN).status_code == 302
    assert inside.get(reverse("desk:me")).status_code == 302
    assert not Authenticator.objects.filter(user=kamrul).exists()
    assert again("kamrul").check_password(PASSWORD)


# Shutting out; name and address.


def test_the_second_officer_gets_what_his_page_said(house: House) -> None:
    first, second, address = signed_in(house, "rehana"), signed_in(house, "farhana"), person(house, "person-shut-out")
    first.post(address, {"what": "out"})
    assert 'name="what" value="in"' in said(second.get(address))
    first.post(address, {"what": "in"})
    shown = said(second.post(address, {"what": "in"}, follow=True))
    assert "The person may sign in again." in shown
    assert again("kamrul").is_active
    assert verbs("kamrul")[-2:] == ["user.deactivated", "user.reactivated"]


def test_sessions_do_not_come_back_with_the_person(house: House, client: Client) -> None:
    client.post(reverse("public:sign-in"), {"username": "sumaiya", "password": "sanglap-demo-2016"})
    said(client.get(reverse("desk:me")))
    head = signed_in(house, "rehana")
    for what in ("out", "in"):
        head.post(person(house, "person-shut-out", "sumaiya"), {"what": what})
    assert again("sumaiya").is_active
    assert client.get(reverse("desk:me")).status_code == 302


def test_whoever_is_called_otherwise_is_found_so_and_it_is_told_once(house: House) -> None:
    head = signed_in(house, "rehana")
    for _ in range(2):
        head.post(person(house, "person-edit"), CALLED | {"name_bn": "শফিক মিয়া", "name_en": "Shafiq Mia"})
    assert person(house) in said(head.get(PEOPLE, {"q": "shofik"}))
    assert person(house) not in said(head.get(PEOPLE, {"q": "hasan"}))
    assert verbs("kamrul").count("user.renamed") == 1


def test_an_address_that_is_too_long_is_refused_and_nothing_is_half_changed(house: House) -> None:
    long = f"k@{'.'.join(['example'] * 34)}.bd"
    found = said(signed_in(house, "rehana").post(person(house, "person-edit"), CALLED | {"email": long}), 422)
    assert 'id="id_email-error"' in found
    assert f'value="{CALLED["name_bn"]}"' in found
    assert again("kamrul").name == house.people["kamrul"].name


# Who may more.


@pytest.mark.parametrize("act", [*ACTS, "leave"])
@pytest.mark.parametrize("how", ["now", "later", "standing in"])
def test_nobody_manages_whoever_may_more_than_he(house: House, act: str, how: str) -> None:
    house.officer("local", Role.COORDINATOR, "manikganj")
    to = house.officer("clerk", Role.AUTHOR, "manikganj")
    client, address = signed_in(house, "local"), person(house, act, "clerk")
    said(client.get(address))
    begins = NOW + DAY if how == "later" else NOW
    if how == "standing in":
        theirs = term(house, "farhana")
        services.delegate(MACHINE, appointment=theirs, to=to, starts_at=begins, ends_at=begins + DAY, now=NOW)
    else:
        office, role = house.offices["manikganj"], Role.COORDINATOR
        more = services.create_position(MACHINE, office=office, title=WORDS, role=role, below=True, now=NOW)
        services.appoint(MACHINE, position=more, user=to, starts_at=begins, now=NOW)
    for answer in (client.get(address), client.post(address, CALLED | {"what": "out"})):
        assert answer.status_code == (404 if act == "leave" else 403)
    assert (again("clerk").is_active, again("clerk").name, AccessLink.objects.count()) == (True, WORDS, 0)
    assert f'"{address}"' not in said(client.get(person(house, who="clerk")))


def test_whoever_is_on_leave_manages_nobody(house: House) -> None:
    services.go_on_leave(MACHINE, user=house.people["rehana"], starts_at=NOW, ends_at=NOW + DAY, now=NOW)
    client = signed_in(house, "rehana")
    shown = said(client.get(person(house)))
    for act in ("person-edit", "person-shut-out"):
        assert f'"{person(house, act)}"' not in shown
        assert client.post(person(house, act), CALLED | {"what": "out"}).status_code == 403
    assert client.post(of(vacant(house).pk, "invite"), SENT).status_code == 403


# My own page.


def test_on_leave_one_reads_that_one_only_sees(house: House) -> None:
    services.go_on_leave(MACHINE, user=house.people["sumaiya"], starts_at=NOW, ends_at=NOW + DAY, now=NOW)
    mine = opened(house, "sumaiya", reverse("desk:me"))
    assert "on leave: sees only" in mine
    assert "write posts" not in mine
    assert "No leave is entered." not in mine
    other = opened(house, "jamal", reverse("desk:me"))
    assert "No leave is entered." in other
    assert "answer messages" in other


def test_whoever_stands_in_reads_for_whom_and_until_when(house: House) -> None:
    services.delegate(
        MACHINE, appointment=term(house, "rehana"), to=house.people["jamal"], starts_at=NOW, ends_at=NOW + DAY, now=NOW
    )
    mine = opened(house, "jamal", reverse("desk:me"))
    assert f"standing in for {escape(house.people['rehana'].name['en'])} until before 24 November 2026" in mine
    assert "set up positions, invite and appoint people" in mine
    assert mine.count("Because:") == 2
    rights = reverse("desk:office-rights") + f"?office={house.offices['shibalaya'].pk}"
    assert "standing in for" in opened(house, "rehana", rights)


def test_own_pages_ask_as_often_however_much_there_is(house: House) -> None:
    client, office = signed_in(house, "rehana"), str(house.offices["shibalaya"].pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(client.get(reverse("desk:me")))
            said(client.get(reverse("desk:office-rights"), {"office": office}))
        return len(asked)

    def more(number: int) -> None:
        house.officer(f"test-{number}", Role.AUTHOR)
        theirs, to, at = term(house, f"test-{number}"), house.people["rehana"], NOW + number * DAY + DAY
        services.delegate(MACHINE, appointment=theirs, to=to, starts_at=NOW, ends_at=NOW + DAY, now=NOW)
        services.go_on_leave(MACHINE, user=to, starts_at=at, ends_at=at + DAY, now=NOW)

    more(0)
    queries()
    before = queries()
    for number in range(1, 6):
        more(number)
    assert queries() == before
