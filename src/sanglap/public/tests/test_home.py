"""The first page: why and for whom, and how many there are (clauses 1 and 2.1)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from sanglap.accounts.services.figures import reckon_accounts
from sanglap.accounts.states import AccountState
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.offices import services
from sanglap.offices.models import Figure, Kind
from sanglap.offices.scope import Scope
from sanglap.offices.services.figures import reckon_offices
from tests import factories
from tests.factories import MINUTE, NOW, House

MACHINE = Scope.everything("tests")

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1"), pytest.mark.clause("2.1")]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def home(language: str = "en") -> str:
    client = Client()
    client.cookies["language"] = language
    answer = client.get(reverse("public:home"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def numbers() -> dict[tuple[str, str], int]:
    return {(one.name, one.part): one.number for one in Figure.objects.all()}


def test_it_says_why_in_the_guidelines_own_words(db: None) -> None:
    clauses = {clause.id: clause for clause in loader.current().opening}
    assert list(clauses) == ["1", "2.1"]
    for language in ("bn", "en"):
        text = home(language)
        for clause in clauses.values():
            assert clause.text is not None
            assert escape(clause.text[language]) in text
            assert f'{reverse("public:guideline")}#clause-{clause.id}"' in text


def test_nothing_is_said_in_numbers_before_anything_was_counted(house: House) -> None:
    assert "Offices with an account" not in home()


def test_it_shows_how_many_offices_and_accounts_there_are(house: House) -> None:
    house.account("kamrul")
    house.account(handle="second")
    house.account(handle="third", state=AccountState.PROPOSED)
    reckon_offices(now=NOW)
    reckon_accounts(now=NOW)
    assert "<dt>Government offices</dt><dd>5</dd>" in home()
    assert "<dt>Official accounts</dt><dd>2</dd>" in home()
    assert "<dt>Offices with an account</dt><dd>1</dd>" in home()
    assert "<dd>৫</dd>" in home("bn")


def test_each_kind_is_counted_open_offices_alone(house: House) -> None:
    name = LocalizedText(bn="ক", en="A")
    made = services.create_office(
        MACHINE, code="m", kind=Kind.MINISTRY, name=name, parent=house.offices["cabinet"], now=NOW
    )
    reckon_offices(now=NOW)
    assert numbers()["offices", Kind.MINISTRY] == 1
    assert f'href="{reverse("public:offices")}?kind=ministry"' in home()
    services.close_office(MACHINE, office=made, reason="x", now=NOW)
    reckon_offices(now=NOW + MINUTE)
    assert numbers()["offices", Kind.MINISTRY] == 0, "a kind of which none is left is not forgotten at its last number"
    assert "?kind=ministry" not in home()


def test_it_costs_the_same_however_many_there_are(house: House) -> None:
    reckon_offices(now=NOW)
    reckon_accounts(now=NOW)
    with CaptureQueriesContext(connection) as asked:
        home()
    assert len(asked) == 1
    assert "offices_figure" in asked[0]["sql"]
