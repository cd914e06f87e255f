"""Searching the history: who sees what, and that no search reads all of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sanglap.audit.models import Entry
from sanglap.audit.services import Actor, record
from sanglap.audit.verbs import kinds
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.offices import verbs
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import history
from sanglap.offices.selectors.history import Wanted, entries, office_history
from sanglap.people import verbs as people
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, House

NOTHING = Wanted()


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def note(
    house: House, office: str | None, by: str = "rehana", verb: str = verbs.CHANGED, after: int = 1, **data: Any
) -> Entry:
    """An act at that office, so many minutes after now."""
    thing = house.offices[office or "shibalaya"]
    with transaction.atomic():
        record(
            house.scope(by).actor,
            verb,
            thing,
            now=NOW + after * MINUTE,
            office_id=thing.pk if office else None,
            **data,
        )
    return Entry.objects.order_by("-id")[0]


def found(scope: Scope, wanted: Wanted = NOTHING, **more: Any) -> list[UUID]:
    return [entry.pk for entry in entries(scope, wanted, **more).rows]


@pytest.fixture
def auditor(house: House) -> Scope:
    """Of Manikganj and below it."""
    house.officer("salam", Role.AUDITOR, "manikganj", below=True)
    return house.scope("salam")


# Who sees what.


def test_an_auditor_sees_what_was_done_at_his_offices(house: House, auditor: Scope) -> None:
    inside = [note(house, key).pk for key in ("manikganj", "shibalaya", "ghior")]
    outside = [note(house, key).pk for key in ("dhaka", "cabinet", None)]
    seen = set(found(auditor, size=1000))
    assert seen.issuperset(inside)
    assert seen.isdisjoint(outside)
    assert set(found(house.scope("mannan"), size=1000)) == set(Entry.objects.values_list("pk", flat=True))
    assert set(found(Scope.everything(), size=1000)) == set(Entry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["sumaiya", "kamrul", "rehana", "farhana", "nasrin", "zahid"])
def test_nobody_else_searches(house: House, name: str) -> None:
    note(house, "shibalaya")
    assert found(house.scope(name), size=1000) == []


def test_an_auditor_sees_what_was_done_with_those_who_serve_or_served_at_his_offices(
    house: House, auditor: Scope
) -> None:
    def sign_in(name: str) -> UUID:
        with transaction.atomic():
            record(house.scope(name).actor, people.SIGNED_IN, house.people[name], now=NOW, office_id=None)
        return Entry.objects.order_by("-id")[0].pk

    here, there = sign_in("sumaiya"), sign_in("nasrin")
    seen = found(auditor, size=1000)
    assert here in seen
    assert there not in seen
    assert {here, there} <= set(found(house.scope("mannan"), size=1000))


def test_of_two_tops_an_auditor_sees_his_own_and_what_has_no_office(house: House) -> None:
    other = Office.objects.create(code="x", kind="ministry", name=LocalizedText(bn="ক", en="A"))
    with transaction.atomic():
        record(Actor.system(), verbs.CREATED, other, now=NOW, office_id=other.pk)
    foreign = Entry.objects.order_by("-id")[0].pk
    none, own = note(house, None).pk, note(house, "ghior").pk
    seen = found(house.scope("mannan"), size=1000)
    assert {none, own} <= set(seen)
    assert foreign not in seen


# What is searched for.


def test_a_search_narrows_by_all_that_is_given(house: House) -> None:
    scope = house.scope("mannan")
    wanted = note(house, "shibalaya", "rehana", verbs.MOVED, memo="০৫.৪১", after=5)
    note(house, "dhaka", "rehana", verbs.MOVED, memo="০৫.৪১", after=5)
    note(house, "shibalaya", "kamrul", verbs.MOVED, memo="০৫.৪১", after=5)
    note(house, "shibalaya", "rehana", verbs.RENAMED, memo="০৫.৪১", after=5)
    note(house, "shibalaya", "rehana", verbs.MOVED, memo="১২", after=5)
    note(house, "shibalaya", "rehana", verbs.MOVED, memo="০৫.৪১", after=1)
    note(house, "shibalaya", "rehana", verbs.MOVED, memo="০৫.৪১", after=9)
    name = house.people["rehana"].name["bn"].split()[-1]
    given = Wanted(
        words="০৫.৪১",
        person=name,
        verbs=(verbs.MOVED, verbs.CREATED),
        office=house.offices["manikganj"],
        since=NOW + 2 * MINUTE,
        until=NOW + 9 * MINUTE,
    )
    assert found(scope, given) == [wanted.pk]


def test_words_are_looked_for_in_the_name_of_the_thing_too(house: House) -> None:
    entry = note(house, "ghior")
    name = house.offices["ghior"].name["bn"]
    assert entry.pk in found(house.scope("mannan"), Wanted(words=name[:6]))
    assert found(house.scope("mannan"), Wanted(words="৯৯% নেই_")) == []


def test_a_name_that_too_many_bear_is_not_searched_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(house.scope("mannan"), Wanted(person="nobody of that name")) == []
    monkeypatch.setattr(history, "MOST_PEOPLE", 2)
    assert entries(house.scope("mannan"), Wanted(person="a")).too_many_people


def test_pages_follow_one_another_without_gap_or_overlap(house: House) -> None:
    scope = house.scope("mannan")
    for number in range(7):
        note(house, "ghior", after=number // 3)
    whole = found(scope, size=1000)
    seen: list[UUID] = []
    older = None
    while True:
        turn = entries(scope, NOTHING, before=older, size=4)
        seen += [entry.pk for entry in turn.rows]
        older = turn.older
        if older is None:
            break
        assert len(turn.rows) == 4
    assert seen == whole
    moments = [Entry.objects.get(pk=key).at for key in whole]
    assert moments == sorted(moments, reverse=True)
    with pytest.raises(Entry.DoesNotExist):
        entries(scope, NOTHING, before=new_id())


def test_a_search_for_words_says_how_far_it_came_and_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = house.scope("mannan")
    old = note(house, "ghior", memo="খড়", after=1)
    for number in range(4):
        note(house, "ghior", after=2 + number)
    monkeypatch.setattr(history, "WINDOW", 3)
    first = entries(scope, Wanted(words="খড়"))
    assert first.rows == ()
    assert first.reached == NOW + 3 * MINUTE
    second = entries(scope, Wanted(words="খড়"), before=first.older)
    assert [entry.pk for entry in second.rows] == [old.pk]


def test_a_search_makes_few_queries_whatever_it_finds(house: House, auditor: Scope) -> None:
    every = tuple(verb for _name, some in kinds().values() for verb in some)
    name = house.people["rehana"].username
    wanted = Wanted(person=name, verbs=every, words="x", office=house.offices["manikganj"])
    with CaptureQueriesContext(connection) as caught:
        entries(auditor, wanted)
    assert len(caught) <= 6


# The history of one office.


def test_an_offices_history_is_read_by_whoever_sees_it_and_in_full_by_whoever_manages_or_audits_it(
    house: House,
) -> None:
    office = house.offices["shibalaya"]
    plain, inner = note(house, "shibalaya", after=8).pk, note(house, "shibalaya", verb="draft.revised", after=9).pk
    for name in house.people:
        rows = office_history(house.scope(name), office).rows
        seen = {entry.pk for entry in rows}
        assert (plain in seen) is (name != "tanvir")
        assert (inner in seen) is (name in {"rehana", "farhana", "nasrin", "mannan"})
        assert {one.office_id for one in rows} <= {office.pk}


def test_refusals_of_others_are_for_auditors(house: House) -> None:
    office = house.offices["shibalaya"]
    others = note(house, "shibalaya", "sumaiya", people.REFUSED, permission="office.manage").pk
    own = note(house, "shibalaya", "rehana", people.REFUSED, permission="account.review").pk
    seen = {entry.pk for entry in office_history(house.scope("rehana"), office).rows}
    assert own in seen
    assert others not in seen
    assert {own, others} <= {entry.pk for entry in office_history(house.scope("mannan"), office).rows}


def test_an_offices_history_is_paged(house: House) -> None:
    office = house.offices["ghior"]
    made = [note(house, "ghior", after=number).pk for number in range(1, 6)]
    first = office_history(house.scope("mannan"), office, size=3)
    assert [entry.pk for entry in first.rows] == made[:1:-1]
    second = office_history(house.scope("mannan"), office, before=first.older, size=2)
    assert [entry.pk for entry in second.rows] == made[1::-1]
    assert second.rows[0].at < NOW + timedelta(hours=1)
