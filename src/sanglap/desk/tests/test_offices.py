"""The pages of the tree: what is shown to whom, and what becomes of an office through them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from sanglap.core.localized import LocalizedText
from sanglap.offices import services
from sanglap.offices.access import mark_second_factor
from sanglap.offices.models import Area, AreaLevel, Kind, Office
from sanglap.offices.scope import Scope
from sanglap.offices.services.figures import reckon_areas
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, House

MACHINE = Scope.everything("tests")
SQUARE = "M10 10h80v80h-80Z"

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.2")]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def signed_in(house: House, username: str, language: str = "en") -> Client:
    client = Client()
    client.force_login(house.people[username])
    session = client.session
    mark_second_factor(session)
    session.save()
    client.cookies["language"] = language
    return client


def url(house: House, name: str = "office", office: str = "shibalaya") -> str:
    return reverse(f"desk:{name}", args=[house.offices[office].pk])


def said(answer: Any, status: int = 200) -> str:
    text: str = answer.content.decode()
    assert answer.status_code == status, text[:500]
    return text


def opened(house: House, who: str, address: str, language: str = "en", **query: str) -> str:
    return said(signed_in(house, who, language).get(address, query))


def again(house: House, office: str) -> Office:
    return Office.objects.get(pk=house.offices[office].pk)


def name(house: House, office: str, language: str = "en") -> str:
    return escape(house.offices[office].name[language])


def add(house: House, code: str, parent: str = "shibalaya", number: int | None = None) -> Office:
    called = LocalizedText(bn=f"শাখা {code}", en=f"Branch {code}")
    made = services.create_office(
        MACHINE, code=code, kind=Kind.FIELD, name=called, parent=house.offices[parent], now=NOW
    )
    house.offices[code] = made  # type: ignore[index]  # the factory makes a dict
    return made


# Tree, map, list, search.


def test_the_tree_goes_down_one_level_at_a_time(house: House) -> None:
    top = opened(house, "nasrin", reverse("desk:offices"))
    assert name(house, "cabinet") in top
    assert name(house, "dhaka") in top
    assert name(house, "manikganj") not in top
    at = f"?at={house.offices['dhaka'].pk}"
    assert f'href="{at}"' in top
    below = opened(house, "nasrin", reverse("desk:offices") + at)
    assert name(house, "manikganj") in below
    assert name(house, "shibalaya") not in below
    assert "2 offices below" in below


def test_a_head_sees_his_own_office_and_nothing_above(house: House) -> None:
    found = opened(house, "rehana", reverse("desk:offices"))
    assert name(house, "shibalaya") in found
    for other in ("manikganj", "ghior", "cabinet"):
        assert name(house, other) not in found
    assert "There is no office below this one." in found


def test_two_offices_side_by_side_can_both_be_gone_into(house: House) -> None:
    house.officer("both", Role.COORDINATOR, "shibalaya", below=True)
    house.also("both", Role.COORDINATOR, "ghior", below=True)
    add(house, "deep", "ghior")
    found = opened(house, "both", reverse("desk:offices"))
    assert name(house, "shibalaya") in found
    assert f'href="?at={house.offices["ghior"].pk}"' in found
    assert "1 office below" in found


@pytest.mark.parametrize("at", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_none_is_not_found(house: House, at: str) -> None:
    assert signed_in(house, "nasrin").get(reverse("desk:offices"), {"at": at}).status_code == 404


def test_a_place_that_one_does_not_see_is_not_found(house: House) -> None:
    hidden = str(house.offices["ghior"].pk)
    assert signed_in(house, "rehana").get(reverse("desk:offices"), {"at": hidden}).status_code == 404


def test_what_is_searched_for_is_found_in_both_languages(house: House) -> None:
    assert name(house, "shibalaya") in opened(house, "nasrin", reverse("desk:offices"), q="shibaloy")
    found = opened(house, "nasrin", reverse("desk:offices"), "bn", q="শিবালয়")
    assert name(house, "shibalaya", "bn") in found
    assert "“শিবালয়” খুঁজে যা পাওয়া গেছে" in found


def test_what_nobody_is_called_says_what_to_do(house: House) -> None:
    found = opened(house, "nasrin", reverse("desk:offices"), q='<script>"')
    assert "No office that you see is called so." in found
    assert "<script>&quot;" not in found
    assert "&lt;script&gt;&quot;" in found
    opened(house, "nasrin", reverse("desk:offices"), q="ক" * 4000)


def test_the_list_is_narrowed_down_and_turned(house: House) -> None:
    for number in range(30):
        add(house, f"n{number}")
    address = reverse("desk:offices")
    row = f'href="{url(house, office="cabinet")}"'
    assert row in opened(house, "nasrin", address, view="list", kind="division")
    first = opened(house, "nasrin", address, view="list", kind="field")
    assert row not in first
    assert first.count("Branch n") == 25
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = opened(house, "nasrin", address + older)
    assert second.count("Branch n") == 5
    assert row not in second
    assert 'value="field" selected' in second


def test_the_list_of_those_without_a_head(house: House) -> None:
    found = opened(house, "nasrin", reverse("desk:offices"), view="list", head="none")
    assert name(house, "ghior") in found
    assert name(house, "shibalaya") not in found


def test_closed_offices_are_listed_by_their_state(house: House) -> None:
    services.close_office(MACHINE, office=house.offices["ghior"], reason="order", now=NOW)
    found = opened(house, "nasrin", reverse("desk:offices"), view="list", state="closed")
    assert name(house, "ghior") in found
    assert name(house, "shibalaya") not in found


def test_what_cannot_be_asked_for_is_not_asked_for(house: House) -> None:
    found = opened(house, "nasrin", reverse("desk:offices"), view="list", kind="x", area="y", state="z", head="q")
    assert name(house, "cabinet") in found
    assert signed_in(house, "nasrin").get(reverse("desk:offices"), {"view": "list", "before": "x"}).status_code == 404


def test_no_map_before_one_was_brought_in(house: House) -> None:
    assert "No map has been brought in yet." in opened(house, "nasrin", reverse("desk:offices"), view="map")


def test_the_map_shows_in_shade_word_and_figure_who_has_a_head(house: House) -> None:
    division = Area.objects.create(
        code="bd-div-6", level=AreaLevel.DIVISION, name=LocalizedText(bn="ঢাকা", en="Dhaka"), outline=SQUARE
    )
    for code, called in (("46", "Manikganj"), ("41", "Gazipur")):
        Area.objects.create(
            code=code,
            level=AreaLevel.DISTRICT,
            name=LocalizedText(bn=called, en=called),
            parent=division,
            outline=SQUARE,
        )
    Office.objects.filter(code__startswith="bd-upa").update(area_id="46")
    reckon_areas(now=NOW)
    found = opened(house, "nasrin", reverse("desk:offices"), view="map")
    assert found.count(f'd="{SQUARE}"') == 3
    assert 'href="?view=list&amp;area=46"' in found
    shades = re.findall(r'aria-label="(\w+): [^"]*">\s*<path class="sg-map__area sg-map__area--(\d)"', found)
    assert shades == [("Gazipur", "0"), ("Manikganj", "5")]
    assert "<title>Manikganj: 1 / 1</title>" in found
    assert "<title>Gazipur: 0 / 0</title>" in found
    assert "four fifths or more" in found
    of_district = opened(house, "nasrin", reverse("desk:offices"), view="list", area="46")
    assert name(house, "ghior") in of_district
    assert name(house, "manikganj") not in of_district


@pytest.mark.parametrize("query", [{}, {"view": "list"}, {"view": "list", "head": "none"}, {"q": "branch"}])
def test_the_pages_ask_as_often_however_many_there_are(house: House, query: dict[str, str]) -> None:
    add(house, "one")
    client = signed_in(house, "farhana")
    client.get(reverse("desk:offices"), query)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(client.get(reverse("desk:offices"), query))
        return len(asked)

    before = queries()
    for number in range(12):
        add(house, f"m{number}", "manikganj")
    assert queries() == before <= 14


# One office.


def test_one_office_says_what_it_is_and_who_serves(house: House) -> None:
    found = opened(house, "rehana", url(house))
    assert name(house, "shibalaya", "bn") in found
    assert "https://shibalaya.manikganj.gov.bd" in found
    for who in ("sumaiya", "kamrul", "rehana"):
        assert escape(house.people[who].name["en"]) in found
    assert "Nobody serves here at present." not in found


def test_the_way_down_to_it_ends_where_the_reader_sees_no_further(house: House) -> None:
    assert name(house, "dhaka") not in opened(house, "farhana", url(house))
    assert name(house, "manikganj") in opened(house, "farhana", url(house))
    assert name(house, "dhaka") in opened(house, "nasrin", url(house))


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("nasrin", {"office-edit", "office-new", "office-move", "office-merge", "office-close"}),
        ("farhana", {"office-edit", "office-new", "office-move", "office-merge", "office-close"}),
        ("rehana", {"office-edit"}),
        ("sumaiya", set()),
        ("mannan", set()),
        ("zahid", set()),
    ],
)
def test_only_what_one_may_do_is_offered(house: House, who: str, may: set[str]) -> None:
    found = opened(house, who, url(house))
    acts = {"office-edit", "office-new", "office-move", "office-merge", "office-close", "office-reopen"}
    assert {act for act in acts if f'"{url(house, act)}"' in found} == may


def test_what_it_was_is_kept_in_sight(house: House) -> None:
    services.move_office(
        MACHINE, office=house.offices["ghior"], parent=house.offices["dhaka"], reason="memo 77", now=NOW
    )
    add(house, "gone", "dhaka")
    services.merge_office(MACHINE, office=house.offices["gone"], into=house.offices["ghior"], reason="memo 78", now=NOW)
    found = opened(house, "nasrin", url(house, office="ghior"))
    assert "memo 77" in found
    assert f"Stood under: {name(house, 'manikganj')}" in found
    assert "Went up in this one:" in found
    gone = opened(house, "nasrin", url(house, office="gone"))
    assert "It went up in:" in gone
    assert name(house, "ghior") in gone


def test_one_office_asks_as_often_whatever_hangs_on_it(house: House) -> None:
    client = signed_in(house, "farhana")
    client.get(url(house))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(client.get(url(house)))
        return len(asked)

    add(house, "a")
    house.officer("first", Role.AUTHOR)
    before = queries()
    for number in range(8):
        add(house, f"b{number}")
        house.officer(f"more{number}", Role.AUTHOR)
    assert queries() == before
