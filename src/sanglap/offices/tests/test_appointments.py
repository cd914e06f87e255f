"""Positions outlive people: appointed, relieved, handed over, by order, and who stands in meanwhile (clause 5.c)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sanglap.audit.selectors import history
from sanglap.core.localized import LocalizedText
from sanglap.offices import selectors, services
from sanglap.offices.models import Appointment, Charge, OfficeOrder, Position
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.figures import reckon_heads
from sanglap.people.models import User
from sanglap.people.permissions import Permission, Role
from tests import factories
from tests.factories import NOW, WORDS, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]
SYSTEM = Scope.everything("tests")
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def held_by(house: House, username: str) -> Appointment:
    return Appointment.objects.select_related("position__office", "user").get(user=house.people[username])


def refused(error: pytest.ExceptionInfo[ValidationError]) -> str:
    """The code of the one thing that is wrong."""
    value = error.value
    inner = next(iter(value.error_dict.values()))[0] if hasattr(value, "error_dict") else value.error_list[0]
    return str(inner.code)


def may_approve(house: House, username: str, at: datetime) -> bool:
    return house.scope(username, at).may(Permission.POST_APPROVE, house.offices["shibalaya"].pk)


# One holder at a time.


def test_a_held_position_takes_nobody_else(house: House) -> None:
    taken = held_by(house, "kamrul")
    with pytest.raises(ValidationError) as error:
        services.appoint(
            house.scope("rehana"), position=taken.position, user=house.people["jamal"], starts_at=NOW + DAY, now=NOW
        )
    assert refused(error) == "held"
    assert "কামরুল" in error.value.messages[0]


def test_not_even_direct_writing_gives_a_position_two_holders(house: House) -> None:
    taken = held_by(house, "kamrul")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            position=taken.position, user=house.people["jamal"], starts_at=NOW + DAY, entered_at=NOW
        )


def test_terms_that_meet_do_not_overlap(house: House) -> None:
    taken = held_by(house, "kamrul")
    services.relieve(house.scope("rehana"), appointment=taken, ends_at=NOW + DAY, now=NOW)
    services.appoint(
        house.scope("rehana"), position=taken.position, user=house.people["jamal"], starts_at=NOW + DAY, now=NOW
    )
    tick = timedelta(microseconds=1)
    assert [may_approve(house, who, NOW + DAY - tick) for who in ("kamrul", "jamal")] == [True, False]
    assert [may_approve(house, who, NOW + DAY) for who in ("kamrul", "jamal")] == [False, True]


def test_one_that_is_called_off_before_it_begins_holds_nothing(house: House) -> None:
    head = house.scope("rehana")
    position = services.create_position(head, office=house.offices["shibalaya"], title=WORDS, role=Role.PANEL, now=NOW)
    coming = services.appoint(head, position=position, user=house.people["jamal"], starts_at=NOW + DAY, now=NOW)
    services.relieve(head, appointment=coming, ends_at=coming.starts_at, now=NOW)
    assert not may_approve(house, "jamal", NOW + DAY)
    services.appoint(head, position=position, user=house.people["sumaiya"], starts_at=NOW + DAY, now=NOW)
    assert may_approve(house, "sumaiya", NOW + DAY)


def test_a_term_that_ended_is_not_ended_again(house: House) -> None:
    taken = held_by(house, "kamrul")
    services.relieve(house.scope("rehana"), appointment=taken, ends_at=NOW + DAY, now=NOW)
    later = NOW + 2 * DAY
    with pytest.raises(ValidationError) as error:
        services.relieve(house.scope("rehana", later), appointment=held_by(house, "kamrul"), ends_at=later, now=later)
    assert refused(error) == "ended"


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [(NOW, NOW, "order"), (NOW, NOW - DAY, "order"), (datetime(1970, 1, 1, tzinfo=NOW.tzinfo), None, "date")],
)
def test_a_term_that_makes_no_sense_is_refused(
    house: House, starts: datetime, ends: datetime | None, code: str
) -> None:
    position = services.create_position(
        SYSTEM, office=house.offices["shibalaya"], title=WORDS, role=Role.AUTHOR, now=NOW
    )
    with pytest.raises(ValidationError) as error:
        services.appoint(SYSTEM, position=position, user=house.people["jamal"], starts_at=starts, ends_at=ends, now=NOW)
    assert refused(error) == code
    assert not position.appointments.exists()


# Who gives what.


def test_nobody_appoints_himself(house: House) -> None:
    head = house.scope("rehana")
    position = services.create_position(head, office=house.offices["shibalaya"], title=WORDS, role=Role.HEAD, now=NOW)
    with pytest.raises(ValidationError) as error:
        services.appoint(head, position=position, user=house.people["rehana"], starts_at=NOW, now=NOW)
    assert refused(error) == "oneself"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.OPERATOR])
def test_oversight_is_given_from_above_only(house: House, role: Role) -> None:
    office = house.offices["shibalaya"]
    with pytest.raises(Forbidden):
        services.create_position(house.scope("rehana"), office=office, title=WORDS, role=role, now=NOW)
    made = services.create_position(house.scope("farhana"), office=office, title=WORDS, role=role, now=NOW)
    assert made.role == role


def test_a_coordinator_appoints_below_and_not_beside(house: House) -> None:
    ghior = held_by(house, "tanvir").position
    services.relieve(house.scope("farhana"), appointment=held_by(house, "tanvir"), ends_at=NOW + DAY, now=NOW)
    services.appoint(house.scope("farhana"), position=ghior, user=house.people["jamal"], starts_at=NOW + DAY, now=NOW)
    with pytest.raises(Forbidden):
        services.relieve(house.scope("farhana"), appointment=held_by(house, "nasrin"), ends_at=NOW + DAY, now=NOW)


def test_a_held_position_is_not_abolished_and_an_abolished_one_not_held(house: House) -> None:
    taken = held_by(house, "kamrul")
    with pytest.raises(ValidationError) as error:
        services.abolish_position(house.scope("rehana"), position=taken.position, now=NOW)
    assert refused(error) == "held"
    services.relieve(house.scope("rehana"), appointment=taken, ends_at=NOW, now=NOW)
    services.abolish_position(house.scope("rehana"), position=taken.position, now=NOW)
    with pytest.raises(ValidationError) as error:
        services.appoint(
            house.scope("rehana"), position=Position.objects.get(pk=taken.position_id), user=house.people["jamal"],
            starts_at=NOW, now=NOW,
        )  # fmt: skip
    assert refused(error) == "abolished"


# In one step.


def test_a_hand_over_leaves_no_gap_and_no_overlap(house: House) -> None:
    leaving, at = held_by(house, "kamrul"), NOW + DAY
    ghior = services.create_position(SYSTEM, office=house.offices["ghior"], title=WORDS, role=Role.PANEL, now=NOW)
    done = services.hand_over(
        house.scope("farhana"), appointment=leaving, successor=house.people["jamal"], onward=ghior, at=at,
        charge=Charge.ADDITIONAL, now=NOW,
    )  # fmt: skip
    assert (done.succeeded and done.succeeded.charge, done.onward and done.onward.user) == (
        Charge.ADDITIONAL,
        house.people["kamrul"],
    )
    tick = timedelta(microseconds=1)
    for moment, holder in ((at - tick, "kamrul"), (at, "jamal")):
        serving = selectors.serving(SYSTEM, now=moment).filter(position=leaving.position)
        assert [one.user.username for one in serving] == [holder]
    assert house.scope("kamrul", at).may(Permission.POST_APPROVE, house.offices["ghior"].pk)
    assert not may_approve(house, "kamrul", at)


def test_a_hand_over_happens_as_a_whole_or_not_at_all(house: House) -> None:
    leaving = held_by(house, "kamrul")
    User.objects.filter(username="jamal").update(is_active=False)
    with pytest.raises(ValidationError) as error:
        services.hand_over(
            house.scope("rehana"), appointment=leaving, successor=house.people["jamal"], at=NOW + DAY, now=NOW
        )
    assert set(error.value.error_dict) == {"successor"}
    assert held_by(house, "kamrul").ends_at is None


# Orders.


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("০৫.০০.০০০০.০০০.০০.০০০.২৬", "05.00.0000.000.00.000.26"),
        ("05 00 0000 000 00 000 26", "05.00.0000.000.00.000.26"),
        ("050000000000000026", "05.00.0000.000.00.000.26"),
        ("০৪-০০-০০০০-২২১-১৬-০০১-১৫৩", "04.00.0000.221.16.001.153"),
        ("  উনিঅ/শিবা/২০২৬/৪৫  ", "উনিঅ/শিবা/2026/45"),
        ("memo 12", "memo 12"),
    ],
)
def test_a_memo_number_is_kept_in_one_form(given: str, kept: str) -> None:
    assert services.plain_memo(given) == kept
    assert services.plain_memo(kept) == kept


@pytest.mark.parametrize("given", ["", " \u200b ", "x" * 65, "৯" * 1_000_000])
def test_a_memo_number_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        services.plain_memo(given)


def test_the_same_order_is_entered_once_and_its_appointments_name_it(house: House) -> None:
    head, office = house.scope("rehana"), house.offices["shibalaya"]
    first = services.enter_order(head, office=office, memo="উনিঅ/৪৫", dated=date(2026, 11, 20), now=NOW)
    again = services.enter_order(head, office=office, memo="উনিঅ/45", dated=date(2026, 11, 20), now=NOW)
    assert first == again
    assert OfficeOrder.objects.count() == 1
    terms = [held_by(house, "kamrul"), held_by(house, "jamal")]
    assert services.add_order(head, order=first, appointments=terms, now=NOW) == 2
    assert services.add_order(head, order=first, appointments=terms, now=NOW) == 0
    assert history(terms[0])[0].verb == "appointment.ordered"


def test_an_order_of_tomorrow_and_one_of_another_office_are_refused(house: House) -> None:
    with pytest.raises(ValidationError):
        services.enter_order(
            house.scope("rehana"), office=house.offices["shibalaya"], memo="1", dated=NOW.date() + DAY, now=NOW
        )
    with pytest.raises(Forbidden):
        services.enter_order(house.scope("rehana"), office=house.offices["ghior"], memo="1", dated=NOW.date(), now=NOW)


def test_what_has_no_order_is_recalled_to_whoever_manages_it(house: House) -> None:
    later = NOW + 20 * DAY
    recalled = selectors.without_order(house.scope("rehana", later), before=later - 15 * DAY, now=later)
    assert {one.user.username for one in recalled} == {"sumaiya", "kamrul", "rehana", "jamal"}
    assert not selectors.without_order(house.scope("rehana"), before=NOW - 15 * DAY, now=NOW).exists()
    assert not selectors.without_order(house.scope("kamrul", later), before=later, now=later).exists()


# Leave, and who stands in.


def test_whoever_is_on_leave_sees_and_does_nothing(house: House) -> None:
    services.go_on_leave(
        house.scope("kamrul"), user=house.people["kamrul"], starts_at=NOW, ends_at=NOW + 3 * DAY, now=NOW
    )
    there = house.offices["shibalaya"].pk
    assert not may_approve(house, "kamrul", NOW)
    assert house.scope("kamrul", NOW).may(Permission.POST_VIEW, there)
    assert may_approve(house, "kamrul", NOW + 3 * DAY)
    with pytest.raises(ValidationError) as error:
        services.go_on_leave(
            house.scope("rehana"), user=house.people["kamrul"], starts_at=NOW + DAY, ends_at=NOW + 5 * DAY, now=NOW
        )
    assert refused(error) == "twice"


def test_a_leave_is_entered_by_oneself_or_whoever_manages_the_office(house: House) -> None:
    for who in ("sumaiya", "tanvir", "mannan"):
        with pytest.raises(Forbidden):
            services.go_on_leave(
                house.scope(who), user=house.people["kamrul"], starts_at=NOW, ends_at=NOW + DAY, now=NOW
            )


def test_who_stands_in_does_it_for_the_term_and_does_not_pass_it_on(house: House) -> None:
    taken = held_by(house, "kamrul")
    made = services.delegate(
        house.scope("kamrul"), appointment=taken, to=house.people["jamal"], starts_at=NOW, ends_at=NOW + DAY, now=NOW
    )
    assert may_approve(house, "jamal", NOW)
    assert not may_approve(house, "jamal", NOW + DAY)
    with pytest.raises(Forbidden):
        services.delegate(
            house.scope("jamal"), appointment=taken, to=house.people["sumaiya"], starts_at=NOW + DAY,
            ends_at=NOW + 2 * DAY, now=NOW,
        )  # fmt: skip
    services.end_delegation(house.scope("jamal"), delegation=made, now=NOW + timedelta(hours=1))
    assert not may_approve(house, "jamal", NOW + timedelta(hours=1))


def test_standing_in_ends_with_the_appointment(house: House) -> None:
    taken = held_by(house, "kamrul")
    services.delegate(
        house.scope("kamrul"),
        appointment=taken,
        to=house.people["jamal"],
        starts_at=NOW,
        ends_at=NOW + 9 * DAY,
        now=NOW,
    )
    services.relieve(house.scope("rehana"), appointment=taken, ends_at=NOW + DAY, now=NOW)
    assert not may_approve(house, "jamal", NOW + DAY)


@pytest.mark.parametrize(("to", "code"), [("tanvir", "elsewhere"), ("kamrul", "oneself"), ("sumaiya", "away")])
def test_only_a_colleague_who_is_there_stands_in(house: House, to: str, code: str) -> None:
    services.go_on_leave(
        house.scope("sumaiya"), user=house.people["sumaiya"], starts_at=NOW, ends_at=NOW + DAY, now=NOW
    )
    with pytest.raises(ValidationError) as error:
        services.delegate(
            house.scope("kamrul"), appointment=held_by(house, "kamrul"), to=house.people[to], starts_at=NOW,
            ends_at=NOW + DAY, now=NOW,
        )  # fmt: skip
    assert refused(error) == code


# What one may do, and why.


def test_the_rights_told_are_the_rights_had(house: House) -> None:
    services.delegate(
        house.scope("kamrul"), appointment=held_by(house, "kamrul"), to=house.people["jamal"], starts_at=NOW,
        ends_at=NOW + DAY, now=NOW,
    )  # fmt: skip
    services.go_on_leave(house.scope("rehana"), user=house.people["rehana"], starts_at=NOW, ends_at=NOW + DAY, now=NOW)
    for username, user in house.people.items():
        scope = house.scope(username)
        told = selectors.rights(scope, user, now=NOW)
        given = {(grant.office_id, grant.below, frozenset(grant.permissions)) for grant in scope.grants}
        assert {(r.appointment.position.office_id, r.below, frozenset(r.permissions)) for r in told} == given


def test_the_head_sees_who_may_what_here_those_above_included(house: House) -> None:
    found = selectors.rights_at(house.scope("rehana"), house.offices["shibalaya"], now=NOW)
    assert [one.appointment.user.username for one in found] == [
        "sumaiya", "kamrul", "rehana", "jamal", "farhana", "nasrin", "mannan", "zahid",
    ]  # fmt: skip


# People.


def test_somebody_new_is_invited_into_a_vacant_position(house: House) -> None:
    head = house.scope("rehana")
    position = services.create_position(head, office=house.offices["shibalaya"], title=WORDS, role=Role.PANEL, now=NOW)
    user, token = services.invite(
        head, position=position, username="salma", name=LocalizedText(bn="সালমা", en="Salma"), starts_at=NOW, now=NOW
    )
    assert token
    assert not user.has_usable_password()
    assert Scope.of(user, NOW).may(Permission.POST_APPROVE, house.offices["shibalaya"].pk)
    with pytest.raises(ValidationError):
        services.invite(head, position=position, username="shila", name=WORDS, starts_at=NOW + DAY, now=NOW)
    assert not User.objects.filter(username="shila").exists()


def test_nobody_gets_hold_of_an_account_that_may_more_than_his_own(house: House) -> None:
    # Nasrin also serves at Shibalaya; its head must not get a link for her.
    house.also("nasrin", Role.AUTHOR, "shibalaya")
    head = house.scope("rehana")
    for act in (services.renew_invitation, services.restore_access, services.shut_out, services.let_in_again):
        with pytest.raises(Forbidden):
            act(head, user=house.people["nasrin"], now=NOW)
    assert services.restore_access(house.scope("zahid"), user=house.people["nasrin"], now=NOW)


def test_a_way_in_is_restored_from_above_and_never_to_oneself(house: House) -> None:
    for who, whom in (("rehana", "kamrul"), ("farhana", "farhana"), ("farhana", "nasrin"), ("mannan", "kamrul")):
        with pytest.raises(Forbidden):
            services.restore_access(house.scope(who), user=house.people[whom], now=NOW)
    assert services.restore_access(house.scope("farhana"), user=house.people["kamrul"], now=NOW)


def test_whoever_is_shut_out_may_nothing_at_once(house: House) -> None:
    services.shut_out(house.scope("rehana"), user=house.people["kamrul"], now=NOW)
    assert not may_approve(house, "kamrul", NOW)
    services.let_in_again(house.scope("rehana"), user=house.people["kamrul"], now=NOW)
    assert may_approve(house, "kamrul", NOW)


# What is vacant.


def test_a_position_is_vacant_that_nobody_holds_or_is_to_hold_and_that_one_may_give(house: House) -> None:
    shibalaya, ghior = house.offices["shibalaya"], house.offices["ghior"]

    def made(office: str, role: Role = Role.AUTHOR, *, below: bool = False) -> Position:
        return services.create_position(
            SYSTEM, office=house.offices[office], title=WORDS, role=role, below=below, now=NOW
        )

    free, there, taken, gone = made("shibalaya"), made("ghior"), made("shibalaya"), made("shibalaya")
    reaching = [made("shibalaya", below=True), made("shibalaya", Role.AUDITOR)]
    services.appoint(SYSTEM, position=taken, user=house.people["jamal"], starts_at=NOW + DAY, now=NOW)
    services.abolish_position(SYSTEM, position=gone, now=NOW)
    both = [shibalaya, ghior]
    assert set(selectors.vacant(house.scope("farhana"), both, now=NOW)) == {free, there, *reaching}
    assert set(selectors.vacant(house.scope("rehana"), both, now=NOW)) == {free}
    assert set(selectors.vacant(house.scope("rehana"), [ghior], now=NOW)) == set()
    assert not selectors.vacant(house.scope("kamrul"), both, now=NOW).exists()


# Who has no head.


def without_a_head(house: House) -> set[str]:
    return {one.code for one in selectors.headless(SYSTEM)}


def test_whose_head_leaves_or_comes_is_known_at_once(house: House) -> None:
    term = held_by(house, "rehana")
    code = term.position.office.code
    assert code not in without_a_head(house)
    services.relieve(SYSTEM, appointment=term, ends_at=NOW, now=NOW)
    assert code in without_a_head(house)
    services.appoint(SYSTEM, position=term.position, user=house.people["jamal"], starts_at=NOW, now=NOW)
    assert code not in without_a_head(house)
    services.relieve(SYSTEM, appointment=held_by(house, "kamrul"), ends_at=NOW, now=NOW)
    assert code not in without_a_head(house)


def test_terms_that_begin_and_end_by_themselves_are_seen_when_all_are_reckoned(house: House) -> None:
    term = held_by(house, "rehana")
    code = term.position.office.code
    services.relieve(SYSTEM, appointment=term, ends_at=NOW + DAY, now=NOW)
    services.appoint(SYSTEM, position=term.position, user=house.people["jamal"], starts_at=NOW + 2 * DAY, now=NOW)
    assert reckon_heads(now=NOW) == 0
    for later, without in ((NOW + DAY, True), (NOW + 2 * DAY, False)):
        assert reckon_heads(now=later) == 1
        assert (code in without_a_head(house)) is without
        assert reckon_heads(now=later) == 0
