"""A list of accounts where commits are real: its progress is told while it is worked on (clause 5.a)."""

from __future__ import annotations

import pytest

from sanglap.accounts.models import Account
from sanglap.accounts.services import claims
from sanglap.offices.scope import Scope
from sanglap.offices.states import ImportState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.clause("5.a")


@pytest.mark.usefixtures("own_database")
def test_applied_and_taken_back_while_others_look_on() -> None:
    house, everything = factories.house(), Scope.everything("tests")
    text = "office,link\n" + "".join(f"bd-upa-361,https://facebook.com/page{n:04}\n" for n in range(1_100))
    run = claims.receive(everything, name="list.csv", content=text.encode(), root=house.offices["cabinet"], now=NOW)
    told: list[tuple[str, int, int]] = []

    def say(stage: str, done: int, whole: int) -> None:
        told.append((stage, done, whole))
        seen = type(run).objects.values_list("stage", "done", "whole").get(pk=run.pk)
        assert seen == told[-1]

    claims.compare(run, say=say, now=NOW)
    claims.apply(everything, run=run, say=say, now=NOW)
    assert Account.objects.count() == 1_100
    assert ("applying", 1_000, 1_100) in told
    claims.undo(everything, run=run, say=say, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.stage, Account.objects.count()) == (ImportState.UNDONE, "", 0)
