"""Over random trees, roles, terms, delegations, leaves and moves: nobody sees a row too many, or too few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanglap.accounts.models import Account
from sanglap.offices import selectors, services
from sanglap.offices.models import Appointment, Delegation, Kind, Leave, Office, OfficeAncestor, Position
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.models import User
from sanglap.people.permissions import ROLE_PERMISSIONS, VIEWING, Permission, Role
from tests.factories import NOW, WORDS

SYSTEM = Scope.everything("tests")
HOUR = timedelta(hours=1)
numbers = count()

pytestmark = pytest.mark.django_db
often = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

Parents = list[int | None]


@contextmanager
def undone() -> Iterator[None]:
    """What an example writes goes when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tree(parents: Parents) -> list[Office]:
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


def walk(parents: Parents, at: int) -> list[int]:
    """The office and those above it, by walking up."""
    found, here = [at], parents[at]
    while here is not None:
        found.append(here)
        here = parents[here]
    return found


@st.composite
def trees(draw: st.DrawFn, least: int = 1) -> Parents:
    size = draw(st.integers(least, 7))
    return [draw(st.none() | st.integers(0, at - 1)) if at else None for at in range(size)]


@often
@given(parents=trees())
def test_the_closure_is_what_walking_up_the_tree_gives(db: None, parents: Parents) -> None:
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


@dataclass(frozen=True)
class Span:
    """From when to before when, in hours from NOW; None: without end."""

    starts: int
    ends: int | None

    def holds(self, at: int) -> bool:
        return self.starts <= at and (self.ends is None or self.ends > at)


@dataclass(frozen=True)
class Term:
    """An appointment: whose, at which office of the tree, as what, when, and to whom delegated when."""

    whose: int
    office: int
    role: Role
    below: bool
    span: Span
    delegated: tuple[tuple[int, Span], ...]


@dataclass(frozen=True)
class Scene:
    """Everything that decides what people 0, 1 and 2 may do."""

    parents: Parents
    moves: list[tuple[int, int]]
    terms: list[Term]
    leaves: list[tuple[int, Span]]
    inactive: int | None
    at: int

    def moved(self) -> Parents:
        """The tree after its moves; one below itself does not happen."""
        parents = list(self.parents)
        for office, below in self.moves:
            if parents[office] is not None and office not in walk(parents, below):
                parents[office] = below
        return parents

    def gives(self, who: int, permission: Permission, office: int, parents: Parents) -> bool:
        """Reckoned by walking up the tree, term by term."""
        away = any(whose == who and span.holds(self.at) for whose, span in self.leaves)
        return (
            who != self.inactive
            and not (away and permission not in VIEWING)
            and any(self._through(term, who, permission, office, parents) for term in self.terms)
        )

    def _through(self, term: Term, who: int, permission: Permission, office: int, parents: Parents) -> bool:
        there = term.office in walk(parents, office) if term.below else term.office == office
        # Whoever stands in still serves at the same office himself.
        there_too = any(
            one.whose == who and one.office == term.office and one.span.holds(self.at) for one in self.terms
        )
        stands_in = (
            there_too
            and term.whose != self.inactive
            and any(to == who and span.holds(self.at) for to, span in term.delegated)
        )
        counts = term.span.holds(self.at) and (term.whose == who or stands_in)
        return there and counts and permission in ROLE_PERMISSIONS[term.role]


people = st.integers(0, 2)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    starts = draw(st.integers(-3, 3))
    return Span(starts, draw(st.none() | st.integers(starts + 1, 4)))


@st.composite
def finite(draw: st.DrawFn) -> Span:
    starts = draw(st.integers(-3, 3))
    return Span(starts, draw(st.integers(starts, 4)))


@st.composite
def terms(draw: st.DrawFn, size: int) -> Term:
    delegated = draw(st.lists(st.tuples(people, finite()), max_size=2))
    office, role, below = draw(st.integers(0, size - 1)), draw(st.sampled_from(Role)), draw(st.booleans())
    return Term(draw(people), office, role, below, draw(spans()), tuple(delegated))


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    parents = draw(trees(least=2))
    places = st.integers(0, len(parents) - 1)
    return Scene(
        parents,
        draw(st.lists(st.tuples(places, places), max_size=3)),
        draw(st.lists(terms(len(parents)), max_size=5)),
        draw(st.lists(st.tuples(people, finite()), max_size=2)),
        draw(st.none() | people),
        draw(st.integers(-3, 4)),
    )


