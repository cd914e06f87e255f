"""What the benchmark of claimed accounts measures is done indeed, and undone (5.a)."""

from __future__ import annotations

import pytest

from sanglap.accounts.models import Account
from sanglap.bench import claims
from sanglap.offices.models import Office
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.a")]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.house()
    monkeypatch.setattr(claims, "ROWS", 6)
    monkeypatch.setattr(claims, "OFFICES", 2)


@pytest.mark.usefixtures("small")
def test_each_step_of_each_list_does_what_it_is_measured_for() -> None:
    before = Account.objects.count(), Office.objects.count()
    for listed in (claims._accounts(), claims._offices()):
        for _round in range(2):
            assert [listed.step(name) > 0 for name in claims.GOALS] == [True] * 3
    assert (Account.objects.count(), Office.objects.count()) == before


@pytest.mark.usefixtures("small")
def test_a_step_that_does_nothing_is_no_figure() -> None:
    listed = claims._accounts()
    listed.step("compare")
    listed.steps["apply"] = lambda _run, _now: None
    with pytest.raises(RuntimeError, match="0 of 6 rows"):
        listed.step("apply")
