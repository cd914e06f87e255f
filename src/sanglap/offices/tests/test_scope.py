"""Nobody sees or does anything outside the offices that an appointment in force gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.offices import selectors, services
from sanglap.offices.models import Appointment, Kind, Office, OfficeAncestor, Position
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.models import User
from sanglap.people.permissions import ROLE_PERMISSIONS, Permission, Role
from tests import factories
from tests.factories import NOW, WORDS, House

SYSTEM = Scope.everything("tests")
HOUR = timedelta(hours=1)
numbers = count()

pytestmark = pytest.mark.django_db
often = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@contextmanager
def undone() -> Iterator[None]:
    """What an example writes goes when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tree(parents: list[int | None]) -> list[Office]:
    """Offices of which each hangs below an earlier one."""
    made: list[Office] = []
    for parent in parents:
        made.append(
            services.create_office(
                SYSTEM,
                code=f"office-{next(numbers)}",
                kind=Kind.FIELD,
                name=WORDS,
                parent=None if parent is None else made[parent],
                now=NOW,
            )
        )
    return made


def walk(parents: list[int | None], at: int) -> list[int]:
    """The office and those above it, by walking up."""
    found, here = [at], parents[at]
    while here is not None:
        found.append(here)
        here = parents[here]
    return found


@st.composite
def trees(draw: st.DrawFn, least: int = 1) -> list[int | None]:
    size = draw(st.integers(least, 7))
    return [draw(st.none() | st.integers(0, at - 1)) if at else None for at in range(size)]


@often
@given(parents=trees())
def test_the_closure_is_what_walking_up_the_tree_gives(db: None, parents: list[int | None]) -> None:
    with undone():
        made = tree(parents)
        places = {office.pk: number for number, office in enumerate(made)}
        found = {
            (places[office], places[ancestor], depth)
            for office, ancestor, depth in OfficeAncestor.objects.filter(office__in=places).values_list(
                "office_id", "ancestor_id", "depth"
            )
        }
        assert found == {
            (number, above, depth)
            for number in range(len(parents))
            for depth, above in enumerate(walk(parents, number))
        }


# Scopes against a naive reckoning.


@dataclass(frozen=True)
class Term:
    """An appointment: at which office of the tree, as what, and from when to when in hours from NOW."""

    office: int
    role: Role
    below: bool
    starts: int
    ends: int | None

    def in_force(self, at: int) -> bool:
        return self.starts <= at and (self.ends is None or self.ends > at)

    def gives(self, permission: Permission, parents: list[int | None], office: int, at: int) -> bool:
        there = self.office in walk(parents, office) if self.below else self.office == office
        return there and self.in_force(at) and permission in ROLE_PERMISSIONS[self.role]


@st.composite
def terms(draw: st.DrawFn, size: int) -> Term:
    starts = draw(st.integers(-3, 3))
    return Term(
        draw(st.integers(0, size - 1)),
        draw(st.sampled_from(Role)),
        draw(st.booleans()),
        starts,
        draw(st.none() | st.integers(starts + 1, 4)),
    )


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[int | None], list[Term], int, bool]:
    parents = draw(trees(least=2))
    return parents, draw(st.lists(terms(len(parents)), max_size=4)), draw(st.integers(-3, 4)), draw(st.booleans())


def person(*, active: bool = True) -> User:
    return User.objects.create(username=f"person-{next(numbers)}", name=WORDS, is_active=active)


def appointed(user: User, offices: list[Office], term: Term) -> Appointment:
    position = Position.objects.create(office=offices[term.office], title=WORDS, role=term.role, below=term.below)
    return Appointment.objects.create(
        position=position,
        user=user,
        starts_at=NOW + term.starts * HOUR,
        ends_at=None if term.ends is None else NOW + term.ends * HOUR,
    )


@often
@given(scene=scenes())
def test_nobody_reaches_beyond_the_offices_that_are_given(
    db: None, scene: tuple[list[int | None], list[Term], int, bool]
) -> None:
    parents, given_terms, at, active = scene
    with undone():
        offices = tree(parents)
        user, other = person(active=active), person()
        for term in given_terms:
            appointed(user, offices, term)
        # Somebody else's rights everywhere must not be his.
        appointed(other, offices, Term(0, Role.HEAD, True, -9, None))
        for office in offices:
            _account(office)
        scope = Scope.of(user, NOW + at * HOUR)
        for permission in Permission:
            wanted = {
                number
                for number in range(len(parents))
                if active and any(term.gives(permission, parents, number, at) for term in given_terms)
            }
            _holds(scope, permission, offices, wanted)


def _holds(scope: Scope, permission: Permission, offices: list[Office], wanted: set[int]) -> None:
    """The scope's every answer agrees with the set of offices that was reckoned."""
    there = {offices[number].pk for number in wanted}
    assert {office.pk for office in offices if scope.may(permission, office.pk)} == there
    assert scope.has(permission) is bool(wanted)
    assert set(selectors.offices(scope, permission).values_list("pk", flat=True)) == there
    accounts = list(scope.limit(Account.objects.all(), permission).values_list("office_id", flat=True))
    assert sorted(accounts) == sorted(there)


def _account(office: Office) -> None:
    Account.objects.create(
        office=office, network="mastodon", server="https://x.example", handle=office.code, name=WORDS,
        purposes=[], audience=WORDS, description=WORDS,
    )  # fmt: skip


