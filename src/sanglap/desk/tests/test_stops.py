"""The page of emergency stops: who may lift which, and as many queries however many are at work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.duties import services as duties
from sanglap.duties.models import Duty, Standing
from sanglap.outbox import stops
from sanglap.outbox.models import Stop
from tests import factories
from tests.factories import NOW, House

HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - timedelta(weeks=30))


def place(house: House, username: str, office: str) -> Stop:
    found = house.offices[office]
    return stops.place(house.scope(username, NOW), office=found, reason="ভুয়া বিজ্ঞপ্তি", now=NOW - HOUR)


def seen(house: House, username: str, address: str) -> tuple[str, int]:
    client = Client()
    client.force_login(house.people[username])
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        said = client.get(address).content.decode()
    return said, len(caught)


def liftable(house: House, username: str) -> set[str]:
    """Keys of the offices whose stop the reader may lift on the page."""
    said, _count = seen(house, username, reverse("desk:stops"))
    running = {stop.pk: stop.office_id for stop in Stop.objects.all()}
    keys = {office.pk: key for key, office in house.offices.items()}
    return {keys[office] for pk, office in running.items() if reverse("desk:stop-lift", args=[pk]) in said}


def test_each_lifts_what_he_may(house: House) -> None:
    place(house, "rehana", "shibalaya")
    place(house, "farhana", "ghior")
    assert liftable(house, "farhana") == liftable(house, "nasrin") == {"shibalaya", "ghior"}
    assert liftable(house, "rehana") == {"shibalaya"}
    assert liftable(house, "sumaiya") == set()


def test_what_was_placed_from_above_is_lifted_from_there(house: House) -> None:
    place(house, "farhana", "shibalaya")
    assert liftable(house, "rehana") == set()
    assert liftable(house, "farhana") == {"shibalaya"}


def test_what_is_over_is_not_lifted(house: House) -> None:
    stop = place(house, "rehana", "shibalaya")
    assert stop.runs(NOW)
    assert not stop.runs(stop.placed_at - HOUR)
    stops.lift(house.scope("rehana", NOW), stop=stop, now=NOW)
    assert not Stop.objects.get(pk=stop.pk).runs(NOW)
    assert liftable(house, "rehana") == set()
    ending = Stop(placed_at=NOW - HOUR, until=NOW)
    assert ending.runs(NOW - HOUR)
    assert not ending.runs(NOW)


def test_as_many_queries_however_many_are_at_work(house: House) -> None:
    place(house, "farhana", "ghior")
    _said, before = seen(house, "nasrin", reverse("desk:stops"))
    for office in ("shibalaya", "manikganj", "dhaka"):
        place(house, "nasrin", office)
    _said, after = seen(house, "nasrin", reverse("desk:stops"))
    assert after == before


def test_the_day_asks_as_often_for_one_kind_of_duty_as_for_all(house: House) -> None:
    house.account("kamrul")
    duties.reckon(now=NOW)
    first = Duty.objects.filter(current=True).order_by("kind")[0]
    Duty.objects.update(standing=Standing.KEPT)
    Duty.objects.filter(pk=first.pk).update(standing=Standing.BROKEN)
    _said, before = seen(house, "farhana", reverse("desk:day"))
    Duty.objects.update(standing=Standing.BROKEN)
    _said, after = seen(house, "farhana", reverse("desk:day"))
    assert after == before
