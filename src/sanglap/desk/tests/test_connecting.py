"""The way into an account is given at its network, by OAuth, and nobody at the office ever holds it (clause 5.e)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from sanglap.accounts.models import Account, Credential, ServerRegistration
from sanglap.accounts.states import AccountState
from sanglap.accounts.vault import unseal
from sanglap.audit.models import Entry
from sanglap.desk.tests.test_offices import house, said, signed_in
from sanglap.people.permissions import Role
from sanglap.practice.testing import PracticeServer
from tests.factories import House

__all__ = ["house"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path_factory.mktemp("practice")) as running:
        running.account("office_page", name="দপ্তরের পাতা")
        running.account("other_page", name="অন্য পাতা")
        yield running


@pytest.fixture
def account(house: House, server: PracticeServer, settings: Any) -> Account:
    settings.SANGLAP_OUTBOUND_ALLOW = [server.url.removeprefix("http://")]
    made = house.account("kamrul", state=AccountState.APPROVED, handle="office_page")
    Credential.objects.filter(account=made).delete()
    Account.objects.filter(pk=made.pk).update(server=server.url, remote_id="")
    made.refresh_from_db()
    return made


def at(name: str, account: Account) -> str:
    return reverse(f"desk:account-{name}", args=[account.pk])


def prepared(client: Client, account: Account) -> str:
    """The network's page to which the office is led."""
    page = said(client.post(at("connect", account)))
    found = re.search(r'href="([^"]+/oauth/authorize[^"]+)"', page)
    assert found, page
    return found[1].replace("&amp;", "&")


def agreed(url: str, handle: str = "office_page", **more: str) -> str:
    """Say yes at the network as the owner of that account; gives the address to which one is sent back."""
    with httpx.Client(trust_env=False) as browser:
        page = browser.get(url)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        answer = browser.post(f"{origin}/oauth/authorize", data={**hidden, "account": handle, **more})
        assert answer.status_code == 302, answer.text[:400]
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"


def test_the_account_is_connected_and_its_secret_shown_to_nobody(house: House, account: Account) -> None:
    head = signed_in(house, "rehana")
    back = agreed(prepared(head, account))
    page = said(head.get(back, follow=True))
    assert "Connected to @office_page." in page
    account.refresh_from_db()
    assert account.state == AccountState.ACTIVE
    token = unseal(account.credential.sealed)["token"]
    for shown in (page, str(list(Entry.objects.values())), str(head.session.items())):
        assert token not in shown
    # The answer is good once.
    assert "belongs to no question of yours" in said(head.get(back, follow=True))
    assert "works" in said(head.post(at("check", account)))


def test_our_name_at_the_server_is_asked_for_once_and_kept_sealed(house: House, account: Account) -> None:
    head = signed_in(house, "rehana")
    first, second = (parse_qs(urlsplit(prepared(head, account)).query) for _ in range(2))
    assert first["client_id"] == second["client_id"]
    assert first["state"] != second["state"]
    (kept,) = ServerRegistration.objects.all()
    assert first["client_id"][0].encode() not in bytes(kept.sealed)


@pytest.mark.parametrize(
    ("handle", "more", "words"),
    [("other_page", {}, "belongs to @other_page"), ("office_page", {"deny": "1"}, "You did not agree")],
)
def test_another_account_or_a_no_connects_nothing(
    house: House, account: Account, handle: str, more: dict[str, str], words: str
) -> None:
    head = signed_in(house, "rehana")
    assert words in said(head.get(agreed(prepared(head, account), handle, **more), follow=True))
    account.refresh_from_db()
    assert account.state == AccountState.APPROVED
    assert not Credential.objects.filter(account=account).exists()


def test_an_answer_that_somebody_else_asked_for_connects_nothing(house: House, account: Account) -> None:
    house.officer("second-head", Role.HEAD)
    back = agreed(prepared(signed_in(house, "rehana"), account))
    for other in (signed_in(house, "second-head"), signed_in(house, "rehana")):
        assert "belongs to no question of yours" in said(other.get(back, follow=True))
    head = signed_in(house, "rehana")
    prepared(head, account)
    forged = reverse("desk:account-connected") + "?code=stolen&state="
    assert "belongs to no question of yours" in said(head.get(forged, follow=True))
    assert not Credential.objects.filter(account=account).exists()


def test_a_server_that_is_none_is_told_in_plain_words(house: House, account: Account, settings: Any) -> None:
    head = signed_in(house, "rehana")
    Account.objects.filter(pk=account.pk).update(server="http://127.0.0.1:9")
    settings.SANGLAP_OUTBOUND_ALLOW = ["127.0.0.1:9"]
    assert "cannot be reached just now" in said(head.post(at("connect", account)), 502)
    settings.SANGLAP_OUTBOUND_ALLOW = []
    assert "cannot be reached just now" in said(head.post(at("connect", account)), 502)


def test_without_a_panel_nothing_is_asked(house: House, account: Account) -> None:
    account.panel.update(ends_at=account.panel.get().starts_at)
    assert "Appoint the panel first" in said(signed_in(house, "rehana").post(at("connect", account)), 422)
    assert not ServerRegistration.objects.exists()


def test_a_way_in_that_was_taken_back_is_told_and_connected_anew(
    house: House, account: Account, server: PracticeServer
) -> None:
    head = signed_in(house, "rehana")
    head.get(agreed(prepared(head, account)))
    server.fault("revoke", account="office_page", on="all")
    page = said(head.post(at("check", account)))
    server.clear()
    assert "does not work" in page
    assert "Connect the account." in page
    assert "Connected to" in said(head.get(agreed(prepared(head, account)), follow=True))
    assert "does not work" not in said(head.post(at("check", account)))