# The same by single cases.


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def view(house: House, username: str, at: datetime = NOW) -> set[str]:
    """Codes of the offices that the person sees."""
    return set(selectors.offices(house.scope(username, at)).values_list("code", flat=True))


def test_an_author_sees_the_own_office_and_a_coordinator_all_below(house: House) -> None:
    assert view(house, "sumaiya") == {"shibalaya"}
    assert view(house, "nasrin") == set(house.offices)


def test_an_appointment_counts_from_its_first_moment_to_before_its_last(house: House) -> None:
    appointment = house.people["sumaiya"].appointments.get()
    services.relieve(SYSTEM, appointment=appointment, ends_at=NOW + HOUR, now=NOW)
    tick = timedelta(microseconds=1)
    assert view(house, "sumaiya", NOW - tick) == set()
    assert view(house, "sumaiya", NOW) == {"shibalaya"}
    assert view(house, "sumaiya", NOW + HOUR - tick) == {"shibalaya"}
    assert view(house, "sumaiya", NOW + HOUR) == set()


def test_two_positions_add_up(house: House) -> None:
    position = house.people["tanvir"].appointments.get().position
    services.appoint(SYSTEM, position=position, user=house.people["sumaiya"], starts_at=NOW, now=NOW)
    scope, ghior, shibalaya = house.scope("sumaiya"), house.offices["ghior"].pk, house.offices["shibalaya"].pk
    assert scope.may(Permission.POST_APPROVE, ghior)
    assert not scope.may(Permission.POST_APPROVE, shibalaya)
    assert scope.may(Permission.POST_WRITE, shibalaya)


def test_whoever_was_deactivated_may_nothing(house: House) -> None:
    User.objects.filter(username="nasrin").update(is_active=False)
    house.people["nasrin"].refresh_from_db()
    assert house.scope("nasrin").grants == ()
    assert view(house, "nasrin") == set()


def test_what_is_not_permitted_is_forbidden_and_names_what_was_wanted(house: House) -> None:
    scope, ghior = house.scope("kamrul"), house.offices["ghior"].pk
    scope.require(Permission.POST_APPROVE, house.offices["shibalaya"].pk)
    with pytest.raises(Forbidden) as caught:
        scope.require(Permission.POST_APPROVE, ghior)
    assert (caught.value.permission, caught.value.office_id) == (Permission.POST_APPROVE, ghior)
    with pytest.raises(Forbidden):
        scope.require(Permission.POST_VIEW, None)


def test_the_machine_may_everything_but_is_no_person(house: House) -> None:
    assert SYSTEM.may(Permission.OFFICE_MANAGE, None)
    assert SYSTEM.has(Permission.POST_APPROVE)
    assert selectors.offices(SYSTEM).count() == len(house.offices)
    with pytest.raises(RuntimeError, match="only a person"):
        _ = SYSTEM.person


def test_serving_shows_who_holds_a_position_now_at_offices_in_sight(house: House) -> None:
    def names(username: str, at: datetime) -> set[str]:
        return {one.user.username for one in selectors.serving(house.scope(username), now=at)}

    assert names("rehana", NOW) == {"sumaiya", "kamrul", "rehana"}
    services.relieve(SYSTEM, appointment=house.people["kamrul"].appointments.get(), ends_at=NOW + HOUR, now=NOW)
    assert names("rehana", NOW + HOUR) == {"sumaiya", "rehana"}
    assert names("nasrin", NOW) == set(house.people)


def test_an_office_has_its_two_names_and_a_code_of_its_own(house: House) -> None:
    from django.core.exceptions import ValidationError

    given_: dict[str, Any] = {"kind": Kind.FIELD, "parent": None, "now": NOW}
    for code, name in (("shibalaya", WORDS), ("new", LocalizedText(bn="নতুন"))):
        with pytest.raises(ValidationError):
            services.create_office(SYSTEM, code=code, name=name, **given_)
    assert set(Office.objects.values_list("code", flat=True)) == set(house.offices)


def test_only_the_head_changes_an_office_and_only_the_own(house: House) -> None:
    def create(username: str, parent: str | None) -> Office:
        above = house.offices[parent] if parent else None
        return services.create_office(
            house.scope(username), code=f"new-{next(numbers)}", kind=Kind.FIELD, name=WORDS, parent=above, now=NOW
        )

    for username, parent in (("kamrul", "shibalaya"), ("rehana", "ghior"), ("rehana", "manikganj"), ("rehana", None)):
        with pytest.raises(Forbidden):
            create(username, parent)
    assert create("rehana", "shibalaya").parent == house.offices["shibalaya"]


def test_appointments_are_made_by_the_head_of_that_office(house: House) -> None:
    position = house.people["tanvir"].appointments.get().position
    with pytest.raises(Forbidden):
        services.appoint(house.scope("rehana"), position=position, user=house.people["rehana"], starts_at=NOW, now=NOW)
    with pytest.raises(Forbidden):
        services.relieve(
            house.scope("rehana"), appointment=house.people["tanvir"].appointments.get(), ends_at=NOW + HOUR, now=NOW
        )


def test_nobody_makes_a_position_that_reaches_further_than_himself(house: House) -> None:
    house.officer("head", Role.HEAD, "manikganj")
    scope = house.scope("head")
    assert not scope.may(Permission.OFFICE_MANAGE, house.offices["shibalaya"].pk)
    with pytest.raises(Forbidden):
        services.create_position(
            scope, office=house.offices["manikganj"], title=WORDS, role=Role.PANEL, below=True, now=NOW
        )
