"""Clause 3 as a duty: an account without a decision on its platform is noted, and named as soon as it has one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account
from sanglap.duties import selectors, services
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Standing
from sanglap.platforms.models import Decision
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3")]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def duty(account: Account) -> Duty:
    return Duty.objects.get(account=account, kind=DutyKind.PLATFORM)


def test_it_is_noted_until_a_decision_is_named_and_the_decision_is_its_evidence(house: House) -> None:
    account = house.account("kamrul")
    Account.objects.filter(pk=account.pk).update(decision=None)
    services.reckon(now=NOW)
    noted = duty(account)
    assert (noted.standing, noted.done, noted.owed, noted.evidence) == (Standing.AT_RISK, 0, 1, [])
    decision = Decision.objects.get(office=house.offices["cabinet"])
    accounts.name_decision(house.scope("rehana"), account=account, decision=decision, now=NOW)
    services.reckon(now=NOW + timedelta(hours=1))
    kept = duty(account)
    assert (kept.standing, kept.done, kept.since) == (Standing.KEPT, 1, decision.decided_at)
    assert selectors.evidence(house.scope("kamrul"), kept) == [(EvidenceKind.DECISION, decision)]


def test_a_decision_for_another_platform_does_not_keep_it(house: House) -> None:
    account = house.account("kamrul")
    Account.objects.filter(pk=account.pk).update(platform="tiktok")
    services.reckon(now=NOW)
    assert duty(account).standing == Standing.AT_RISK
