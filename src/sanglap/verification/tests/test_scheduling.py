"""Who is looked at when: spread over the interval, a few of each host, each by one worker, in few queries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.offices.models import Office
from sanglap.verification import services
from sanglap.verification.looking import ProfileTask, SiteTask
from sanglap.verification.models import Watch
from sanglap.verification.services import scheduling
from sanglap.verification.services.scheduling import BATCH, LEASE, OF_ONE_HOST
from sanglap.verification.states import Subject
from tests import factories
from tests.factories import NOW, House

pytestmark = pytest.mark.clause("5.h")
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house(NOW)


def many(house: House, count: int, *, server: str = "https://s{}.example") -> None:
    plain: dict[str, Any] = {
        "office": house.offices["shibalaya"], "network": "mastodon", "name": factories.WORDS,
        "audience": factories.WORDS, "description": factories.WORDS, "purposes": ["4.b"], "state": AccountState.ACTIVE,
    }  # fmt: skip
    Account.objects.bulk_create(
        Account(server=server.format(number), handle=f"a{number}", **plain) for number in range(count)
    )


def queries(act: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


class TestEnrolling:
    def test_an_account_and_its_offices_website(self, house: House) -> None:
        house.account("kamrul")
        house.account("kamrul", handle="second")
        assert services.enrol(now=NOW) == 3
        assert Watch.objects.filter(subject=Subject.WEBSITE).get().office == house.offices["shibalaya"]
        assert {watch.next_at for watch in Watch.objects.all()} == {NOW}, "a few are looked at at once"
        assert services.enrol(now=NOW) == 0

    def test_a_nation_is_spread_over_the_interval(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scheduling, "A_FEW", 20)
        many(house, 70)
        services.enrol(now=NOW)
        times = sorted(watch.next_at - NOW for watch in Watch.objects.all() if watch.next_at)
        interval = services.outside(NOW).interval
        assert times[0] == timedelta(0)
        assert times[-1] > interval * 0.9
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert max(gaps) < 2 * interval / len(times)

    def test_closed_accounts_are_left_alone(self, house: House) -> None:
        account = house.account("kamrul")
        services.enrol(now=NOW)
        Account.objects.filter(pk=account.pk).update(state=AccountState.CLOSED)
        services.enrol(now=NOW + DAY)
        assert Watch.objects.get(account=account).next_at is None
        house.account("tanvir", office="ghior", handle="g", state=AccountState.CLOSED)
        services.enrol(now=NOW + DAY)
        assert not Watch.objects.filter(office=house.offices["ghior"]).exists()

    def test_what_was_changed_on_the_register_is_looked_at_at_once(self, house: House) -> None:
        account = house.account("kamrul")
        services.enrol(now=NOW)
        Watch.objects.filter(account=account).update(
            looked_at=NOW, next_at=NOW + 5 * DAY, address=f"{account.server}/{account.handle}"
        )
        Watch.objects.filter(account=None).update(looked_at=NOW, next_at=NOW + 5 * DAY, address=account.office.website)
        services.enrol(now=NOW + DAY)
        assert {watch.next_at for watch in Watch.objects.all()} == {NOW + 5 * DAY}
        Office.objects.filter(pk=account.office_id).update(website="https://new.gov.bd")
        Account.objects.filter(pk=account.pk).update(handle="renamed")
        services.enrol(now=NOW + DAY)
        assert {watch.next_at for watch in Watch.objects.all()} == {NOW + DAY}

    def test_one_account_more_has_the_website_looked_at_again(self, house: House) -> None:
        account = house.account("kamrul")
        services.enrol(now=NOW)
        Watch.objects.filter(account=None).update(looked_at=NOW, next_at=NOW + 5 * DAY, address=account.office.website)
        house.account("kamrul", handle="second")
        services.enrol(now=NOW + DAY)
        assert Watch.objects.get(account=None).next_at == NOW + DAY

    def test_as_many_queries_whatever_their_number(self, house: House) -> None:
        many(house, 3)
        few = queries(lambda: services.enrol(now=NOW))
        many(house, 40, server="https://t{}.example")
        assert queries(lambda: services.enrol(now=NOW)) == few


class TestClaiming:
    def test_each_once_until_its_time_is_given_up(self, house: House) -> None:
        many(house, 5)
        services.enrol(now=NOW)
        assert len(services.claim(now=NOW)) == 6
        assert services.claim(now=NOW) == []
        assert len(services.claim(now=NOW + LEASE)) == 6

    def test_a_batch_at_a_time(self, house: House) -> None:
        many(house, BATCH + 10)
        services.enrol(now=NOW)
        assert len(services.claim(now=NOW)) == BATCH

    def test_a_few_of_each_host(self, house: House) -> None:
        many(house, 20, server="https://one.example")
        many(house, 5, server="https://other{}.example")
        services.enrol(now=NOW)
        taken = [watch for watch in services.claim(now=NOW) if watch.account]
        hosts = [watch.account.server for watch in taken if watch.account]
        assert hosts.count("https://one.example") == OF_ONE_HOST
        assert len(hosts) == OF_ONE_HOST + 5
        again = [watch for watch in services.claim(now=NOW) if watch.account]
        assert len(again) == OF_ONE_HOST

    def test_what_is_to_be_known_is_asked_once(self, house: House) -> None:
        many(house, 3)
        services.enrol(now=NOW)
        few = services.claim(now=NOW)
        first = queries(lambda: services.tasks(few, now=NOW))
        many(house, 30, server="https://t{}.example")
        services.enrol(now=NOW)
        assert queries(lambda: services.tasks(services.claim(now=NOW + LEASE), now=NOW)) <= first + 4

    def test_one_task_for_the_website_of_all_accounts(self, house: House) -> None:
        account = house.account("kamrul")
        second = house.account("kamrul", handle="second")
        house.account("tanvir", office="ghior", handle="closed", state=AccountState.CLOSED)
        services.enrol(now=NOW)
        found = services.tasks(services.claim(now=NOW), now=NOW)
        (site,) = [task for task in found if isinstance(task, SiteTask)]
        assert {one.account_id for one in site.accounts} == {account.pk, second.pk}
        assert site.address == account.office.website
        assert all(task.connected for task in found if isinstance(task, ProfileTask))


def test_two_workers_do_not_take_the_same(own_database: str) -> None:
    many(factories.house(NOW), 30)
    services.enrol(now=NOW)

    def take(_number: int) -> list[Any]:
        try:
            return [watch.pk for watch in services.claim(now=NOW)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(take, range(4)) for key in keys]
    assert len(taken) == len(set(taken)) == 31
