"""What profile and website show from outside, as duties (clauses 5.b, 5.h, 5.i)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Standing
from sanglap.duties.selectors import evidence
from sanglap.verification.models import Finding
from sanglap.verification.states import BAD, UNSEEN, Aspect, Outcome
from tests import factories
from tests.factories import NOW, House

DAY = timedelta(days=1)
KINDS = [
    pytest.param(DutyKind.PROFILE, [Aspect.DESCRIPTION], marks=pytest.mark.clause("5.b")),
    pytest.param(DutyKind.WEBSITE, [Aspect.WEBSITE, Aspect.BACK], marks=pytest.mark.clause("5.h")),
    pytest.param(DutyKind.GRIEVANCE, [Aspect.GRIEVANCE], marks=pytest.mark.clause("5.i")),
]


@pytest.fixture
def house(db: None) -> House:
    return factories.house(NOW)


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def found(account: Account, aspect: Aspect, outcome: Outcome | str, days: int = 3) -> Finding:
    row, _new = Finding.objects.update_or_create(
        account=account, kind=aspect,
        defaults={
            "outcome": outcome, "seen": outcome or Outcome.FITS, "since": NOW - days * DAY if outcome else None,
            "looked_at": NOW, "noted_at": NOW,
        },
    )  # fmt: skip
    return row


def stands(account: Account, kind: DutyKind) -> Duty:
    services.reckon(now=NOW)
    return Duty.objects.get(account=account, kind=kind)


@pytest.mark.parametrize(("kind", "aspects"), KINDS)
class TestEach:
    def test_nobody_looked_yet(self, account: Account, kind: DutyKind, aspects: list[Aspect]) -> None:
        duty = stands(account, kind)
        assert (duty.standing, duty.done, duty.owed) == (Standing.RUNNING, 0, len(aspects))

    def test_in_order(self, account: Account, kind: DutyKind, aspects: list[Aspect]) -> None:
        for number, aspect in enumerate(aspects):
            found(account, aspect, Outcome.FITS, days=3 + number)
        duty = stands(account, kind)
        assert (duty.standing, duty.done, duty.since) == (Standing.KEPT, len(aspects), NOW - 3 * DAY)

    @pytest.mark.parametrize("outcome", sorted(BAD))
    def test_broken(self, account: Account, kind: DutyKind, aspects: list[Aspect], outcome: Outcome) -> None:
        for aspect in aspects:
            found(account, aspect, Outcome.FITS, days=9)
        row = found(account, aspects[-1], outcome, days=2)
        duty = stands(account, kind)
        assert (duty.standing, duty.since, duty.done) == (Standing.BROKEN, NOW - 2 * DAY, len(aspects) - 1)
        assert duty.references[0].id == row.pk, "what is not in order first"

    @pytest.mark.parametrize("outcome", sorted(UNSEEN))
    def test_what_nobody_could_see_is_never_broken(
        self, account: Account, kind: DutyKind, aspects: list[Aspect], outcome: Outcome
    ) -> None:
        for aspect in aspects:
            found(account, aspect, outcome)
        expected = Standing.AT_RISK if outcome == Outcome.SUSPICIOUS else Standing.RUNNING
        assert stands(account, kind).standing == expected

    def test_seen_but_not_sure(self, account: Account, kind: DutyKind, aspects: list[Aspect]) -> None:
        for aspect in aspects:
            found(account, aspect, "")
        assert stands(account, kind).standing == Standing.RUNNING


@pytest.mark.clause("5.h")
def test_both_ways_are_owed(account: Account) -> None:
    found(account, Aspect.WEBSITE, Outcome.FITS)
    duty = stands(account, DutyKind.WEBSITE)
    assert (duty.standing, duty.done, duty.owed) == (Standing.RUNNING, 1, 2)


@pytest.mark.clause("5.i")
def test_the_evidence_is_what_was_found(house: House, account: Account) -> None:
    row = found(account, Aspect.GRIEVANCE, Outcome.MISSING)
    duty = stands(account, DutyKind.GRIEVANCE)
    assert evidence(house.scope("rehana"), duty) == [(EvidenceKind.FINDING, row)]
    assert evidence(house.scope("tanvir"), duty) == []
    assert duty.remedy["bn"]
    assert duty.clause.id == "5.i"


@pytest.mark.clause("5.h")
def test_as_many_queries_whatever_the_number_of_accounts(house: House, account: Account) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            services.reckon(now=NOW)
        return len(seen)

    queries()
    few = queries()
    for number in range(12):
        made = house.account("tanvir", office="ghior", handle=f"h{number}")
        for aspect in Aspect:
            found(made, aspect, Outcome.FITS)
    assert queries() == few
    assert stands(account, DutyKind.WEBSITE).standing == Standing.RUNNING
