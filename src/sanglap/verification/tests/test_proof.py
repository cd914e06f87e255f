"""That an office holds an account: by a code in the profile, by the connection, by a person's eyes (clause 5.a)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.audit.models import Entry
from sanglap.core.states import TransitionRefused
from sanglap.offices.scope import Forbidden, Scope
from sanglap.verification import selectors, services
from sanglap.verification.looking import ProfileSeen, ProfileTask
from sanglap.verification.models import Challenge, Control, Watch
from sanglap.verification.reading.profile import Seen
from sanglap.verification.states import Method, Outcome
from sanglap.verification.tests.test_keeping import DAY, GOOD, HOUR
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.a")]
MACHINE = Scope.everything("tests")
SEEN = replace(GOOD, remote_id="7")


@pytest.fixture
def house(db: None) -> House:
    return factories.house(NOW)


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    services.enrol(now=NOW)
    return made


def see(
    account: Account, at: datetime, seen: Seen | None = SEEN, *, itself: bool = False, outcome: Outcome = Outcome.FITS
) -> None:
    task = ProfileTask(Watch.objects.get(account=account).pk, account, connected=itself)
    services.keep_profile(ProfileSeen(task, outcome, seen, itself=itself, pictures={}), now=at)


def code(house: House, account: Account) -> str:
    return services.give_code(house.scope("rehana"), account=account, now=NOW).code


class TestCode:
    @pytest.mark.parametrize("where", ["description", "name", "fields"])
    def test_seen_in_the_public_profile(self, house: House, account: Account, where: str) -> None:
        given = code(house, account)
        told: dict[str, Any] = {where: f"{getattr(SEEN, where)} {given.upper()}"}
        seen = replace(SEEN, **({"fields": {"কোড": given}} if where == "fields" else told))
        assert not selectors.controlled(MACHINE, account)
        see(account, NOW + HOUR, seen)
        assert selectors.controlled(MACHINE, account)
        made = Control.objects.get()
        assert (made.method, made.at, made.handle, made.evidence["code"]) == (
            Method.CODE, NOW + HOUR, account.handle, given
        )  # fmt: skip
        assert not Challenge.objects.exists(), "a code is good once"
        assert Entry.objects.get(verb="verification.proved").data["method"] == "code"

    def test_another_code_proves_nothing(self, house: House, account: Account) -> None:
        old = code(house, account)
        new = code(house, account)
        assert old != new
        see(account, NOW + HOUR, replace(SEEN, description=old))
        assert not selectors.controlled(MACHINE, account)

    def test_what_only_the_account_itself_is_shown_proves_nothing(self, house: House, account: Account) -> None:
        see(account, NOW + HOUR, replace(SEEN, by="account", description=code(house, account)))
        assert not selectors.controlled(MACHINE, account)

    def test_nobody_guesses_it(self, house: House, account: Account) -> None:
        found = {code(house, account) for _time in range(50)}
        assert len(found) == 50
        assert all(len(one) >= 20 for one in found)

    @pytest.mark.parametrize("by", ["kamrul", "sumaiya", "farhana", "mannan", "tanvir"])
    def test_for_the_office_s_own_managers(self, house: House, account: Account, by: str) -> None:
        with pytest.raises(Forbidden):
            services.give_code(house.scope(by), account=account, now=NOW)

    @pytest.mark.parametrize(
        ("by", "shown"), [("rehana", True), ("farhana", True), ("kamrul", False), ("mannan", False), ("tanvir", False)]
    )
    def test_who_is_shown_it(self, house: House, account: Account, by: str, *, shown: bool) -> None:
        code(house, account)
        assert (selectors.challenge(house.scope(by), account) is not None) == shown

    def test_not_for_a_closed_account(self, house: House, account: Account) -> None:
        account.state = AccountState.CLOSED
        with pytest.raises(TransitionRefused):
            code(house, account)


class TestConnection:
    def test_proves_it_once(self, account: Account) -> None:
        see(account, NOW, itself=True)
        see(account, NOW + DAY, itself=True)
        assert Control.objects.get().method == Method.CONNECTION
        assert selectors.controlled(MACHINE, account)

    def test_a_profile_alone_proves_nothing(self, account: Account) -> None:
        see(account, NOW)
        assert not selectors.controlled(MACHINE, account)


class TestLapse:
    def test_with_another_name(self, account: Account) -> None:
        see(account, NOW, itself=True)
        account.handle = "another"
        held = selectors.control(MACHINE, account)
        assert (held.proof, held.lapsed) == (None, Control.objects.get())

    def test_with_another_holder_of_the_same_name(self, account: Account) -> None:
        see(account, NOW, itself=True)
        see(account, NOW + DAY, replace(SEEN, remote_id="8"))
        assert not selectors.controlled(MACHINE, account)
        see(account, NOW + 2 * DAY, replace(SEEN, remote_id="8"), itself=True)
        assert selectors.controlled(MACHINE, account)
        assert Control.objects.count() == 2

    def test_not_with_an_outage(self, account: Account) -> None:
        see(account, NOW, itself=True)
        see(account, NOW + DAY, None, outcome=Outcome.NOT_ASKED)
        assert selectors.controlled(MACHINE, account)


class TestEyes:
    def vouch(self, house: House, account: Account, by: str = "farhana", note: str = "কোড দেখেছি") -> Control:
        return services.vouch(house.scope(by), account=account, note=note, picture=None, now=NOW + DAY)

    def test_behind_a_wall_the_level_above_confirms(self, house: House, account: Account) -> None:
        see(account, NOW, None, outcome=Outcome.WALLED)
        made = self.vouch(house, account)
        assert (made.method, made.person, made.note) == (Method.PERSON, house.people["farhana"], "কোড দেখেছি")
        assert selectors.controlled(MACHINE, account)

    def test_not_where_the_machine_reads(self, house: House, account: Account) -> None:
        see(account, NOW)
        with pytest.raises(ValidationError) as caught:
            self.vouch(house, account)
        assert caught.value.code == "readable"

    @pytest.mark.parametrize("by", ["rehana", "kamrul", "mannan"])
    def test_not_the_office_itself(self, house: House, account: Account, by: str) -> None:
        see(account, NOW, None, outcome=Outcome.WALLED)
        with pytest.raises(Forbidden):
            self.vouch(house, account, by)

    def test_words_are_needed(self, house: House, account: Account) -> None:
        see(account, NOW, None, outcome=Outcome.WALLED)
        with pytest.raises(ValidationError) as caught:
            self.vouch(house, account, note=" ")
        assert "note" in caught.value.error_dict
