"""Nobody gets more than he was given: not by prolonging, standing in, a link, or a list (clauses 5.c, 5.e)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.audit.models import Entry
from sanglap.core.localized import LocalizedText
from sanglap.offices import selectors, services
from sanglap.offices.models import Appointment, FormerOffice, Kind, Office, OfficeAncestor
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services import imports
from sanglap.offices.services.bringing import NotApplied
from sanglap.people.models import User
from sanglap.people.permissions import Permission, Role
from sanglap.people.services import LinkRefused, open_link
from tests import factories
from tests.factories import MINUTE, NOW, WORDS, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.c")]
SYSTEM = Scope.everything("tests")
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def term(house: House, username: str) -> Appointment:
    return Appointment.objects.select_related("position__office", "user").get(user=house.people[username])


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(next(iter(error.value.error_dict.values()))[0].code)


def test_nobody_prolongs_a_term_by_relieving_or_handing_over(house: House) -> None:
    own = term(house, "rehana")
    services.relieve(SYSTEM, appointment=own, ends_at=NOW + DAY, now=NOW)
    with pytest.raises(ValidationError) as error:
        services.relieve(house.scope("rehana"), appointment=own, ends_at=NOW + 300 * DAY, now=NOW)
    assert code_of(error) == "longer"
    with pytest.raises(ValidationError):
        services.hand_over(house.scope("rehana"), appointment=own, successor=None, at=NOW + 300 * DAY, now=NOW)
    assert term(house, "rehana").ends_at == NOW + DAY


def test_nobody_lets_himself_stand_in(house: House) -> None:
    with pytest.raises(ValidationError) as error:
        services.delegate(
            house.scope("rehana"), appointment=term(house, "kamrul"), to=house.people["rehana"], starts_at=NOW,
            ends_at=NOW + DAY, now=NOW,
        )  # fmt: skip
    assert code_of(error) == "self"


def test_whoever_no_longer_serves_there_no_longer_stands_in(house: House) -> None:
    held = term(house, "rehana")
    services.delegate(
        house.scope("rehana"), appointment=held, to=house.people["jamal"], starts_at=NOW, ends_at=NOW + 9 * DAY, now=NOW
    )
    office = house.offices["shibalaya"].pk
    assert house.scope("jamal").may(Permission.PEOPLE_MANAGE, office)
    services.relieve(SYSTEM, appointment=term(house, "jamal"), ends_at=NOW + MINUTE, now=NOW)
    later = NOW + 2 * MINUTE
    assert not house.scope("jamal", later).may(Permission.OFFICE_VIEW, office)
    assert selectors.rights(SYSTEM, house.people["jamal"], now=later) == []
    (shown,) = selectors.held(selectors.positions(SYSTEM).filter(pk=held.position_id), now=later)
    assert shown.stand_in is None


@pytest.mark.clause("5.e")
def test_nobody_opens_an_account_that_stands_in_for_more_than_he_may(house: House) -> None:
    house.officer("low", Role.AUTHOR, "manikganj")
    house.officer("small", Role.OPERATOR, "manikganj")
    scope = house.scope("small")
    assert services.may_over(scope, house.people["low"], Permission.ACCESS_RESTORE, now=NOW)
    old = services.restore_access(scope, user=house.people["low"], now=NOW)
    services.delegate(
        house.scope("farhana"), appointment=term(house, "farhana"), to=house.people["low"], starts_at=NOW,
        ends_at=NOW + DAY, now=NOW,
    )  # fmt: skip
    with pytest.raises(LinkRefused):
        open_link(old, now=NOW)
    with pytest.raises(Forbidden):
        services.restore_access(scope, user=house.people["low"], now=NOW)


@pytest.mark.clause("5.e")
def test_a_link_dies_when_the_person_is_given_more_by_somebody_else(house: House) -> None:
    head = house.scope("rehana")
    token = services.restore_access(house.scope("farhana"), user=house.people["kamrul"], now=NOW)
    assert open_link(token, now=NOW).user == house.people["kamrul"]
    position = services.create_position(
        SYSTEM, office=house.offices["shibalaya"], title=WORDS, role=Role.AUTHOR, now=NOW
    )
    services.appoint(head, position=position, user=house.people["kamrul"], starts_at=NOW, now=NOW)
    with pytest.raises(LinkRefused):
        open_link(token, now=NOW)


def test_whoever_was_shut_out_from_above_is_let_in_from_there(house: House) -> None:
    person = house.people["kamrul"]
    services.shut_out(house.scope("farhana"), user=person, now=NOW)
    with pytest.raises(Forbidden):
        services.let_in_again(house.scope("rehana"), user=person, now=NOW)
    services.let_in_again(house.scope("nasrin"), user=person, now=NOW)
    services.shut_out(house.scope("rehana"), user=person, now=NOW)
    services.let_in_again(house.scope("rehana"), user=person, now=NOW)
    assert User.objects.get(pk=person.pk).is_active


def test_a_term_that_was_called_off_holds_nothing_and_makes_nobody_known(house: House) -> None:
    position = services.create_position(
        SYSTEM, office=house.offices["shibalaya"], title=WORDS, role=Role.AUTHOR, now=NOW
    )
    head, stranger = house.scope("rehana"), house.people["tanvir"]
    coming = services.appoint(head, position=position, user=stranger, starts_at=NOW + DAY, now=NOW)
    assert selectors.person(head).filter(pk=stranger.pk).exists()
    services.relieve(head, appointment=coming, ends_at=coming.starts_at, now=NOW)
    assert not selectors.person(head).filter(pk=stranger.pk).exists()
    assert position in selectors.vacant(head, [house.offices["shibalaya"]], now=NOW)
    services.abolish_position(head, position=position, now=NOW)


@pytest.mark.clause("2.2")
def test_a_list_is_not_taken_back_from_offices_that_stand_elsewhere_by_now(house: House) -> None:
    scope, root = house.scope("farhana"), house.offices["manikganj"]
    content = b"code,website\nbd-upa-361,https://new.example.gov.bd\n"
    run = imports.receive(scope, name="list.csv", content=content, root=root, now=NOW)
    imports.compare(run, now=NOW)
    imports.apply(scope, run=run, now=NOW)
    services.move_office(SYSTEM, office=house.offices["ghior"], parent=house.offices["dhaka"], reason="memo", now=NOW)
    with pytest.raises(NotApplied) as error:
        imports.undo(scope, run=run, now=NOW)
    assert error.value.fault["code"] == "outside"
    assert Office.objects.get(code="bd-upa-361").website == "https://new.example.gov.bd"


@pytest.mark.clause("2.2")
def test_a_merger_takes_as_many_statements_whatever_hangs_there(house: House) -> None:
    def office(code: str, parent: Office) -> Office:
        name = LocalizedText(bn=code, en=code)
        return services.create_office(SYSTEM, code=code, kind=Kind.FIELD, name=name, parent=parent, now=NOW)

    def merged(code: str, children: int) -> int:
        top = office(code, house.offices["manikganj"])
        for number in range(children):
            office(f"{code}-{number}-deep", office(f"{code}-{number}", top))
        with CaptureQueriesContext(connection) as asked:
            services.merge_office(SYSTEM, office=top, into=house.offices["ghior"], reason="memo", now=NOW)
        return len(asked)

    assert merged("few", 1) == merged("many", 12)
    moved = Office.objects.filter(code__startswith="many-")
    assert FormerOffice.objects.filter(office__in=moved).count() == 12
    assert Entry.objects.filter(verb="office.moved", object_id__in=[str(one.pk) for one in moved]).count() == 12
    for one in moved:
        here: Office | None = Office.objects.get(pk=one.pk)
        above: dict[object, int] = {}
        while here is not None:
            above[here.pk] = len(above)
            here = here.parent
        assert dict(OfficeAncestor.objects.filter(office=one).values_list("ancestor_id", "depth")) == above


def test_a_leave_stands_in_the_history_of_the_office(house: House) -> None:
    leave = services.go_on_leave(
        house.scope("kamrul"), user=house.people["kamrul"], starts_at=NOW, ends_at=NOW + DAY, now=NOW
    )
    services.end_leave(house.scope("kamrul"), leave=leave, now=NOW + MINUTE)
    told = Entry.objects.filter(object_id=str(leave.pk)).values_list("office_id", flat=True)
    assert list(told) == [house.offices["shibalaya"].pk] * 2
