"""A member of the panel on leave: the others go on without him, and for a sole person another stands in (5.c, 6.a)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.selectors import panels_of
from sanglap.content import approval
from sanglap.content.models import Variant
from sanglap.content.selectors import waiting_for
from sanglap.content.states import VariantState
from sanglap.notices.models import Kind, Notice
from sanglap.offices import services as offices
from sanglap.offices.models import Appointment, Leave
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a"), pytest.mark.clause("5.c")]
DAY = timedelta(days=1)
EVERYTHING = Scope.everything("tests")


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def leaves(house: House, who: str, *, at: datetime = NOW, days: int = 7, since: datetime | None = None) -> Leave:
    return offices.go_on_leave(
        house.scope(who, at), user=house.people[who], starts_at=since or at, ends_at=at + days * DAY, now=at
    )


def stands_in(house: House, whom: str, who: str, *, days: int = 7) -> None:
    appointment = Appointment.objects.get(user=house.people[whom])
    offices.delegate(
        house.scope(whom), appointment=appointment, to=house.people[who], starts_at=NOW, ends_at=NOW + days * DAY,
        now=NOW,
    )  # fmt: skip


def asked_to_vote(house: House, who: str) -> bool:
    return Notice.objects.filter(kind=Kind.VOTE, recipient=house.people[who]).exists()


def by_majority(house: House) -> Account:
    account = house.panel_of_three()
    accounts.set_majority(house.scope("rehana"), account=account, by_majority=True, now=NOW)
    account.refresh_from_db()
    return account


def test_who_is_away_is_not_asked_and_does_not_vote_until_he_ends_it_or_it_is_over(house: House) -> None:
    account = house.panel_of_three()
    leave = leaves(house, "farid", days=2)
    variant = newest(house.draft(account))
    assert [asked_to_vote(house, who) for who in ("kamrul", "farid", "shila")] == [True, False, True]
    with pytest.raises(Forbidden):
        house.vote(variant, "farid")
    assert not waiting_for(house.scope("farid"), now=NOW).exists()
    assert [user.username for user in approval.standing(variant, at=NOW).away] == ["farid"]
    over = leave.ends_at
    assert approval.standing(variant, at=over).away == (), "it ends by itself"
    offices.end_leave(house.scope("farid"), leave=leave, now=NOW + MINUTE)
    assert house.vote(variant, "farid", at=NOW + 2 * MINUTE).state == VariantState.APPROVED


def test_the_number_needed_is_reckoned_of_those_who_are_there(house: House) -> None:
    account = by_majority(house)
    house.officer("momena", Role.PANEL)
    house.officer("rafiq", Role.PANEL)
    for name in ("momena", "rafiq"):
        house.seat(account, name)
    variant = newest(house.draft(account))
    assert approval.standing(variant, at=NOW).needed == 3
    for name in ("momena", "rafiq"):
        leaves(house, name)
    assert approval.standing(variant, at=NOW).needed == 2
    assert house.vote(variant, "kamrul").state == VariantState.SUBMITTED
    assert house.vote(variant, "shila").state == VariantState.APPROVED


def test_what_he_approved_before_he_left_counts(house: House) -> None:
    variant = newest(house.draft(by_majority(house)))
    house.vote(variant, "farid")
    leaves(house, "farid", at=NOW + 2 * MINUTE)
    standing = approval.standing(variant, at=NOW + 3 * MINUTE)
    assert (standing.given, standing.needed) == (1, 2)
    assert house.vote(variant, "shila", at=NOW + 3 * MINUTE).state == VariantState.APPROVED


def test_the_last_one_there_does_not_approve_his_own_words(house: House) -> None:
    account = house.panel_of_three()
    for name in ("farid", "shila"):
        leaves(house, name)
    variant = newest(house.draft(account, writer="kamrul"))
    assert not approval.standing(variant, at=NOW).is_sole(house.people["kamrul"])
    with pytest.raises(Forbidden):
        house.vote(variant, "kamrul", confirmed=True)


def test_of_a_larger_panel_nobody_from_outside_stands_in(house: House) -> None:
    account = house.panel_of_three()
    house.officer("momena", Role.PANEL)
    leaves(house, "kamrul")
    stands_in(house, "kamrul", "momena")
    variant = newest(house.draft(account))
    assert account.pk not in panels_of(house.people["momena"], at=NOW)
    with pytest.raises(Forbidden):
        house.vote(variant, "momena")


def sole(house: House) -> Variant:
    """Kamrul alone is responsible and is on leave; Momena stands in."""
    account = house.account("kamrul")
    house.officer("momena", Role.AUTHOR)
    leaves(house, "kamrul", days=3)
    stands_in(house, "kamrul", "momena")
    return newest(house.draft(account))


def test_who_stands_in_for_the_sole_person_is_told_votes_and_is_on_record(house: House) -> None:
    variant = sole(house)
    assert asked_to_vote(house, "momena")
    assert not asked_to_vote(house, "kamrul")
    assert waiting_for(house.scope("momena"), now=NOW).get() == variant
    done = house.vote(variant, "momena")
    assert done.state == VariantState.APPROVED
    assert done.votes.get().member == house.people["momena"]
    assert approval.closed_gate(newest(variant.revision.draft)) == ""


def test_standing_in_ends_with_the_leave_and_what_was_approved_stands(house: House) -> None:
    variant = house.vote(sole(house), "momena")
    back = NOW + 3 * DAY
    assert not panels_of(house.people["momena"], at=back)
    other = newest(house.draft(variant.account, text="অন্য খবর"))
    with pytest.raises(Forbidden):
        house.vote(other, "momena", at=back)
    assert house.vote(other, "kamrul", at=back).state == VariantState.APPROVED
    house.people["kamrul"].is_active = False
    house.people["kamrul"].save()
    assert approval.closed_gate(newest(variant.revision.draft)) == "", "whatever becomes of him"


def test_who_stands_in_without_a_leave_fills_no_seat(house: House) -> None:
    account = house.account("kamrul")
    house.officer("momena", Role.AUTHOR)
    stands_in(house, "kamrul", "momena")
    assert not panels_of(house.people["momena"], at=NOW)
    assert not approval.standing(newest(house.draft(account)), at=NOW).is_member(house.people["momena"])


def test_a_leave_that_is_entered_afterwards_unmakes_no_approval(house: House) -> None:
    variant = house.vote(newest(house.draft(house.account("kamrul"))), "kamrul")
    leaves(house, "kamrul", at=NOW + DAY, since=NOW - DAY)
    assert approval.closed_gate(newest(variant.revision.draft)) == ""
    assert approval.standing(variant, at=NOW + MINUTE).away == ()
