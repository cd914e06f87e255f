"""Whatever is done to the tree, its closure is what walking up gives; also when two do it at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanglap.core.states import TransitionRefused
from sanglap.offices import services
from sanglap.offices.models import Kind, Office, OfficeAncestor, Position
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, WORDS, House

MACHINE = Scope.everything("tests")
MOST = 8
numbers = count()

pytestmark = pytest.mark.clause("2.2")

often = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

Deed = tuple[str, int, int]
deeds = st.lists(
    st.tuples(
        st.sampled_from(["create", "move", "merge", "close", "reopen"]), st.integers(0, MOST), st.integers(0, MOST)
    ),
    max_size=14,
)


class Model:
    """The tree as plain lists, changed by the rules as the clauses have them."""

    def __init__(self) -> None:
        self.parents: list[int | None] = [None]
        self.states = [OfficeState.OPEN]

    def walk(self, at: int) -> list[int]:
        found, here = [at], self.parents[at]
        while here is not None:
            found.append(here)
            here = self.parents[here]
        return found

    def open(self, at: int) -> bool:
        return self.states[at] == OfficeState.OPEN

    def may(self, what: str, one: int, other: int) -> bool:
        """Whether the deed is in order."""
        if what == "create":
            return self.open(one)
        if what == "move":
            return self.parents[one] == other or (self.open(one) and self.open(other) and one not in self.walk(other))
        if what == "merge":
            return self.open(one) and self.open(other) and one not in self.walk(other)
        if what == "close":
            below = [at for at, parent in enumerate(self.parents) if parent == one]
            return self.open(one) and not any(self.open(at) for at in below)
        above = self.parents[one]
        return self.states[one] == OfficeState.CLOSED and (above is None or self.open(above))

    def do(self, what: str, one: int, other: int) -> None:
        if what == "create":
            self.parents.append(one)
            self.states.append(OfficeState.OPEN)
        elif what == "move":
            self.parents[one] = other
        elif what == "merge":
            self.parents = [other if parent == one else parent for parent in self.parents]
            self.states[one] = OfficeState.MERGED
        else:
            self.states[one] = OfficeState.CLOSED if what == "close" else OfficeState.OPEN


def enact(offices: list[Office], what: str, one: int, other: int) -> None:
    """The same by the services."""
    office = offices[one]
    if what == "create":
        offices.append(create(office))
    elif what == "move":
        services.move_office(MACHINE, office=office, parent=offices[other], reason="", now=NOW)
    elif what == "merge":
        services.merge_office(MACHINE, office=office, into=offices[other], reason="", now=NOW)
    elif what == "close":
        services.close_office(MACHINE, office=office, reason="", now=NOW)
    else:
        services.reopen_office(MACHINE, office=office, reason="", now=NOW)


def create(parent: Office | None) -> Office:
    code = f"made-{next(numbers)}"
    return services.create_office(MACHINE, code=code, kind=Kind.FIELD, name=WORDS, parent=parent, now=NOW)


@contextmanager
def undone() -> Iterator[None]:
    """What an example writes goes when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@often
@given(deeds=deeds)
def test_the_tree_and_its_closure_agree_after_any_deeds(db: None, deeds: list[Deed]) -> None:
    with undone():
        model, offices = Model(), [create(None)]
        for what, first, second in deeds:
            one, other = first % len(offices), second % len(offices)
            if what == "create" and len(offices) > MOST:
                continue
            if model.may(what, one, other):
                enact(offices, what, one, other)
                model.do(what, one, other)
            else:
                with pytest.raises((ValidationError, TransitionRefused)), transaction.atomic():
                    enact(offices, what, one, other)
        _agrees(model, offices)


def _agrees(model: Model, offices: list[Office]) -> None:
    places = {office.pk: number for number, office in enumerate(offices)}
    stored = {places[office.pk]: office for office in Office.objects.filter(pk__in=places)}
    assert [stored[at].state for at in range(len(offices))] == model.states
    assert [stored[at].parent_id for at in range(len(offices))] == [
        None if parent is None else offices[parent].pk for parent in model.parents
    ]
    links = OfficeAncestor.objects.filter(office__in=places).values_list("office_id", "ancestor_id", "depth")
    assert sorted((places[office], depth, places[above]) for office, above, depth in links) == sorted(
        (at, depth, above) for at in range(len(offices)) for depth, above in enumerate(model.walk(at))
    )


# Two at once, each with a connection of its own.


@pytest.fixture
def committed(own_database: str) -> House:
    return factories.house()


def at_once(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Run the acts in threads that start together; what each raised, or None."""
    start = threading.Barrier(len(acts))
    found: dict[int, BaseException | None] = dict.fromkeys(range(len(acts)))

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)
    return [found[number] for number in range(len(acts))]


def fresh(house: House, key: str) -> Office:
    return Office.objects.get(pk=house.offices[key].pk)


def test_two_moves_at_once_make_no_cycle(committed: House) -> None:
    def put(office: str, parent: str) -> Callable[[], object]:
        one, other = fresh(committed, office), fresh(committed, parent)
        return lambda: services.move_office(MACHINE, office=one, parent=other, reason="", now=NOW)

    said = at_once(put("ghior", "shibalaya"), put("shibalaya", "ghior"))
    assert sorted(type(error).__name__ for error in said) == ["NoneType", "ValidationError"]
    depths = OfficeAncestor.objects.filter(office__code__in=["bd-upa-361", "bd-upa-362"]).order_by("depth")
    assert list(depths.values_list("depth", flat=True)) == [0, 0, 1, 1, 2, 2, 3, 3, 4]


def test_no_office_is_entered_below_one_that_closes_meanwhile(committed: House) -> None:
    ghior, same = fresh(committed, "ghior"), fresh(committed, "ghior")
    at_once(
        lambda: services.close_office(MACHINE, office=ghior, reason="", now=NOW),
        lambda: create(same),
    )
    found = fresh(committed, "ghior")
    assert not (found.state == OfficeState.CLOSED and found.children.filter(state=OfficeState.OPEN).exists())


def test_no_position_is_set_up_at_an_office_that_closes_meanwhile(committed: House) -> None:
    ghior, same = fresh(committed, "ghior"), fresh(committed, "ghior")
    at_once(
        lambda: services.close_office(MACHINE, office=ghior, reason="", now=NOW),
        lambda: services.create_position(MACHINE, office=same, title=WORDS, role=Role.AUTHOR, now=NOW),
    )
    assert fresh(committed, "ghior").state == OfficeState.CLOSED
    assert not Position.objects.filter(office=ghior, abolished_at=None).exists()
