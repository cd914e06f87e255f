"""An office's working calendar: what is entered where, who may, and what counts before what."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from sanglap.audit.models import Entry
from sanglap.audit.selectors import details, told
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.days import Basis
from sanglap.offices import selectors, services
from sanglap.offices.models import CalendarEntry, EntryKind, Office
from sanglap.offices.scope import Forbidden, Scope
from tests import factories
from tests.factories import NOW, House

FAIR = LocalizedText(bn="মেলা", en="Fair")
TUESDAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)
VICTORY = date(2026, 12, 16)
MACHINE = Scope.everything("tests")


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def enter(house: House, office: str, kind: EntryKind = EntryKind.HOLIDAY, **days: Any) -> CalendarEntry:
    """By the machine, a holiday on Tuesday unless said otherwise."""
    given: dict[str, Any] = {"name": FAIR, "starts_on": TUESDAY, "ends_on": TUESDAY}
    if kind == EntryKind.HOLIDAY:
        given["basis"] = Basis.EXECUTIVE
    return services.add_entry(MACHINE, office=house.offices[office], kind=kind, now=NOW, **{**given, **days})


def works(house: House, office: str, day: date = TUESDAY) -> bool:
    return selectors.calendar_of(loader.current(), house.offices[office].pk).is_working_day(day)


def faults(**days: Any) -> dict[str, list[str]]:
    """The fields that are refused, with the faults."""
    house = factories.house()
    before = CalendarEntry.objects.count()
    with pytest.raises(ValidationError) as caught:
        enter(house, "shibalaya", **days)
    assert CalendarEntry.objects.count() == before
    return caught.value.message_dict


# What counts.


def test_what_is_entered_at_an_office_counts_there_and_below(house: House) -> None:
    enter(house, "manikganj")
    assert [works(house, key) for key in ("manikganj", "shibalaya", "ghior", "dhaka")] == [False, False, False, True]


def test_what_is_nearer_goes_before_what_is_above_and_later_before_earlier(house: House) -> None:
    enter(house, "shibalaya", EntryKind.WORKING)
    enter(house, "cabinet")
    assert (works(house, "shibalaya"), works(house, "ghior")) == (True, False)
    enter(house, "shibalaya")
    assert not works(house, "shibalaya")
    enter(house, "cabinet", EntryKind.WORKING)
    assert (works(house, "shibalaya"), works(house, "ghior")) == (False, True)


def test_everything_entered_goes_before_the_rulebook(house: House) -> None:
    enter(house, "cabinet", EntryKind.CANCELLED, starts_on=VICTORY, ends_on=VICTORY)
    enter(house, "ghior", EntryKind.WEEKEND, starts_on=TUESDAY, ends_on=SATURDAY, weekdays=[1, 4])
    assert works(house, "shibalaya", VICTORY)
    assert [works(house, "ghior", day) for day in (TUESDAY, SATURDAY)] == [False, True]


def test_other_hours_are_those_of_the_office(house: House) -> None:
    enter(house, "manikganj", EntryKind.HOURS, opens=time(9), closes=time(15, 30))
    calendar = selectors.calendar_of(loader.current(), house.offices["ghior"].pk)
    assert calendar.hours(TUESDAY) == (time(9), time(15, 30))


@pytest.mark.parametrize("seen", [date(2028, 2, 27), date(2028, 2, 28)], ids=["as reckoned", "a day later"])
def test_a_holiday_of_the_moon_is_settled_from_above(house: House, seen: date) -> None:
    reckoned = date(2028, 2, 27)
    eid = loader.current().calendar.holiday(reckoned)
    assert eid is not None
    assert eid.estimated
    services.settle_holiday(
        house.scope("nasrin"), office=house.offices["cabinet"], name=eid.name, reckoned=reckoned, seen=seen, now=NOW
    )
    calendar = selectors.calendar_of(loader.current(), house.offices["shibalaya"].pk)
    found = calendar.holiday(seen)
    assert found is not None
    assert (found.name, found.basis, found.estimated) == (eid.name, Basis.MOON, False)
    assert calendar.is_working_day(reckoned) is (seen != reckoned)


def test_a_holiday_of_the_moon_is_settled_otherwise_when_it_was_sighted_otherwise(house: House) -> None:
    reckoned = date(2028, 2, 27)
    eid = loader.current().calendar.holiday(reckoned)
    assert eid is not None
    days = (date(2028, 2, 26), reckoned, date(2028, 3, 1))
    for seen in (days[2], days[0], reckoned):
        services.settle_holiday(
            house.scope("nasrin"), office=house.offices["cabinet"], name=eid.name, reckoned=reckoned, seen=seen, now=NOW
        )
        calendar = selectors.calendar_of(loader.current(), house.offices["shibalaya"].pk)
        there = [(day, calendar.holiday(day)) for day in days]
        assert [day for day, found in there if found is not None and found.name == eid.name] == [seen]


def test_many_offices_are_read_at_once_and_equal_ones_share_a_calendar(house: House) -> None:
    book = loader.current()
    keys: list[UUID] = list(Office.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as none:
        assert set(selectors.calendars(book, keys).values()) == {book.calendar}
    enter(house, "manikganj")
    enter(house, "cabinet", starts_on=VICTORY, ends_on=VICTORY)
    with CaptureQueriesContext(connection) as few:
        found = selectors.calendars(book, keys)
    enter(house, "ghior", EntryKind.WORKING)
    enter(house, "dhaka", EntryKind.WORKING)
    with CaptureQueriesContext(connection) as many:
        again = selectors.calendars(book, keys)
    assert (len(none), len(few), len(many)) == (1, 2, 2)
    office = {key: one.pk for key, one in house.offices.items()}
    assert found[office["shibalaya"]] is found[office["ghior"]] is found[office["manikganj"]]
    assert found[office["dhaka"]] is found[office["cabinet"]]
    assert again[office["shibalaya"]] is not again[office["ghior"]]


def test_only_what_touches_the_days_asked_for_is_read(house: House) -> None:
    enter(house, "ghior")
    keys = [house.offices["ghior"].pk]
    book = loader.current()
    assert selectors.calendar_groups(book, keys, first=SATURDAY) == []
    assert selectors.calendar_groups(book, keys, last=date(2026, 11, 23)) == []
    assert len(selectors.calendar_groups(book, keys, first=TUESDAY, last=TUESDAY)) == 1


def test_entries_are_read_in_the_order_in_which_they_count(house: House) -> None:
    enter(house, "cabinet")
    enter(house, "shibalaya", EntryKind.WORKING)
    enter(house, "cabinet", EntryKind.CANCELLED)
    enter(house, "ghior")
    found = selectors.calendar_entries(house.scope("sumaiya"), house.offices["shibalaya"])
    assert [(entry.office.code, entry.kind) for entry in found] == [
        (house.offices["shibalaya"].code, "working"),
        (house.offices["cabinet"].code, "cancelled"),
        (house.offices["cabinet"].code, "holiday"),
    ]
    assert not selectors.calendar_entries(house.scope("sumaiya"), house.offices["ghior"])


# Who may, and what the history says.


def test_only_who_manages_the_office_enters_days(house: House) -> None:
    days: services.Days = {"name": FAIR, "starts_on": TUESDAY, "ends_on": TUESDAY, "basis": Basis.EXECUTIVE}
    shibalaya, ghior = house.offices["shibalaya"], house.offices["ghior"]
    for name, office in (("sumaiya", shibalaya), ("rehana", ghior), ("mannan", ghior), ("zahid", ghior)):
        with pytest.raises(Forbidden):
            services.add_entry(house.scope(name), office=office, kind=EntryKind.HOLIDAY, now=NOW, **days)
    entry = services.add_entry(house.scope("rehana"), office=shibalaya, kind=EntryKind.HOLIDAY, now=NOW, **days)
    with pytest.raises(Forbidden):
        services.remove_entry(house.scope("sumaiya"), entry=entry, now=NOW)
    with pytest.raises(Forbidden):
        services.change_entry(house.scope("sumaiya"), entry=entry, now=NOW, starts_on=SATURDAY)
    assert services.remove_entry(house.scope("farhana"), entry=entry, now=NOW)


def test_every_step_is_told_and_a_removed_entry_leaves_its_trace(house: House) -> None:
    scope, office = house.scope("rehana"), house.offices["shibalaya"]
    days: services.Days = {"name": FAIR, "starts_on": TUESDAY, "ends_on": TUESDAY, "basis": Basis.MOON, "memo": "১২"}
    entry = services.add_entry(scope, office=office, kind=EntryKind.HOLIDAY, now=NOW, **days)
    changed = services.change_entry(scope, entry=entry, now=NOW, ends_on=SATURDAY)
    assert (changed.starts_on, changed.ends_on) == (TUESDAY, SATURDAY)
    services.change_entry(scope, entry=entry, now=NOW, ends_on=SATURDAY)
    assert services.remove_entry(scope, entry=changed, now=NOW)
    assert not services.remove_entry(scope, entry=changed, now=NOW)
    removed, altered, entered = Entry.objects.filter(object_id=str(entry.pk))
    assert {one.office_id for one in (removed, altered, entered)} == {office.pk}
    with override("en"):
        assert told(entered).endswith(" entered “Fair” into the calendar")
        assert {one.name: one.said for one in details(entered)} == {
            "Kind": "holiday",
            "From": "24 November 2026",
            "Until": "24 November 2026",
            "Basis": "holiday subject to the moon",
            "Memo number": "12",
        }
        assert [(one.name, one.said) for one in details(altered)] == [("Until", "24 November 2026 → 28 November 2026")]
        assert told(removed).endswith(" took “Fair” out of the calendar")


# Wrong input.


def test_days_are_checked_and_all_faults_told(db: None) -> None:
    assert set(faults(name=LocalizedText(en="Fair"), ends_on=date(2026, 11, 1), basis="")) == {
        "name",
        "ends_on",
        "basis",
    }


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"ends_on": date(2027, 11, 25)}, "ends_on"),
        ({"starts_on": date(1026, 11, 24)}, "ends_on"),
        ({"starts_on": date(2226, 11, 24), "ends_on": date(2226, 11, 24)}, "starts_on"),
        ({"name": LocalizedText(bn="ক" * 201)}, "name"),
        ({"memo": "1" * 65}, "memo"),
        ({"basis": "fun"}, "basis"),
        ({"kind": EntryKind.HOURS}, "opens"),
        ({"kind": EntryKind.HOURS, "opens": time(9)}, "closes"),
        ({"kind": EntryKind.HOURS, "opens": time(9), "closes": time(9, 30)}, "closes"),
        ({"kind": EntryKind.HOURS, "opens": time(17), "closes": time(9)}, "closes"),
        ({"kind": EntryKind.WEEKEND}, "weekdays"),
        ({"kind": EntryKind.WEEKEND, "weekdays": range(7)}, "weekdays"),
        ({"kind": EntryKind.WEEKEND, "weekdays": [7]}, "weekdays"),
    ],
)
def test_wrong_days_are_refused_by_field(db: None, days: dict[str, Any], field: str) -> None:
    assert list(faults(**days)) == [field]


def test_a_whole_leap_year_is_not_too_long(house: House) -> None:
    enter(
        house,
        "ghior",
        EntryKind.HOURS,
        starts_on=date(2028, 1, 1),
        ends_on=date(2028, 12, 31),
        opens=time(8),
        closes=time(14),
    )


def test_the_same_entered_twice_is_told(house: House) -> None:
    enter(house, "shibalaya")
    with pytest.raises(ValidationError) as caught:
        enter(house, "shibalaya", name=LocalizedText(bn="অন্য নাম"))
    assert caught.value.code == "doubled"
    enter(house, "ghior")
    entry = enter(house, "shibalaya", ends_on=SATURDAY)
    with pytest.raises(ValidationError):
        services.change_entry(MACHINE, entry=entry, now=NOW, ends_on=TUESDAY)


def test_what_does_not_go_with_the_kind_is_left_out(house: House) -> None:
    entry = enter(house, "ghior", EntryKind.WORKING, basis=Basis.MOON, opens=time(9), closes=time(10), weekdays=[1])
    entry.refresh_from_db()
    assert (entry.basis, entry.opens, entry.closes, entry.weekdays) == ("", None, None, [])


def test_names_come_in_their_normal_form(house: House) -> None:
    entry = enter(house, "ghior", name=LocalizedText(bn=" মে\u200bলা\u202e ", en="\ufeff"))
    entry.refresh_from_db()
    assert entry.name == {"bn": "মেলা"}
