"""The directory of offices, for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from sanglap.accounts.states import AccountState
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.offices import services
from sanglap.offices.models import Kind, Office
from sanglap.offices.scope import Scope
from tests import factories
from tests.factories import NOW, House

MACHINE = Scope.everything("tests")
DIRECTORY = "public:offices"

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.2")]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def stranger(language: str = "en") -> Client:
    client = Client()
    client.cookies["language"] = language
    return client


def said(answer: Any, status: int = 200) -> str:
    text: str = answer.content.decode()
    assert answer.status_code == status, text[:500]
    return text


def directory(language: str = "en", **query: str) -> str:
    return said(stranger(language).get(reverse(DIRECTORY), query))


def page(house: House, key: str, language: str = "en") -> str:
    return said(stranger(language).get(link(house, key)))


def link(house: House, key: str) -> str:
    return reverse("public:office", args=[house.offices[key].pk])


def name(house: House, key: str, language: str = "en") -> str:
    return escape(house.offices[key].name[language])


def add(house: House, code: str, parent: str | None = "shibalaya", kind: Kind = Kind.FIELD) -> Office:
    called = LocalizedText(bn=f"শাখা {code}", en=f"Branch {code}")
    above = house.offices[parent] if parent else None
    return services.create_office(MACHINE, code=code, kind=kind, name=called, parent=above, now=NOW)


def test_the_home_page_leads_to_it(house: House) -> None:
    assert f'href="{reverse(DIRECTORY)}"' in said(stranger().get(reverse("public:home")))


def test_it_begins_below_the_one_office_that_stands_above_all(house: House) -> None:
    found = directory()
    assert name(house, "cabinet") in found
    assert f'href="?at={house.offices["dhaka"].pk}"' in found
    assert name(house, "manikganj") not in found
    assert name(house, "manikganj") in directory(at=str(house.offices["dhaka"].pk))


def test_where_several_stand_above_it_begins_with_those(house: House) -> None:
    add(house, "second", None)
    found = directory()
    assert "Branch second" in found
    assert f'href="{link(house, "cabinet")}"' in found
    assert f'href="?at={house.offices["cabinet"].pk}"' in found


def test_an_empty_directory_says_so(db: None) -> None:
    assert "No office is here yet." in directory()


@pytest.mark.parametrize("at", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_none_is_not_found(house: House, at: str) -> None:
    assert stranger().get(reverse(DIRECTORY), {"at": at}).status_code == 404


def test_offices_that_stand_at_no_place_are_found_by_kind(house: House) -> None:
    add(house, "m", "cabinet", Kind.MINISTRY)
    found = directory(kind="ministry")
    assert "Branch m" in found
    assert name(house, "cabinet") in found  # stands above it
    assert f'href="{link(house, "dhaka")}"' not in found
    assert "No office of this kind is here yet." in directory(kind="commission")
    # A kind that would be all the field offices, and one that is none, are not asked for.
    for kind in ("field", "x"):
        assert f'href="{link(house, "dhaka")}"' in directory(kind=kind)


@pytest.mark.parametrize(("language", "asked"), [("en", "shibaloy"), ("bn", "শিবালয়"), ("bn", "Shibalaya")])
def test_it_is_searched_in_either_script(house: House, language: str, asked: str) -> None:
    found = directory(language, q=asked)
    assert f'href="{link(house, "shibalaya")}"' in found
    assert f'href="{link(house, "ghior")}"' not in found


def test_what_is_not_there_says_what_to_do_and_shows_what_was_asked(house: House) -> None:
    found = directory(q="<b>timbuktu")
    assert "No office is called so." in found
    assert "&lt;b&gt;timbuktu" in found
    directory(q="ক" * 3000)


def test_one_office_in_both_languages_with_where_it_stands(house: House) -> None:
    Office.objects.filter(code="bd-upa-362").update(phone="02996", email="uno@shibalaya.gov.bd")
    found = page(house, "shibalaya")
    for words in (
        name(house, "shibalaya"), name(house, "shibalaya", "bn"), name(house, "manikganj"), "field office",
        'href="https://shibalaya.manikganj.gov.bd"', 'href="tel:02996"', 'href="mailto:uno@shibalaya.gov.bd"',
    ):  # fmt: skip
        assert words in found
    assert "০২৯৯৬" in page(house, "shibalaya", "bn")
    assert f"<title>{name(house, 'shibalaya')}" in found
    assert name(house, "shibalaya") in page(house, "manikganj")


def test_it_tells_nothing_of_those_who_serve(house: House) -> None:
    for language in ("bn", "en"):
        found = page(house, "shibalaya", language)
        for person in house.people.values():
            assert escape(person.name[language]) not in found
            assert person.username not in found


@pytest.mark.parametrize("state", AccountState)
def test_only_accounts_that_work_are_shown_as_its_own(house: House, state: AccountState) -> None:
    account = house.account("kamrul", state=state)
    found = page(house, "shibalaya")
    assert (f"@{account.handle}" in found) is (state == AccountState.ACTIVE)
    assert 'href=""' not in found
    type(account).objects.update(url=f"{factories.SERVER}/@shibalaya")
    shown = f'href="{factories.SERVER}/@shibalaya"' in page(house, "shibalaya")
    assert shown is (state == AccountState.ACTIVE)
    assert factories.SERVER not in page(house, "ghior")


def test_a_merged_office_says_where_to_go(house: House) -> None:
    before = house.offices["ghior"]
    services.merge_office(MACHINE, office=before, into=house.offices["shibalaya"], reason="secret memo", now=NOW)
    gone = page(house, "ghior")
    assert "This office is no more. Go to:" in gone
    assert f'href="{link(house, "shibalaya")}"' in gone
    into = page(house, "shibalaya")
    assert "Went up in this one:" in into
    assert f'href="{link(house, "ghior")}"' in into
    assert "secret memo" not in gone + into
    assert f'href="{link(house, "ghior")}"' not in directory(at=str(house.offices["manikganj"].pk))
    assert f'href="{link(house, "ghior")}"' in directory(q="ghior")


def test_a_renamed_office_says_what_it_was_and_where_it_stood(house: House) -> None:
    new = LocalizedText(bn="নতুন নাম", en="New Name")
    day = timedelta(days=1)
    services.edit_office(MACHINE, office=house.offices["ghior"], seen={}, wanted={"name": new}, reason="m", now=NOW)
    services.move_office(
        MACHINE, office=house.offices["ghior"], parent=house.offices["dhaka"], reason="m", now=NOW + day
    )
    found = page(house, "ghior")
    assert f"Formerly: {name(house, 'ghior')}" in found
    assert f"Stood under: {name(house, 'manikganj')}" in found
    assert "New Name" in directory(q="ghior")


def test_closed_and_unknown_answer_alike(house: House) -> None:
    services.close_office(MACHINE, office=house.offices["ghior"], reason="order", now=NOW)
    assert stranger().get(link(house, "ghior")).status_code == 404
    assert stranger().get(reverse("public:office", args=[new_id()])).status_code == 404
    assert name(house, "ghior") not in directory(q="ghior")
    assert name(house, "ghior") not in page(house, "manikganj")


def test_it_is_read_and_not_written(house: House) -> None:
    for address in (reverse(DIRECTORY), link(house, "ghior")):
        assert stranger().post(address).status_code == 405
        assert stranger().head(address).status_code == 200


def test_a_browser_keeps_it_for_a_minute_and_others_do_not(house: House) -> None:
    for address in (reverse(DIRECTORY), link(house, "ghior")):
        answer = stranger().get(address)
        assert set(answer["Cache-Control"].split(", ")) == {"private", "max-age=60"}
        assert "Cookie" in answer["Vary"]


def _queries(address: str, query: dict[str, str]) -> int:
    client = stranger()
    client.get(address, query)
    with CaptureQueriesContext(connection) as asked:
        said(client.get(address, query))
    return len(asked)


@pytest.mark.parametrize("query", [{}, {"q": "branch"}, {"kind": "ministry"}])
def test_the_directory_asks_as_often_however_many_there_are(house: House, query: dict[str, str]) -> None:
    add(house, "one", "cabinet", Kind.MINISTRY)
    before = _queries(reverse(DIRECTORY), query)
    for number in range(12):
        add(house, f"m{number}", "cabinet", Kind.MINISTRY)
    assert _queries(reverse(DIRECTORY), query) == before <= 6


def test_one_office_asks_as_often_whatever_hangs_on_it(house: House) -> None:
    house.account("kamrul")
    add(house, "one")
    before = _queries(link(house, "shibalaya"), {})
    house.account("kamrul", handle="second")
    for number in range(12):
        add(house, f"m{number}")
    assert _queries(link(house, "shibalaya"), {}) == before <= 8


def test_an_account_is_shown_with_its_network_and_the_way_there(house: House) -> None:
    house.account("kamrul")
    by_hand = house.account(handle="shiba")
    by_hand.network, by_hand.server, by_hand.platform = "by-hand", "https://www.facebook.com", "facebook"
    by_hand.save()
    found = page(house, "shibalaya", "bn")
    assert f'href="{factories.SERVER}/@shibalaya_upazila"' in found
    assert "<span>ম্যাস্টোডন</span>" in found
    assert 'href="https://www.facebook.com/shiba"' in found
    assert "<span>ফেসবুক</span>" in found
