"""Nobody sees or does anything outside the offices that an appointment in force gives: single cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.core.localized import LocalizedText
from sanglap.offices import selectors, services
from sanglap.offices.models import Kind, Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission, Role
from tests import factories
from tests.factories import NOW, WORDS, House

SYSTEM = Scope.everything("tests")
HOUR = timedelta(hours=1)
numbers = count()

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def view(house: House, username: str, at: datetime = NOW) -> set[str]:
    """Keys of the offices that the person sees."""
    keys = {office.pk: key for key, office in house.offices.items()}
    return {keys[pk] for pk in selectors.offices(house.scope(username, at)).values_list("pk", flat=True)}


def test_an_author_sees_the_own_office_and_a_coordinator_all_below(house: House) -> None:
    assert view(house, "sumaiya") == {"shibalaya"}
    assert view(house, "farhana") == {"manikganj", "shibalaya", "ghior"}
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
    house.also("sumaiya", Role.PANEL, "ghior")
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

    assert names("rehana", NOW) == {"sumaiya", "kamrul", "rehana", "jamal"}
    services.relieve(SYSTEM, appointment=house.people["kamrul"].appointments.get(), ends_at=NOW + HOUR, now=NOW)
    assert names("rehana", NOW + HOUR) == {"sumaiya", "rehana", "jamal"}
    assert names("nasrin", NOW) == set(house.people)


def test_an_office_has_its_two_names_and_a_code_of_its_own(house: House) -> None:
    given_: dict[str, Any] = {"kind": Kind.FIELD, "parent": None, "now": NOW}
    for code, name in ((house.offices["shibalaya"].code, WORDS), ("new", LocalizedText(bn="নতুন"))):
        with pytest.raises(ValidationError):
            services.create_office(SYSTEM, code=code, name=name, **given_)
    assert Office.objects.count() == len(house.offices)


def test_offices_are_entered_by_who_reaches_below_their_parent(house: House) -> None:
    def create(username: str, parent: str | None) -> Office:
        above = house.offices[parent] if parent else None
        return services.create_office(
            house.scope(username), code=f"new-{next(numbers)}", kind=Kind.FIELD, name=WORDS, parent=above, now=NOW
        )

    for username, parent in (
        ("kamrul", "shibalaya"), ("rehana", "shibalaya"), ("rehana", "manikganj"), ("mannan", "manikganj"),
        ("farhana", "dhaka"), ("nasrin", None),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            create(username, parent)
    assert create("farhana", "shibalaya").parent == house.offices["shibalaya"]


def test_appointments_are_made_by_the_head_of_that_office(house: House) -> None:
    position = house.people["tanvir"].appointments.get().position
    with pytest.raises(Forbidden):
        services.appoint(house.scope("rehana"), position=position, user=house.people["jamal"], starts_at=NOW, now=NOW)
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
