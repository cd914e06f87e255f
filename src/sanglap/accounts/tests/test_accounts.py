"""Opening official accounts, connecting them, and settling who answers for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account, Credential, PanelMember, PanelRole
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.demo import cast
from sanglap.networks.contract import AccessLost, Limits, Profile
from sanglap.networks.registry import UnknownNetwork
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission, Role
from tests import factories
from tests.factories import NOW, SECRETS, SERVER, WORDS, House

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def propose(house: House, by: str = "rehana", **given: Any) -> Account:
    words: dict[str, Any] = {
        "network": "mastodon",
        "server": f"{SERVER}/",
        "handle": cast.HANDLE,
        "name": cast.ACCOUNT_NAME,
        "purposes": cast.PURPOSES,
        "audience": cast.AUDIENCE,
        "description": cast.DESCRIPTION,
    }
    return services.propose(
        house.scope(by), office=house.offices["shibalaya"], proposal=services.Proposal(**{**words, **given}), now=NOW
    )


# Proposing.


@pytest.mark.clause("5.a")
def test_the_head_proposes_an_account_in_the_offices_name(house: House) -> None:
    account = propose(house, purposes=["4.c", "4.b", "4.c"])
    assert (account.office, account.state) == (house.offices["shibalaya"], AccountState.PROPOSED)
    assert account.server == SERVER
    assert account.purposes == ["4.b", "4.c"]
    (entry,) = history(account)
    assert (entry.verb, entry.actor_id) == ("account.proposed", str(house.people["rehana"].pk))


@pytest.mark.clause("4")
@pytest.mark.parametrize("purposes", [[], ["4"], ["4.z"], ["4.b", "7.a"], [""]])
def test_without_an_official_purpose_there_is_no_account(house: House, purposes: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        propose(house, purposes=purposes)
    assert set(caught.value.error_dict) == {"purposes"}
    assert not Account.objects.exists()


@pytest.mark.clause("5.b")
@pytest.mark.parametrize("field", ["name", "audience", "description"])
def test_what_an_account_says_of_itself_may_not_be_left_out(house: House, field: str) -> None:
    words: dict[str, Any] = {field: LocalizedText(en="English only")}
    with pytest.raises(ValidationError) as caught:
        propose(house, **words)
    assert field in caught.value.error_dict
    assert not Account.objects.exists()


def test_one_handle_is_proposed_once(house: House) -> None:
    propose(house)
    with pytest.raises(ValidationError):
        propose(house)
    Account.objects.update(state=AccountState.CLOSED)
    propose(house)
    assert Account.objects.count() == 2


def test_an_unknown_network_is_refused(house: House) -> None:
    with pytest.raises(UnknownNetwork):
        propose(house, network="orkut")


@pytest.mark.clause("5.a")
def test_only_the_head_of_the_office_proposes(house: House) -> None:
    for username in ("kamrul", "sumaiya", "nasrin", "tanvir"):
        with pytest.raises(Forbidden):
            propose(house, by=username)


# Approving.


def test_the_coordinator_approves_and_nobody_in_the_office_does(house: House) -> None:
    account = propose(house)
    for username in ("rehana", "kamrul", "mannan"):
        with pytest.raises(Forbidden):
            services.approve(house.scope(username), account=account, now=NOW)
    services.approve(house.scope("nasrin"), account=account, now=NOW)
    assert Account.objects.get(pk=account.pk).state == AccountState.APPROVED
    assert [entry.verb for entry in history(account)][:2] == ["account.approved", "account.review_begun"]


def test_what_is_at_work_or_closed_is_not_approved(house: House) -> None:
    for state in (AccountState.ACTIVE, AccountState.CLOSED):
        account = house.account(state=state, handle=state.value)
        with pytest.raises(TransitionRefused):
            services.approve(house.scope("nasrin"), account=account, now=NOW)
        assert Account.objects.get(pk=account.pk).state == state


# The panel.


def panel(account: Account, at: datetime = LATER) -> set[str]:
    return {member.user.username for member in selectors.panel([account.pk], at=at)}


def appoint(
    house: House, account: Account, *usernames: str, at: datetime = NOW, role: PanelRole = PanelRole.MODERATOR
) -> None:
    members = {house.people[username]: role for username in usernames}
    services.appoint_panel(house.scope("rehana", at), account=account, members=members, now=at)


def crew(house: House, size: int) -> list[str]:
    names = [f"member{number}" for number in range(size)]
    for name in names:
        house.officer(name, Role.PANEL)
    return names


@pytest.mark.clause("5.c")
@pytest.mark.parametrize("size", [0, 2, 4, 6, 7])
def test_a_panel_of_another_size_is_not_appointed(house: House, size: int) -> None:
    account = house.account("kamrul", state=AccountState.APPROVED)
    with pytest.raises(ValidationError):
        appoint(house, account, *crew(house, size))
    assert panel(account) == {"kamrul"}
    assert not history(account)


@pytest.mark.clause("5.c")
@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_panel_of_one_three_or_five_is_appointed(house: House, size: int) -> None:
    account = house.account(state=AccountState.APPROVED)
    names = crew(house, size)
    appoint(house, account, *names)
    assert panel(account) == set(names)
    (entry,) = history(account)
    assert entry.verb == "account.panel_set"
    assert entry.data["members"] == {str(house.people[name].pk): "moderator" for name in names}


def test_only_the_head_appoints_the_panel(house: House) -> None:
    account = house.account("kamrul")
    for username in ("kamrul", "nasrin", "tanvir"):
        with pytest.raises(Forbidden):
            services.appoint_panel(
                house.scope(username), account=account, members={house.people["kamrul"]: PanelRole.ADMIN}, now=NOW
            )


@pytest.mark.clause("5.c")
def test_whoever_was_replaced_stays_in_the_records_for_that_time(house: House) -> None:
    account = house.account(state=AccountState.APPROVED)
    one, two, three = crew(house, 3)
    appoint(house, account, one, two, three)
    appoint(house, account, two, at=LATER)
    assert panel(account, LATER - timedelta(microseconds=1)) == {one, two, three}
    assert panel(account, LATER) == {two}
    assert panel(account, NOW - timedelta(seconds=1)) == set()
    # Who stays is not appointed anew.
    assert PanelMember.objects.filter(account=account).count() == 3
    appoint(house, account, one, at=LATER + timedelta(hours=1))
    assert panel(account, LATER + timedelta(hours=2)) == {one}
    assert panel(account, LATER) == {two}


def test_a_new_role_is_a_new_term(house: House) -> None:
    account = house.account(state=AccountState.APPROVED)
    appoint(house, account, "kamrul")
    appoint(house, account, "kamrul", at=LATER, role=PanelRole.AUTHORITY)
    assert [
        (member.role, member.ends_at) for member in PanelMember.objects.filter(account=account).order_by("starts_at")
    ] == [("moderator", LATER), ("authority", None)]


def test_appointing_the_same_panel_again_changes_nothing(house: House) -> None:
    account = house.account(state=AccountState.APPROVED)
    appoint(house, account, "kamrul")
    before = list(PanelMember.objects.values())
    appoint(house, account, "kamrul", at=LATER)
    assert list(PanelMember.objects.values()) == before


@pytest.mark.parametrize("statement", ["DELETE FROM accounts_panelmember", "TRUNCATE accounts_panelmember"])
def test_terms_on_a_panel_cannot_be_wiped_out(house: House, statement: str) -> None:
    account = house.account("kamrul")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert panel(account) == {"kamrul"}


def test_whoever_was_replaced_while_away_does_not_come_back(house: House) -> None:
    account = house.account("kamrul", state=AccountState.APPROVED)
    User.objects.filter(username="kamrul").update(is_active=False)
    appoint(house, account, *crew(house, 3), at=LATER)
    User.objects.filter(username="kamrul").update(is_active=True)
    assert "kamrul" not in panel(account, LATER + timedelta(hours=1))


def test_panels_of_a_person_are_those_of_that_moment(house: House) -> None:
    account = house.account(state=AccountState.APPROVED)
    one, two, three = crew(house, 3)
    appoint(house, account, one, two, three)
    appoint(house, account, two, at=LATER)
    assert selectors.panels_of(house.people[one], at=NOW) == {account.pk}
    assert selectors.panels_of(house.people[one], at=LATER) == set()
    assert selectors.panels_of(house.people[two], at=LATER) == {account.pk}


# Connecting.


class Network:
    """Stands in for the call to the network: says whose the secrets are, or fails."""

    def __init__(self, handle: str = cast.HANDLE, error: Exception | None = None) -> None:
        self.handle, self.error = handle, error
        self.asked: list[tuple[str, str, Mapping[str, str]]] = []

    async def __call__(self, network: str, server: str, secrets: Mapping[str, str]) -> tuple[Profile, Limits]:
        self.asked.append((network, server, secrets))
        if self.error:
            raise self.error
        return Profile("7", self.handle, "Shibalaya", f"{server}/@{self.handle}", "", {}), Limits(characters=777)


def connect(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch, network: Network, by: str = "rehana"
) -> Profile:
    monkeypatch.setattr("sanglap.accounts.services.connecting._ask", network)
    return services.connect(house.scope(by), account=account, secrets=SECRETS, now=NOW)


@pytest.mark.clause("5.e")
def test_connecting_seals_the_secrets_and_puts_the_account_to_work(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, network = house.account("kamrul", state=AccountState.APPROVED), Network(cast.HANDLE.upper())
    connect(house, account, monkeypatch, network)
    assert network.asked == [("mastodon", SERVER, SECRETS)]
    stored = Account.objects.get(pk=account.pk)
    assert (stored.state, stored.remote_id, stored.characters) == (AccountState.ACTIVE, "7", 777)
    credential = Credential.objects.get(account=account)
    assert SECRETS["token"].encode() not in bytes(credential.sealed)
    assert dict(selectors.session(stored, httpx.AsyncClient()).secrets) == SECRETS
    assert [entry.verb for entry in history(account)] == ["account.activated", "account.connected"]
    assert not any(SECRETS["token"] in str(entry.data) for entry in history(account))


def left_alone(account: Account, state: AccountState = AccountState.APPROVED) -> bool:
    return (
        Account.objects.get(pk=account.pk).state == state
        and not Credential.objects.filter(account=account).exists()
        and not history(account)
    )


def test_another_accounts_secrets_are_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    account = house.account("kamrul", state=AccountState.APPROVED)
    with pytest.raises(ValidationError, match=r".+"):
        connect(house, account, monkeypatch, Network("somebody_else"))
    assert left_alone(account)


@pytest.mark.clause("5.c")
def test_without_a_panel_no_account_goes_to_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    account = house.account(state=AccountState.APPROVED)
    with pytest.raises(ValidationError):
        connect(house, account, monkeypatch, Network())
    assert left_alone(account)


def test_secrets_that_the_network_does_not_take_are_not_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    account = house.account("kamrul", state=AccountState.APPROVED)
    with pytest.raises(AccessLost):
        connect(house, account, monkeypatch, Network(error=AccessLost("401")))
    assert left_alone(account)


@pytest.mark.parametrize("state", [AccountState.PROPOSED, AccountState.IN_REVIEW, AccountState.CLOSED])
def test_what_is_not_approved_is_not_even_asked_about(
    house: House, monkeypatch: pytest.MonkeyPatch, state: AccountState
) -> None:
    account, network = house.account("kamrul", state=state), Network()
    with pytest.raises(TransitionRefused):
        connect(house, account, monkeypatch, network)
    assert network.asked == []
    assert left_alone(account, state)


def test_only_the_head_connects(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    account, network = house.account("kamrul", state=AccountState.APPROVED), Network()
    for username in ("kamrul", "nasrin", "tanvir"):
        with pytest.raises(Forbidden):
            connect(house, account, monkeypatch, network, by=username)
    assert network.asked == []


def test_of_two_who_connect_at_once_the_second_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    account = house.account("kamrul", state=AccountState.APPROVED)
    stale = Account.objects.get(pk=account.pk)
    connect(house, account, monkeypatch, Network())
    sealed = bytes(Credential.objects.get(account=account).sealed)
    with pytest.raises(TransitionRefused):
        connect(house, stale, monkeypatch, Network())
    assert bytes(Credential.objects.get(account=account).sealed) == sealed


def test_new_secrets_can_be_given_when_the_old_are_no_longer_good(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = house.account("kamrul")
    before = bytes(Credential.objects.get(account=account).sealed)
    connect(house, account, monkeypatch, Network())
    assert bytes(Credential.objects.get(account=account).sealed) != before


# Reading.


def test_accounts_are_seen_from_the_own_office_and_from_above(house: House) -> None:
    ours, theirs = house.account("kamrul"), house.account("tanvir", office="ghior", handle="ghior")

    def seen(username: str) -> set[Account]:
        return set(selectors.accounts(house.scope(username)))

    assert seen("kamrul") == {ours}
    assert seen("tanvir") == {theirs}
    assert seen("nasrin") == {ours, theirs}
    assert set(selectors.accounts(house.scope("kamrul"), Permission.ACCOUNT_MANAGE)) == set()


def test_only_what_has_its_secrets_and_is_at_work_counts_as_connected(house: House) -> None:
    ours = house.account("kamrul")
    house.account(handle="other", state=AccountState.SUSPENDED)
    house.account(handle="third", state=AccountState.APPROVED)
    assert list(selectors.connected(Scope.everything("tests"))) == [ours]
    Credential.objects.all().delete()
    assert list(selectors.connected(Scope.everything("tests"))) == []


def test_an_account_is_named_in_the_readers_language(house: House) -> None:
    account = house.account("kamrul")
    account.name = WORDS
    assert str(account) == WORDS["bn"]