def enact(scene: Scene) -> tuple[list[Office], list[User]]:
    """The scene as rows: the tree by its services, the people as they are."""
    offices = tree(scene.parents)
    users = [
        User.objects.create(username=f"person-{next(numbers)}", name=WORDS, is_active=who != scene.inactive)
        for who in range(3)
    ]
    for term in scene.terms:
        _appoint(term, offices, users)
    for who, span in scene.leaves:
        Leave.objects.create(user=users[who], entered_at=NOW, **_hours(span))
    for office, below in scene.moves:
        with transaction.atomic():
            _move(offices[office], offices[below])
    for office_ in offices:
        Account.objects.create(
            office=office_, network="mastodon", server="https://x.example", handle=office_.code, name=WORDS,
            purposes=[], audience=WORDS, description=WORDS,
        )  # fmt: skip
    return offices, users


def _appoint(term: Term, offices: list[Office], users: list[User]) -> None:
    position = Position.objects.create(office=offices[term.office], title=WORDS, role=term.role, below=term.below)
    appointment = Appointment.objects.create(
        position=position, user=users[term.whose], entered_at=NOW, **_hours(term.span)
    )
    for to, span in term.delegated:
        Delegation.objects.create(appointment=appointment, to=users[to], entered_at=NOW, **_hours(span))


def _move(office: Office, below: Office) -> None:
    office.refresh_from_db()
    if office.parent_id is None or OfficeAncestor.objects.filter(office=below, ancestor=office).exists():
        return
    services.move_office(SYSTEM, office=office, parent=below, reason="test", now=NOW)


def _hours(span: Span) -> dict[str, object]:
    return {
        "starts_at": NOW + span.starts * HOUR,
        "ends_at": None if span.ends is None else NOW + span.ends * HOUR,
    }


@often
@given(scene=scenes())
def test_everybody_reaches_exactly_what_walking_the_tree_gives(db: None, scene: Scene) -> None:
    with undone():
        offices, users = enact(scene)
        parents = scene.moved()
        for who, user in enumerate(users):
            scope = Scope.of(user, NOW + scene.at * HOUR)
            for permission in Permission:
                reached = {number for number in range(len(parents)) if scene.gives(who, permission, number, parents)}
                _holds(scope, permission, offices, reached)


def _holds(scope: Scope, permission: Permission, offices: list[Office], wanted: set[int]) -> None:
    """The scope's every answer agrees with the set of offices that was reckoned."""
    there = {offices[number].pk for number in wanted}
    assert {office.pk for office in offices if scope.may(permission, office.pk)} == there
    allowed = scope.among(office.pk for office in offices)
    assert {office.pk for office in offices if allowed.may(permission, office.pk)} == there
    assert scope.has(permission) is bool(wanted)
    assert set(selectors.offices(scope, permission).values_list("pk", flat=True)) == there
    accounts = list(scope.limit(Account.objects.all(), permission).values_list("office_id", flat=True))
    assert sorted(accounts) == sorted(there)


@often
@given(scene=scenes())
def test_what_reaches_below_reaches_every_office_below(db: None, scene: Scene) -> None:
    with undone():
        offices, users = enact(scene)
        parents = scene.moved()
        scope = Scope.of(users[0], NOW + scene.at * HOUR)
        limited = scope.limit(Office.objects.all(), Permission.PEOPLE_MANAGE, "id", below=True)
        wholly = {office.pk for office in offices if scope.may(Permission.PEOPLE_MANAGE, office.pk, below=True)}
        assert set(limited.values_list("pk", flat=True)) == wholly
        allowed = scope.among(office.pk for office in offices)
        assert {one.pk for one in offices if allowed.may(Permission.PEOPLE_MANAGE, one.pk, below=True)} == wholly
        for number, office in enumerate(offices):
            try:
                scope.require(Permission.PEOPLE_MANAGE, office.pk, below=True)
            except Forbidden:
                continue
            below = [other for other in range(len(parents)) if number in walk(parents, other)]
            assert all(scope.may(Permission.PEOPLE_MANAGE, offices[other].pk) for other in below)
