"""Clause 5.c: how each account stands with its panel, and since when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from sanglap.accounts.models import Account, PanelMember, PanelRole
from sanglap.duties import selectors, services
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Standing
from sanglap.offices import services as offices
from sanglap.offices.models import Appointment, EntryKind
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.clause("5.c")

DHAKA = ZoneInfo("Asia/Dhaka")
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    """A moment by the clock of Dhaka."""
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


BEGAN = at("2026-01-01T09:00")
LEFT = at("2026-11-24T15:00")
# Whole weeks from Sunday 22 November 2026 on.
SUNDAY = at("2026-11-22T00:00")
MONDAY = at("2026-11-23T12:00")
FRIDAY = at("2026-11-27T12:00")
OVER = at("2026-11-29T00:00")


@pytest.fixture
def house(db: None) -> House:
    return factories.house(BEGAN)


def panel_of(house: House, size: int) -> Account:
    """An account with so many people on its panel, all appointed at its office: m0, m1, …"""
    names = [f"m{number}" for number in range(size)]
    for name in names:
        house.officer(name, Role.PANEL)
    return house.account(*names)


def duty(account: Account, now: datetime, starts: datetime = SUNDAY) -> Duty:
    """How the week stands as reckoned at that moment."""
    services.reckon(now=now)
    return Duty.objects.get(account=account, kind=DutyKind.PANEL, starts_on=starts.date())


def told(account: Account, now: datetime, starts: datetime = SUNDAY) -> tuple[str, datetime]:
    found = duty(account, now, starts)
    return found.standing, found.since


def leaves(account: Account, name: str, when: datetime) -> None:
    """That person's seat on the panel ends."""
    PanelMember.objects.filter(account=account, user__username=name).update(ends_at=when)


def goes(name: str, when: datetime) -> None:
    """That person's appointment ends; the seat on the panel is forgotten."""
    Appointment.objects.filter(user__username=name).update(ends_at=when)


@pytest.mark.parametrize(
    ("size", "standing", "wanted"),
    [
        (0, Standing.BROKEN, 1),
        (1, Standing.KEPT, 1),
        (2, Standing.BROKEN, 3),
        (3, Standing.KEPT, 3),
        (4, Standing.AT_RISK, 5),
        (5, Standing.KEPT, 5),
        (6, Standing.BROKEN, 5),
    ],
)
def test_one_three_or_five_serve_and_four_are_noted(house: House, size: int, standing: Standing, wanted: int) -> None:
    found = duty(panel_of(house, size), MONDAY)
    assert (found.standing, found.done, found.owed) == (standing, size, wanted)
    assert (found.rule, len(found.evidence)) == ("bd-2016:5.c", size)
    # A panel that never was has been missing for the whole week.
    assert found.since == (BEGAN if size else SUNDAY)


@pytest.mark.parametrize("end", [leaves, goes], ids=["the seat ends", "the appointment ends"])
def test_it_is_broken_since_somebody_left_and_kept_since_the_number_is_right_again(house: House, end: Any) -> None:
    account = panel_of(house, 3)
    assert told(account, MONDAY) == (Standing.KEPT, BEGAN)
    end(account, "m1", LEFT) if end is leaves else end("m1", LEFT)
    found = duty(account, FRIDAY)
    assert (found.standing, found.since, found.due_at) == (Standing.BROKEN, LEFT, LEFT)
    # Whoever left comes first among the evidence.
    (kind, seat), *others = selectors.evidence(Scope.everything("tests"), found)
    assert (kind, seat.user.username, len(others)) == (EvidenceKind.SEAT, "m1", 2)
    house.officer("new", Role.PANEL)
    house.seat(account, "new")
    back = LEFT + timedelta(days=2)
    PanelMember.objects.filter(user__username="new").update(starts_at=back)
    assert told(account, FRIDAY) == (Standing.KEPT, back)


def test_it_is_broken_since_the_number_first_became_wrong(house: House) -> None:
    account = panel_of(house, 5)
    leaves(account, "m0", LEFT - timedelta(days=60))  # four: noted
    leaves(account, "m1", LEFT - timedelta(days=50))  # three
    leaves(account, "m2", LEFT - timedelta(days=40))  # two
    house.officer("more", Role.PANEL)
    house.officer("most", Role.PANEL)
    for name, days in (("more", 30), ("most", 30)):
        house.seat(account, name)
        PanelMember.objects.filter(user__username=name).update(starts_at=LEFT - timedelta(days=days))  # four
    assert told(account, FRIDAY) == (Standing.AT_RISK, LEFT - timedelta(days=30))
    leaves(account, "m3", LEFT - timedelta(days=20))  # three
    leaves(account, "m4", LEFT - timedelta(days=10))  # two
    leaves(account, "more", LEFT)  # one: in order again
    assert told(account, FRIDAY) == (Standing.KEPT, LEFT)


