"""The emergency stop: nothing goes out, on any machine, from the next claim on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.outbox import selectors, stops, store
from sanglap.outbox.models import Delivery, Stop
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def place(house: House, by: str, office: str = "shibalaya", **more: Any) -> Stop:
    given: dict[str, Any] = {"reason": "ভুয়া পোস্ট", "now": NOW, **more}
    return stops.place(house.scope(by), office=house.offices[office], **given)


def claimed(at_seconds: int = 1) -> set[object]:
    return {claim.id for claim in store.claim(10, now=NOW + at_seconds * SECOND)}


def due(account: Account, **fields: object) -> Delivery:
    made = factories.delivery(account)
    if fields.get("life"):
        return factories.delivery(account, text="সাপে কাটলে এখনই হাসপাতালে যান।", kind=Kind.ANSWER, life=True)
    return made


HOLDS = [("kamrul", "shibalaya", False), ("rehana", "shibalaya", False), ("farhana", "manikganj", True),
         ("nasrin", "cabinet", True)]  # fmt: skip
HOLDS_NOT = [("farhana", "manikganj", False), ("farhana", "ghior", False), ("nasrin", "ghior", True)]


@pytest.mark.parametrize("where", [*HOLDS, *HOLDS_NOT])
def test_what_is_covered_is_not_claimed(house: House, account: Account, where: tuple[str, str, bool]) -> None:
    (by, office, below), waiting = where, due(account)
    stop = place(house, by, office, below=below)
    holds = where in HOLDS
    assert claimed() == (set() if holds else {waiting.pk})
    covered = selectors.covering(house.scope("rehana"), [account], now=NOW)
    assert covered == ({account.pk: stop} if holds else {})
    assert (stop in selectors.over_reader(house.scope("rehana"), now=NOW)) is holds
    if holds:
        stops.lift(house.scope(by), stop=stop, now=NOW + SECOND)
        assert claimed(2) == {waiting.pk}


def test_a_stop_of_one_account_leaves_the_others(house: House, account: Account) -> None:
    other = house.account("kamrul", handle="second")
    held, free = due(account), due(other)
    place(house, "kamrul", account=account)
    assert claimed() == {free.pk}
    assert Delivery.objects.get(pk=held.pk).attempts == 0


def test_a_stop_ends_by_itself_when_its_time_is_over(house: House, account: Account) -> None:
    waiting = due(account)
    place(house, "rehana", until=NOW + 10 * SECOND)
    assert claimed(9) == set()
    assert claimed(10) == {waiting.pk}


def test_an_answer_where_life_is_in_danger_is_never_held(house: House, account: Account) -> None:
    place(house, "nasrin", "cabinet", below=True)
    assert claimed() == set()
    saving = due(account, life=True)
    assert claimed() == {saving.pk}


def test_nobody_stops_or_lifts_beyond_his_reach(house: House, account: Account) -> None:
    for by, office, below in (
        ("sumaiya", "shibalaya", False), ("jamal", "shibalaya", False), ("mannan", "shibalaya", False),
        ("rehana", "ghior", False), ("rehana", "shibalaya", True), ("farhana", "dhaka", True),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            place(house, by, office, below=below)
    above = place(house, "farhana")
    with pytest.raises(Forbidden):
        stops.lift(house.scope("rehana"), stop=above, now=NOW)
    stops.lift(house.scope("nasrin"), stop=above, now=NOW + MINUTE)
    assert Stop.objects.get().lifted_at == NOW + MINUTE


def test_the_second_click_places_no_second_stop_and_lifts_once(house: House, account: Account) -> None:
    first, second = place(house, "rehana"), place(house, "kamrul")
    assert first == second
    for minutes in (1, 2):
        stops.lift(house.scope("rehana"), stop=Stop.objects.get(), now=NOW + minutes * MINUTE)
    assert Stop.objects.get().lifted_at == NOW + MINUTE
    verbs = list(Entry.objects.filter(object_id=str(first.pk)).order_by("id").values_list("verb", flat=True))
    assert verbs == ["stop.placed", "stop.lifted"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"reason": "  "}, "reason"), ({"reason": "x" * 3_000}, "reason"), ({"until": NOW}, "until"),
     ({"until": NOW + 400 * DAY}, "until")],
)  # fmt: skip
def test_a_stop_says_why_and_ends_some_day(house: House, given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        place(house, "rehana", **given)
    assert set(error.value.error_dict) == {field}
    assert not Stop.objects.exists()
