"""Days of mourning and emergency: who declares them, for whom they hold, who is told (clause 6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.content.models import Verdict
from sanglap.core.localized import LocalizedText
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Role
from sanglap.planning import declarations
from sanglap.planning.models import Declaration, Nature
from sanglap.planning.selectors import mourned
from tests.factories import NOW, House, newest
from tests.factories import house as made

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6")]
ON = date(2026, 11, 25)
NINE = datetime(2026, 11, 25, 3, tzinfo=UTC)
DAY = timedelta(days=1)
REASON = LocalizedText(bn="রাষ্ট্রীয় শোক", en="State mourning")


@pytest.fixture
def house() -> House:
    return made()


def declare(house: House, who: str = "nasrin", office: str = "cabinet", **more: Any) -> Declaration:
    given = {"nature": Nature.MOURNING, "starts_on": ON, "ends_on": ON, "reason": REASON, "now": NOW, **more}
    return declarations.declare(house.scope(who), office=house.offices[office], **given)


def tell() -> None:
    while declarations.tell(now=NOW):
        pass


def told() -> set[str]:
    return set(Notice.objects.filter(kind=Kind.DECLARED).values_list("recipient__username", flat=True))


def test_only_whoever_manages_all_below_declares(house: House) -> None:
    for who, office in (("rehana", "shibalaya"), ("sumaiya", "shibalaya"), ("farhana", "cabinet")):
        with pytest.raises(Forbidden):
            declare(house, who, office)
    declaration = declare(house)
    assert declare(house) == declaration, "the second click"
    with pytest.raises(Forbidden):
        declarations.end(house.scope("farhana"), declaration=declaration, now=NOW)


def test_it_holds_for_the_office_and_below_until_it_is_called_off(house: House) -> None:
    here, ghior = house.offices["shibalaya"].pk, house.offices["ghior"].pk
    declaration = declare(house, "farhana", "manikganj")
    scope = Scope.everything("tests")

    def on(office: Any, day: date) -> list[Declaration]:
        return mourned(scope, [here, ghior, house.offices["cabinet"].pk], now=NOW).on(office, day)

    assert on(here, ON) == on(ghior, ON) == [declaration]
    assert on(here, ON + DAY) == on(house.offices["cabinet"].pk, ON) == []
    declarations.end(house.scope("nasrin"), declaration=declaration, now=NOW)
    assert on(here, ON) == []


def test_whoever_has_posts_planned_then_is_told_once(house: House) -> None:
    account = house.account("kamrul")
    house.officer("other", Role.AUTHOR)
    house.draft(account, publish_at=NINE)
    house.draft(account, publish_at=NINE + timedelta(hours=5))
    house.draft(account, writer="other", publish_at=NINE + DAY)
    rejected = newest(house.draft(account, writer="other", publish_at=NINE))
    house.vote(rejected, "kamrul", Verdict.REJECT)
    declare(house, "farhana", "manikganj")
    tell()
    tell()
    assert told() == {"sumaiya"}
    assert Notice.objects.filter(kind=Kind.DECLARED).count() == 1
    assert Declaration.objects.get().told_at == NOW


def test_what_was_called_off_is_not_told(house: House) -> None:
    house.draft(house.account("kamrul"), publish_at=NINE)
    declarations.end(house.scope("nasrin"), declaration=declare(house), now=NOW)
    tell()
    assert told() == set()


def test_as_many_queries_however_many_are_told(house: House) -> None:
    account = house.account("kamrul")

    def count(number: int) -> int:
        for one in range(number):
            house.officer(f"w{number}-{one}", Role.AUTHOR)
            house.draft(account, writer=f"w{number}-{one}", publish_at=NINE, submit=False)
        declare(house, reason=LocalizedText(bn=f"কারণ {number}"), nature=list(Nature)[number % 2])
        with CaptureQueriesContext(connection) as caught:
            declarations.tell(now=NOW)
        return len(caught)

    assert count(1) == count(4)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": LocalizedText(en="no Bangla")}, "reason_bn"),
        ({"ends_on": ON - DAY}, "ends_on"),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 2)}, "ends_on"),
        ({"ends_on": ON + 100 * DAY}, "ends_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        declare(house, **wrong)
    assert field in caught.value.message_dict