def test_only_who_is_appointed_at_the_office_and_may_approve_serves(house: House) -> None:
    for name, role, office in (("far", Role.PANEL, "ghior"), ("writer", Role.AUTHOR, "shibalaya")):
        house.officer(name, role, office)
    found = duty(house.account("kamrul", "far", "writer"), MONDAY)
    assert (found.standing, found.done) == (Standing.KEPT, 1)


def test_who_serves_in_two_positions_is_one(house: House) -> None:
    house.also("kamrul", Role.HEAD, "shibalaya")
    assert duty(house.account("kamrul"), MONDAY).done == 1


def test_who_goes_on_in_another_seat_or_position_has_not_left(house: House) -> None:
    account = panel_of(house, 1)
    leaves(account, "m0", LEFT)
    PanelMember.objects.create(
        account=account, user=house.people["m0"], role=PanelRole.ADMIN, starts_at=LEFT, ends_at=None
    )
    goes("m0", LEFT + timedelta(hours=1))
    house.also("m0", Role.HEAD, "shibalaya")
    Appointment.objects.filter(ends_at=None, user__username="m0").update(starts_at=LEFT + timedelta(hours=1))
    assert told(account, FRIDAY) == (Standing.KEPT, BEGAN)


def test_a_term_that_was_called_off_before_it_began_counts_for_nothing(house: House) -> None:
    account = panel_of(house, 3)
    PanelMember.objects.filter(user__username="m0").update(ends_at=F("starts_at"))
    assert duty(account, MONDAY).done == 2


# What is to come.

# From Monday 23 November the tenth working day is Monday 7 December.
HORIZON = at("2026-12-08T00:00")


@pytest.mark.parametrize("end", [leaves, goes], ids=["the seat ends", "the appointment ends"])
@pytest.mark.parametrize(("when", "standing"), [(HORIZON - SECOND, Standing.AT_RISK), (HORIZON, Standing.KEPT)])
def test_it_is_at_risk_where_somebody_leaves_within_ten_working_days(
    house: House, end: Any, when: datetime, standing: Standing
) -> None:
    account = panel_of(house, 3)
    services.reckon(now=SUNDAY)
    end(account, "m2", when) if end is leaves else end("m2", when)
    found = duty(account, MONDAY)
    assert (found.standing, found.done) == (standing, 3)
    if standing == Standing.AT_RISK:
        assert (found.since, found.due_at) == (MONDAY, when)
        assert selectors.evidence(Scope.everything("tests"), found)[0][1].user.username == "m2"
    else:
        assert (found.since, found.due_at) == (BEGAN, None)


def test_where_the_successor_is_on_the_panel_already_nothing_is_at_risk(house: House) -> None:
    account = panel_of(house, 3)
    leaves(account, "m2", OVER)
    house.officer("next", Role.PANEL)
    house.seat(account, "next")
    PanelMember.objects.filter(user__username="next").update(starts_at=OVER)
    assert told(account, MONDAY) == (Standing.KEPT, BEGAN)


def test_days_on_which_the_office_is_closed_are_not_counted(house: House) -> None:
    account = panel_of(house, 3)
    leaves(account, "m2", HORIZON + timedelta(hours=9))
    assert duty(account, MONDAY).standing == Standing.KEPT
    offices.add_entry(
        Scope.everything("tests"), office=house.offices["shibalaya"], kind=EntryKind.HOLIDAY, name=factories.WORDS,
        starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1), basis="executive", now=house.now,
    )  # fmt: skip
    assert duty(account, MONDAY).standing == Standing.AT_RISK


# Weeks.


def test_a_week_that_is_over_stands_as_its_last_moment_did(house: House) -> None:
    account = panel_of(house, 3)
    services.reckon(now=SUNDAY)
    leaves(account, "m0", OVER + timedelta(hours=9))
    assert duty(account, FRIDAY).standing == Standing.AT_RISK
    # Then nothing is at risk any more: it went well to the end, and the next week tells of what came.
    later = OVER + timedelta(days=1)
    assert told(account, later) == (Standing.KEPT, BEGAN)
    assert told(account, later, OVER) == (Standing.BROKEN, OVER + timedelta(hours=9))


def test_to_reckon_again_changes_nothing(house: House) -> None:
    account = panel_of(house, 3)
    leaves(account, "m0", OVER)
    services.reckon(now=MONDAY)
    assert services.reckon(now=MONDAY + timedelta(hours=1)) == 0
