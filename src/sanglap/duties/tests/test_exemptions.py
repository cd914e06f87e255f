"""Exemptions: who may, which days, two clicks, two coordinators, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.core.states import TransitionRefused
from sanglap.duties import selectors, services
from sanglap.duties.models import Duty, DutyKind, Exemption, Standing
from sanglap.duties.states import ExemptionState
from sanglap.guideline import loader
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("11")]
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - timedelta(weeks=30))


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def ask(house: House, who: str = "rehana", **more: Any) -> Exemption:
    given: dict[str, Any] = {
        "office": house.offices["shibalaya"], "account": None, "kind": DutyKind.PANEL, "reason": "বন্যা",
        "starts_on": TODAY, "ends_on": TODAY + 7 * DAY, **more,
    }  # fmt: skip
    return services.ask(house.scope(who, NOW), now=NOW, **given)


def decide(house: House, made: Exemption, who: str = "nasrin", *, grant: bool = True, **more: Any) -> None:
    given: dict[str, Any] = {"remark": "ঠিক আছে", **more}
    services.decide(house.scope(who, NOW), exemption=made, grant=grant, now=NOW, **given)


def told(kind: Kind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def code(act: Callable[[], object], field: str) -> str:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act()
    return str(refused.value.error_dict[field][0].code)


def test_the_head_asks_and_the_nearest_coordinator_is_told(house: House) -> None:
    made = ask(house)
    assert (made.state, made.asked_by, made.asked_at) == (ExemptionState.ASKED, house.people["rehana"], NOW)
    assert told(Kind.EXEMPTION) == {"farhana"}
    assert Entry.objects.filter(verb="exemption.asked", object_id=str(made.pk)).exists()


@pytest.mark.parametrize("who", ["kamrul", "sumaiya", "jamal", "tanvir", "nasrin", "mannan", "zahid"])
def test_nobody_else_asks(house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        ask(house, who)


def test_only_for_an_account_of_the_office_s_own(house: House) -> None:
    foreign = house.account("tanvir", office="ghior", handle="ghior")
    assert code(lambda: ask(house, account=foreign), "account") == "foreign"


def test_the_days_must_lie_in_order_and_not_be_over(house: House) -> None:
    assert code(lambda: ask(house, starts_on=TODAY + 2 * DAY, ends_on=TODAY + DAY), "ends_on") == "order"
    assert code(lambda: ask(house, starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY), "ends_on") == "order"
    assert ask(house, starts_on=TODAY - 9 * DAY, ends_on=TODAY).ends_on == TODAY


def test_no_longer_than_the_rulebook_has_it(house: House) -> None:
    longest = loader.current().rule("exemption", on=TODAY).parameters.longest
    assert code(lambda: ask(house, ends_on=TODAY + longest + DAY), "ends_on") == "too_long"
    assert ask(house, ends_on=TODAY + longest).ends_on == TODAY + longest


def test_without_a_reason_nothing_is_asked(house: House) -> None:
    assert code(lambda: ask(house, reason="  "), "reason") == "required"
    assert code(lambda: ask(house, reason="x" * 2_001), "reason") == "max_length"


def test_two_clicks_ask_once(house: House) -> None:
    ask(house)
    assert code(lambda: ask(house), "kind") == "twice"
    assert code(lambda: ask(house, starts_on=TODAY + 3 * DAY, ends_on=TODAY + 20 * DAY), "kind") == "twice"
    assert Exemption.objects.count() == 1
    # For other days, another duty, one account: that is something else.
    ask(house, starts_on=TODAY + 8 * DAY, ends_on=TODAY + 9 * DAY)
    ask(house, kind=DutyKind.UPDATES)


def test_whoever_coordinates_grants_it_and_the_head_is_told(house: House) -> None:
    made = ask(house)
    decide(house, made, "farhana", ends_on=TODAY + 3 * DAY)
    made.refresh_from_db()
    assert (made.state, made.ends_on, made.decided_by) == (
        ExemptionState.GRANTED, TODAY + 3 * DAY, house.people["farhana"],
    )  # fmt: skip
    assert told(Kind.EXEMPTED) == {"rehana"}
    assert made.holds(TODAY + 3 * DAY)
    assert not made.holds(TODAY + 4 * DAY)


@pytest.mark.parametrize("who", ["rehana", "kamrul", "tanvir", "mannan", "zahid"])
def test_nobody_else_decides(house: House, who: str) -> None:
    made = ask(house)
    with pytest.raises(Forbidden):
        decide(house, made, who)


def test_a_coordinator_of_another_district_does_not_decide(house: House) -> None:
    made = ask(house)
    house.officer("elsewhere", Role.COORDINATOR, "ghior", below=True)
    with pytest.raises(Forbidden):
        decide(house, made, "elsewhere")


def test_of_two_coordinators_the_second_is_refused(house: House) -> None:
    made = ask(house)
    late = Exemption.objects.get(pk=made.pk)
    decide(house, made, "farhana")
    with pytest.raises(TransitionRefused):
        decide(house, late, "nasrin", grant=False)
    late.refresh_from_db()
    assert (late.state, late.decided_by) == (ExemptionState.GRANTED, house.people["farhana"])


def test_declining_wants_a_remark_and_granting_does_not(house: House) -> None:
    made = ask(house)
    assert code(lambda: decide(house, made, grant=False, remark=" "), "remark") == "required"
    decide(house, made, grant=True, remark="")


def test_it_is_not_granted_for_longer_than_the_rulebook_has_it(house: House) -> None:
    made = ask(house)
    assert code(lambda: decide(house, made, ends_on=TODAY + 400 * DAY), "ends_on") == "too_long"
    assert code(lambda: decide(house, made, ends_on=TODAY - DAY), "ends_on") == "order"


def test_it_is_withdrawn_before_it_is_decided_and_not_after(house: House) -> None:
    made = ask(house)
    with pytest.raises(Forbidden):
        services.withdraw(house.scope("kamrul", NOW), exemption=made, now=NOW)
    services.withdraw(house.scope("rehana", NOW), exemption=made, now=NOW)
    assert made.state == ExemptionState.WITHDRAWN
    with pytest.raises(TransitionRefused):
        services.withdraw(house.scope("rehana", NOW), exemption=made, now=NOW)
    with pytest.raises(TransitionRefused):
        decide(house, made)
    # It may be asked for anew.
    ask(house)


def test_it_is_ended_early_by_whoever_may_grant_it(house: House, account: Account) -> None:
    made = ask(house)
    with pytest.raises(TransitionRefused):
        services.end(house.scope("nasrin", NOW), exemption=made, remark="x", now=NOW)
    decide(house, made)
    with pytest.raises(Forbidden):
        services.end(house.scope("rehana", NOW), exemption=made, remark="x", now=NOW)
    assert code(
        lambda: services.end(house.scope("nasrin", NOW), exemption=made, remark="", now=NOW), "remark"
    ) == "required"  # fmt: skip
    services.end(house.scope("nasrin", NOW), exemption=made, remark="পানি নেমেছে", now=NOW)
    assert made.state == ExemptionState.ENDED
    # Told twice: that it was granted, and that it ended.
    assert Notice.objects.filter(kind=Kind.EXEMPTED, recipient__username="rehana").count() == 2


def test_what_is_broken_counts_as_exempt_as_long_as_it_holds(house: House, account: Account) -> None:
    from sanglap.accounts.models import PanelMember

    PanelMember.objects.update(ends_at=NOW - timedelta(hours=1))
    services.reckon(now=NOW)
    duty = Duty.objects.get(account=account, kind=DutyKind.PANEL, current=True)
    assert duty.standing == Standing.BROKEN
    made = ask(house, account=account)
    services.reckon(now=NOW)
    duty.refresh_from_db()
    assert duty.standing == Standing.BROKEN, "what is only asked for exempts nobody"
    decide(house, made)
    services.reckon(now=NOW)
    duty.refresh_from_db()
    assert duty.standing == Standing.EXEMPT
    services.end(house.scope("nasrin", NOW), exemption=made, remark="x", now=NOW)
    services.reckon(now=NOW)
    duty.refresh_from_db()
    assert duty.standing == Standing.BROKEN


def test_what_was_asked_stays_as_it_was(house: House) -> None:
    made = ask(house)
    for field, value in (("reason", "x"), ("starts_on", TODAY - DAY), ("kind", "updates-per-week")):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE duties_exemption SET {field} = %s WHERE id = %s", [value, made.pk])  # noqa: S608


def test_each_sees_those_of_his_offices_and_decides_on_those_below(house: House) -> None:
    made = ask(house)
    for who, sees, decides in (
        ("nasrin", True, True), ("farhana", True, True), ("rehana", True, False), ("kamrul", True, False),
        ("mannan", True, False), ("tanvir", False, False), ("zahid", False, False),
    ):  # fmt: skip
        scope = house.scope(who, NOW)
        assert selectors.exemptions(scope).filter(pk=made.pk).exists() is sees, who
        assert selectors.to_decide(scope).filter(pk=made.pk).exists() is decides, who


def test_an_account_shows_its_own_and_the_office_s_that_are_not_over(house: House, account: Account) -> None:
    other = house.account("kamrul", handle="other")
    scope = house.scope("rehana", NOW)
    whole, own = ask(house), ask(house, account=account, kind=DutyKind.UPDATES)
    ask(house, account=other, kind=DutyKind.UPDATES)
    declined = ask(house, account=account, kind=DutyKind.ANSWERS)
    decide(house, declined, grant=False)
    assert set(selectors.exempting(scope, account)) == {whole, own}
