"""The page of a duty, the year on the account's page, and the way to what a remedy says."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account, PanelMember
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Standing
from sanglap.duties.models.duties import WEEKLY
from tests import factories
from tests.factories import NOW, House

HOUR = timedelta(hours=1)
SUNDAY = NOW.date() - timedelta(days=1)


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - timedelta(weeks=30))


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def reckoned(account: Account, kind: DutyKind) -> Duty:
    services.reckon(now=NOW)
    return Duty.objects.get(account=account, kind=kind, current=True)


def page(house: House, username: str, address: str, language: str = "en") -> str:
    client = Client()
    client.cookies["language"] = language
    client.force_login(house.people[username])
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def shown(house: House, username: str, duty: Duty, language: str = "en") -> str:
    return page(house, username, reverse("desk:duty", args=[duty.pk]), language)


@pytest.mark.clause("7.a")
def test_updates_show_what_was_published_and_the_way_to_the_next(house: House, account: Account) -> None:
    made = factories.published(account, NOW - HOUR, url="https://social.example/@x/1")
    found = shown(house, "kamrul", reckoned(account, DutyKind.UPDATES))
    assert "at least twice every week" in found
    assert "Publish a post, share one, or answer" in found
    assert reverse("desk:compose") in found
    assert made.url in found
    assert "1 made, 2 owed" in found


@pytest.mark.clause("7.b")
def test_answers_show_who_waits_and_lead_to_the_inbox(house: House, account: Account) -> None:
    message = factories.message(account, due_at=NOW - HOUR)
    found = shown(house, "kamrul", reckoned(account, DutyKind.ANSWERS))
    assert "broken" in found
    assert message.author_name in found
    assert reverse("desk:thread", args=[message.pk]) in found
    assert reverse("desk:inbox") + "?show=open" in found
    # Who may not answer is told what to do, and not sent there.
    other = shown(house, "sumaiya", reckoned(account, DutyKind.ANSWERS))
    assert "Answer the message" in other
    assert "?show=open" not in other


@pytest.mark.clause("5.c")
def test_a_panel_shows_who_left_and_leads_to_the_panel(house: House, account: Account) -> None:
    PanelMember.objects.update(ends_at=NOW - HOUR)
    duty = reckoned(account, DutyKind.PANEL)
    found = shown(house, "rehana", duty)
    assert "0 serving, 1 wanted" in found
    assert str(house.people["kamrul"].name["en"]) in found
    assert reverse("desk:account-panel", args=[account.pk]) in found
    assert reverse("desk:account-panel", args=[account.pk]) not in shown(house, "kamrul", duty)


@pytest.mark.parametrize("kind", services.RULES)
def test_it_stands_in_bangla_too(house: House, account: Account, kind: DutyKind) -> None:
    duty = reckoned(account, kind)
    Duty.objects.update(standing=Standing.BROKEN)
    found = shown(house, "kamrul", duty, "bn")
    assert duty.remedy["bn"] in found
    assert duty.clause.text is not None
    assert duty.clause.text["bn"] in found


def test_the_account_s_duties_show_the_year_of_each_and_open_what_is_broken(house: House, account: Account) -> None:
    services.reckon_week(SUNDAY - timedelta(weeks=3), now=NOW)
    services.reckon(now=NOW)
    found = page(house, "kamrul", reverse("desk:account-duties", args=[account.pk]))
    broken = Duty.objects.get(kind=DutyKind.UPDATES, starts_on=SUNDAY - timedelta(weeks=3))
    # On the strip, and in the table beneath it.
    assert found.count(reverse("desk:duty", args=[broken.pk])) == 2
    assert found.count("sg-strip__week--") == 53 * len(services.RULES)
    assert "nothing owed" in found


def test_the_account_s_duties_stand_in_the_order_of_the_clauses_with_the_way_to_an_exemption(
    house: House, account: Account
) -> None:
    services.reckon(now=NOW)
    Duty.objects.update(standing=Standing.BROKEN)
    address = reverse("desk:account-duties", args=[account.pk])
    found = page(house, "rehana", address)
    places = [found.index(f'id="{kind.value}"') for kind in DutyKind if kind in services.RULES]
    assert places == sorted(places)
    assert f"?account={account.pk}&kind=panel-size" in found
    # Whoever does not manage the account asks for none.
    assert "?account=" not in page(house, "kamrul", address)


def test_the_account_s_page_shows_the_updates_and_what_is_not_in_order(house: House, account: Account) -> None:
    services.reckon(now=NOW)
    Duty.objects.update(standing=Standing.KEPT)
    Duty.objects.filter(kind=DutyKind.PANEL).update(standing=Standing.BROKEN)
    found = page(house, "kamrul", reverse("desk:account", args=[account.pk]))
    shown_ = {kind for kind in services.RULES if str(Duty.objects.get(kind=kind).pk) in found}
    assert shown_ == {DutyKind.PANEL, DutyKind.UPDATES}
    listed = page(house, "kamrul", reverse("desk:accounts"))
    assert f"{len(services.RULES) - 1} kept" in listed


def test_the_office_s_page_shows_the_year_of_its_accounts(house: House, account: Account) -> None:
    address = reverse("desk:office", args=[account.office_id])
    assert "sg-strip" not in page(house, "kamrul", address)
    services.reckon(now=NOW)
    assert page(house, "kamrul", address).count("sg-strip__week--") == 53 * len(WEEKLY)


def test_the_day_tells_of_what_is_broken_and_what_to_do(house: House, account: Account) -> None:
    PanelMember.objects.update(ends_at=NOW - HOUR)
    duty = reckoned(account, DutyKind.PANEL)
    Duty.objects.exclude(pk=duty.pk).update(standing=Standing.KEPT)
    found = page(house, "rehana", reverse("desk:day"))
    assert reverse("desk:duty", args=[duty.pk]) in found
    assert duty.remedy["en"] in found


def test_as_many_queries_whatever_the_number_of_accounts_and_weeks(house: House, account: Account) -> None:
    def queries(address: str) -> int:
        client = Client()
        client.force_login(house.people["rehana"])
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    named = [reverse(f"desk:{name}", args=[account.pk]) for name in ("account", "account-duties")]
    addresses = (reverse("desk:day"), reverse("desk:accounts"), *named)
    services.reckon(now=NOW)
    Duty.objects.update(standing=Standing.BROKEN)
    before = [queries(address) for address in addresses]
    for number in range(4):
        house.account("kamrul", handle=f"more{number}")
    for back in range(5):
        services.reckon_week(SUNDAY - timedelta(weeks=back), now=NOW)
    Duty.objects.update(standing=Standing.BROKEN)
    assert [queries(address) for address in addresses] == before
