"""An account rests on a decision that chose its platform (clause 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts import services
from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.demo import cast
from sanglap.demo.choosing import NATIONAL, seed_decision
from sanglap.guideline import loader
from sanglap.offices.scope import Forbidden, Scope
from sanglap.platforms.models import Decision
from tests import factories
from tests.factories import NOW, SERVER, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3")]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def proposal(**more: Any) -> services.Proposal:
    given: dict[str, Any] = {
        "network": "mastodon", "server": SERVER, "handle": cast.HANDLE, "name": cast.ACCOUNT_NAME,
        "purposes": cast.PURPOSES, "audience": cast.AUDIENCE, "description": cast.DESCRIPTION,
    }  # fmt: skip
    return services.Proposal(**{**given, **more})


def propose(house: House, **more: Any) -> Account:
    office = house.offices["shibalaya"]
    return services.propose(house.scope("rehana"), office=office, proposal=proposal(**more), now=NOW)


def test_the_nearest_decision_that_chose_it_is_named_where_none_is(house: House) -> None:
    national = Decision.objects.get(office=house.offices["cabinet"])
    assert propose(house).decision == national
    own = seed_decision(Scope.everything("tests"), house.offices["shibalaya"], NATIONAL, chosen=["youtube"], now=NOW)
    assert propose(house, handle="other").decision == national
    elsewhere = {"platform": "youtube", "network": "by-hand", "server": "https://www.youtube.com"}
    assert propose(house, **elsewhere).decision == own


def test_a_platform_that_nobody_chose_is_refused(house: House) -> None:
    elsewhere = {"platform": "tiktok", "network": "by-hand", "server": "https://www.tiktok.com"}
    with pytest.raises(ValidationError) as caught:
        propose(house, **elsewhere)
    assert caught.value.error_dict["decision"][0].code == "required"
    assert not Account.objects.exists()


def test_a_decision_of_a_stranger_is_no_ground(house: House) -> None:
    strange = seed_decision(Scope.everything("tests"), house.offices["ghior"], NATIONAL, now=NOW)
    with pytest.raises(ValidationError) as caught:
        propose(house, decision=strange)
    assert caught.value.error_dict["decision"][0].code == "choice"


def test_where_the_rule_only_notes_it_a_proposal_needs_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    book = loader.current()
    rule = book.rule("platform-choice", on=date(2026, 11, 23))
    mild = rule.parameters.model_copy(update={"required": False})
    monkeypatch.setattr("sanglap.platforms.services.choice_at", lambda _now, _kind="": mild)
    elsewhere = {"platform": "tiktok", "network": "by-hand", "server": "https://www.tiktok.com"}
    assert propose(house, **elsewhere).decision is None


def test_what_it_rests_on_stays_though_it_is_replaced(house: House) -> None:
    account = propose(house)
    first = account.decision
    seed_decision(Scope.everything("tests"), house.offices["cabinet"], NATIONAL, chosen=["youtube"], now=NOW)
    services.amend(house.scope("rehana"), account=account, proposal=proposal(audience=factories.WORDS), now=NOW)
    assert account.decision == first
    moved = proposal(platform="facebook", network="by-hand", server="https://www.facebook.com")
    with pytest.raises(ValidationError):
        services.amend(house.scope("rehana"), account=account, proposal=moved, now=NOW)


def test_the_decision_is_named_later_by_whoever_manages_the_account(house: House) -> None:
    account = house.account("kamrul")
    Account.objects.filter(pk=account.pk).update(decision=None)
    decision = Decision.objects.get(office=house.offices["cabinet"])
    with pytest.raises(Forbidden):
        services.name_decision(house.scope("kamrul"), account=account, decision=decision, now=NOW)
    services.name_decision(house.scope("rehana"), account=account, decision=decision, now=NOW)
    services.name_decision(house.scope("rehana"), account=account, decision=decision, now=NOW)
    assert account.decision == decision
    assert Entry.objects.filter(verb="account.choice_named").count() == 1


@pytest.mark.parametrize(
    ("network", "server", "platform"),
    [
        ("mastodon", "https://social.example", "mastodon"),
        ("by-hand", "https://m.facebook.com", "facebook"),
        ("by-hand", "https://twitter.com", "x"),
        ("by-hand", "https://dhaka.wordpress.com", "wordpress"),
        ("by-hand", "https://www.example.com", ""),
    ],
)
def test_an_account_that_says_only_how_it_is_kept_finds_its_platform(
    house: House, network: str, server: str, platform: str
) -> None:
    account = Account.objects.create(
        office=house.offices["shibalaya"], network=network, server=server, handle="x", name=factories.WORDS,
        purposes=[], audience=factories.WORDS, description=factories.WORDS,
    )  # fmt: skip
    assert account.platform == platform
