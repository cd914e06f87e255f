"""The board: every number opens exactly its rows; who sees which board; what stands on it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.duties import services
from sanglap.duties.models import DutyKind, Standing
from sanglap.duties.tests.boards import account, areas, duty, nation, office, week_of
from sanglap.offices.access import mark_second_factor
from sanglap.offices.models import Area, Kind
from tests import factories
from tests.factories import NOW, House

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a href="(/desk/board/rows/\?[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r'<span class="(?:govuk-visually-hidden|sg-quiet)">.*?</span>|<[^>]+>', re.DOTALL)
_ROW = re.compile(r"/desk/duties/[0-9a-f-]{36}/\"")


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - timedelta(weeks=60))


def inside(house: House, username: str, language: str = "en") -> Client:
    client = Client()
    client.cookies["language"] = language
    client.force_login(house.people[username])
    session = client.session
    mark_second_factor(session)
    session.save()
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def numbers(page: str) -> dict[str, int]:
    """Each link of the page into the list, with the number that it shows."""
    found = {}
    # A district of the map leads to its board, whatever its tooltip tells.
    page = re.sub(r"<title>.*?</title>", "", page)
    for address, inner in _LINK.findall(page):
        shown = re.findall(r"\d+", _TAG.sub(" ", inner))
        if shown:
            found[address] = int(shown[0])
    return found


def rows_behind(client: Client, address: str) -> int:
    """How many rows there are, page by page, as the reader sees them."""
    count, further = 0, address
    while further:
        page = read(client, further)
        count += len(_ROW.findall(page))
        after = re.search(r'rel="next" href="([^"]+)"', page)
        further = after[1] if after else ""
    return count


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000))
@example(seed=0)
def test_every_number_opens_exactly_its_rows(house: House, monkeypatch: Any, seed: int) -> None:
    from django.db import transaction

    monkeypatch.setattr("sanglap.desk.board.views.SHOWN", 6)
    with transaction.atomic():
        nation(house.offices["cabinet"], Random(seed), NOW)
        client, looked_at = inside(house, "nasrin"), 0
        for name in ("board", "board-map", "board-offices", "board-year"):
            for query in ("?kind=panel-size", f"?office_kind=field&week={week_of(NOW) - timedelta(weeks=1)}"):
                page = read(client, reverse(f"desk:{name}") + query)
                for address, number in numbers(page).items():
                    assert rows_behind(client, address) == number, (name, query, address)
                    looked_at += 1
        assert looked_at
        transaction.set_rollback(True)


def test_a_page_of_rows_goes_on_where_the_last_one_ended(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr("sanglap.desk.board.views.SHOWN", 2)
    for number in range(7):
        one = account(house.offices["shibalaya"], f"a{number}")
        standing = Standing.BROKEN if number % 2 else Standing.AT_RISK
        duty(one, DutyKind.PANEL, standing, NOW, since=NOW - timedelta(days=number % 3))
    client = inside(house, "nasrin")
    for query in ("?standing=wanting", "?kind=panel-size", "?standing=broken&kind=panel-size", ""):
        seen, further = [], reverse("desk:board-rows") + query
        while further:
            page = read(client, further)
            seen += re.findall(r"/desk/duties/([0-9a-f-]{36})/\"", page)
            after = re.search(r'rel="next" href="([^"]+)"', page)
            further = after[1] if after else ""
        assert len(seen) == len(set(seen)) == (3 if "standing=broken" in query else 7), query


def test_the_longest_broken_stands_first_with_whom_to_ask(house: House) -> None:
    for number, name in enumerate(("shibalaya", "ghior")):
        one = account(house.offices[name], name)
        duty(one, DutyKind.PANEL, Standing.BROKEN, NOW, since=NOW - timedelta(days=number))
    services.recount(now=NOW)
    page = read(inside(house, "nasrin"), reverse("desk:board"))
    assert page.index("@ghior") < page.index("@shibalaya")
    assert str(house.people["rehana"].name["en"]) in page
    assert "no head at present" in page
    assert "not reminded yet" in page
    assert "worst" not in page


def test_who_needs_help_is_a_line_each_with_a_way_to_all_of_it(house: House) -> None:
    kinds = (DutyKind.PANEL, DutyKind.PURPOSES, DutyKind.SETTINGS, DutyKind.TERMS, DutyKind.LETTERHEAD)
    for number in range(7):
        one = account(house.offices["shibalaya"], f"a{number}")
        for kind in kinds[: 5 if number == 6 else 1]:
            duty(one, kind, Standing.BROKEN, NOW, since=NOW - timedelta(days=number))
    services.recount(now=NOW)
    page = read(inside(house, "nasrin"), reverse("desk:board"))
    worst, others = page[page.index("@a6") : page.index("@a5")], page[page.index("more accounts") :]
    assert "5 broken" in worst
    assert len(re.findall(r"/desk/duties/", worst)) == 3
    assert "2 more" in worst
    assert "2 more accounts" in page
    assert page.index("@a2") < page.index("2 more accounts") < page.index("@a1"), "the first five stand open"
    assert "@a0" in others


def test_each_standing_of_a_bar_has_its_own_pattern(house: House) -> None:
    for number, standing in enumerate(Standing.values):
        duty(account(house.offices["shibalaya"], f"a{number}"), DutyKind.PANEL, Standing(standing), NOW)
    services.recount(now=NOW)
    page = read(inside(house, "nasrin"), reverse("desk:board"))
    for name in Standing.values:
        assert page.count(f'<pattern id="part-{name}"') == 1
        assert f'fill="url(#part-{name})"' in page


def test_an_officer_of_one_office_sees_his_own_alone(house: House) -> None:
    mine, other = account(house.offices["shibalaya"], "mine"), account(house.offices["ghior"], "other")
    for one in (mine, other):
        duty(one, DutyKind.PANEL, Standing.BROKEN, NOW)
    services.recount(now=NOW)
    client = inside(house, "kamrul")
    page = read(client, reverse("desk:board"))
    assert "@mine" in page
    assert "@other" not in page
    assert client.get(reverse("desk:board") + f"?office={other.office_id}").status_code == 404
    assert client.get(reverse("desk:board-map")).status_code == 404
    assert rows_behind(client, reverse("desk:board-rows")) == 1


@pytest.mark.parametrize("query", ["?office=x", f"?office={'0' * 36}", "?after=x", "?after=x~y~z&standing=broken"])
def test_a_wrong_address_is_not_found(house: House, query: str) -> None:
    duty(account(house.offices["shibalaya"], "a"), DutyKind.PANEL, Standing.BROKEN, NOW)
    assert inside(house, "nasrin").get(reverse("desk:board-rows") + query).status_code == 404


def test_what_is_not_known_is_left_out_and_a_wrong_day_is_told(house: House) -> None:
    duty(account(house.offices["shibalaya"], "a"), DutyKind.PANEL, Standing.BROKEN, NOW)
    client = inside(house, "nasrin")
    assert rows_behind(client, reverse("desk:board-rows") + "?kind=x&standing=y&network=z&area=u&week=v") == 1
    page = read(client, reverse("desk:board-rows") + "?since=31/02/2026")
    assert "There is no such day." in page
    assert "31/02/2026" in page


def test_they_are_picked_by_network_kind_of_office_name_day_and_district(house: House) -> None:
    parts = areas()
    first = office("f", house.offices["dhaka"], NOW, Kind.FIELD, parts["dist-a"])
    second = office("s", house.offices["dhaka"], NOW, Kind.COMPANY, parts["dist-b"])
    deep = office("d", first, NOW)
    for number, (at, network) in enumerate(((first, "mastodon"), (second, "by-hand"), (deep, "mastodon"))):
        one = account(at, f"a{number}", network)
        duty(one, DutyKind.PANEL, Standing.BROKEN, NOW, since=NOW - timedelta(days=5 * number))
    Account.objects.filter(network="by-hand").update(platform="youtube")
    client = inside(house, "nasrin")
    for query, number in {
        "?network=by-hand": 1,
        "?platform=youtube": 1,
        "?platform=nothing": 3,
        "?office_kind=company": 1,
        "?q=Office": 3,
        "?q=দপ্তর": 3,
        "?q=nothing": 0,
        "?since=20/11/2026": 2,
        "?area=dist-a": 2,
        "?area=div-a": 3,
        f"?office={first.pk}": 2,
        f"?office={first.pk}&own=1": 1,
    }.items():
        assert rows_behind(client, reverse("desk:board-rows") + query) == number, query


def test_divisions_are_told_from_the_districts_of_the_same_name_and_all_stand_by_name(house: House) -> None:
    parts = areas()
    for code, called in (("div-a", "Rajshahi"), ("dist-a", "Rajshahi"), ("dist-b", "Natore")):
        Area.objects.filter(pk=parts[code].pk).update(name=LocalizedText(bn=called, en=called))
    page = read(inside(house, "nasrin"), reverse("desk:board-rows"))
    offered = re.findall(r'<option value="(?:div|dist)-\w"[^>]*>([^<]*)<', page)
    assert offered == ["Rajshahi (division)", "Natore", "Rajshahi"]


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("name", ["board", "board-map", "board-offices", "board-year", "board-rows"])
def test_an_empty_board_says_so(house: House, name: str, language: str) -> None:
    assert "sg-empty" in read(inside(house, "nasrin", language), reverse(f"desk:{name}"))


def test_as_many_queries_whatever_the_number_of_offices(house: House) -> None:
    parts = areas()

    def queries(address: str) -> int:
        client = inside(house, "nasrin")
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    def more(count: int) -> None:
        for number in range(count):
            at = office(f"x{count}-{number}", house.offices["cabinet"], NOW, area=parts["dist-a"])
            below = office(f"y{count}-{number}", at, NOW)
            for place in (at, below):
                one = account(place, place.code)
                for kind in (DutyKind.PANEL, DutyKind.PURPOSES):
                    duty(one, kind, Standing.BROKEN, NOW)
        duty(
            account(office(f"leaf{count}", house.offices["cabinet"], NOW), f"leaf{count}"), DutyKind.PANEL, "kept", NOW
        )
        services.recount(now=NOW)

    addresses = [
        reverse(f"desk:{name}") for name in ("board", "board-map", "board-offices", "board-year", "board-rows")
    ]
    addresses.append(reverse("desk:exemptions"))
    more(2)
    before = [queries(address) for address in addresses]
    more(6)
    assert [queries(address) for address in addresses] == before
