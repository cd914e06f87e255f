"""The pages of an office's working calendar."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from sanglap.audit.models import Entry
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.desk.offices.calendar import year as shown
from sanglap.guideline import loader
from sanglap.guideline.overlay import DaysWorked, OtherHours, OtherWeekend, Overlay
from sanglap.offices import services
from sanglap.offices.access import mark_second_factor
from sanglap.offices.models import CalendarEntry, EntryKind
from sanglap.offices.scope import Scope
from sanglap.offices.services.calendar import fingerprint
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, House

MACHINE = Scope.everything("tests")
FAIR = LocalizedText(bn="মেলা", en="Fair")
HOLIDAY = {"name_bn": "মেলা", "name_en": "Fair", "starts_on": "২৪/১১/২০২৬", "basis": "executive"}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def signed_in(house: House, username: str, language: str = "en") -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(house.people[username])
    session = client.session
    mark_second_factor(session)
    session.save()
    client.cookies["language"] = language
    return client


def url(house: House, name: str = "office-calendar", *more: Any, office: str = "shibalaya") -> str:
    return reverse(f"desk:{name}", args=[house.offices[office].pk, *more])


def new(house: House, kind: str = "holiday", office: str = "shibalaya") -> str:
    return f"{url(house, 'office-calendar-new', office=office)}?kind={kind}"


def page(client: Client, address: str, status: int = 200, **given: str) -> str:
    answer = client.get(address, given)
    assert answer.status_code == status
    return answer.content.decode()


def enter(house: House, office: str = "shibalaya", **days: Any) -> CalendarEntry:
    day = date(2026, 11, 24)
    given = {"name": FAIR, "starts_on": day, "ends_on": day, "basis": "executive", **days}
    return services.add_entry(MACHINE, office=house.offices[office], kind=EntryKind.HOLIDAY, now=NOW, **given)


# The year.


def test_a_year_has_twelve_months_and_says_what_each_day_is(house: House) -> None:
    found = page(signed_in(house, "sumaiya"), url(house))
    assert found.count("<caption>") == 12
    assert "Working calendar 2026" in found
    assert 'title="holiday: Victory Day"' in found
    assert 'aria-current="date"' in found
    assert "9:00 am – 5:00 pm" in found
    assert "closed: weekend" in found
    assert found.count('class="sg-cal__day sg-cal__day--') >= 365


def test_the_same_in_bangla(house: House) -> None:
    found = page(signed_in(house, "sumaiya", "bn"), url(house))
    for words in ("২০২৬", "নভেম্বর", "বিজয় দিবস", "১ পৌষ ১৪৩৩", "সকাল ৯:০০ – বিকাল ৫:০০"):
        assert words in found


@pytest.mark.parametrize("given", ["2027", "২০২৭"])
def test_another_year_is_asked_for_in_either_digits(house: House, given: str) -> None:
    found = page(signed_in(house, "sumaiya"), url(house), year=given)
    assert "Working calendar 2027" in found
    assert 'aria-current="date"' not in found


@pytest.mark.parametrize("given", ["x", "20270", "1999", "2099", "-2026", "२०२७", " ", "²026"])
def test_a_year_that_is_none_is_not_found(house: House, given: str) -> None:
    page(signed_in(house, "sumaiya"), url(house), 200 if given == " " else 404, year=given)


def test_whose_an_entry_is_and_what_is_set_aside(house: House) -> None:
    enter(house, "manikganj")
    enter(house, "shibalaya", starts_on=date(2026, 12, 16), ends_on=date(2026, 12, 16))
    found = page(signed_in(house, "rehana"), url(house))
    assert house.offices["manikganj"].name["en"] in found
    assert "this office" in found
    assert "set aside here" in found
    assert "the rulebook" in found
    # Only what was entered here is changed here.
    assert found.count("/calendar/0") == 1


def test_as_many_queries_whatever_was_entered(house: House) -> None:
    client = signed_in(house, "rehana")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(client, url(house))
        return len(caught)

    enter(house)
    few = queries()
    for number in range(1, 20):
        enter(
            house, ("shibalaya", "manikganj", "cabinet")[number % 3], memo=str(number), ends_on=date(2026, 12, number)
        )
    assert queries() == few


def test_days_are_drawn_by_what_they_are() -> None:
    tuesday, saturday = date(2026, 11, 24), date(2026, 11, 28)
    book = loader.current().calendar
    own = book.with_overlay(
        Overlay(
            (
                DaysWorked(saturday, saturday, FAIR),
                OtherHours(tuesday, tuesday, FAIR),
                OtherWeekend(date(2026, 11, 25), date(2026, 11, 25), FAIR, frozenset({2})),
            )
        )
    )
    wanted = {
        tuesday: "hours",
        saturday: "ordered",
        date(2026, 11, 25): "weekend",
        date(2026, 11, 26): "worked",
        date(2026, 12, 16): "holiday",
        date(2026, 4, 13): "optional",
        date(2028, 2, 27): "moon",
    }
    assert {day: shown.kind_of(own, day) for day in wanted} == wanted


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_month_holds_its_days_in_their_columns(language: str) -> None:
    book = loader.current().calendar
    with override(language):
        for year in (2024, 2026):
            months = shown.months(book, year, date(2026, 11, 23))
            cells = [cell for month in months for week in month.weeks for cell in week if cell]
            assert len(cells) == (366 if year == 2024 else 365)
            for month in months:
                for week in month.weeks:
                    assert len(week) == 7
                    for column, cell in zip(book.weekdays, week, strict=True):
                        assert cell is None or cell.on.weekday() == column


# Entering.


def test_a_head_enters_changes_and_takes_out(house: House) -> None:
    client = signed_in(house, "rehana")
    assert "What do you want to enter?" in page(client, url(house, "office-calendar-new"))
    answer = client.post(new(house), HOLIDAY)
    assert answer.headers["Location"] == f"{url(house)}?year=2026"
    entry = CalendarEntry.objects.get()
    assert (entry.starts_on, entry.ends_on, entry.name) == (date(2026, 11, 24), date(2026, 11, 24), FAIR)
    edit = url(house, "office-calendar-edit", entry.pk)
    shown_form = page(client, edit)
    assert 'value="24/11/2026"' in shown_form
    assert client.post(edit, {**HOLIDAY, "ends_on": "25/11/2026"}).status_code == 302
    entry.refresh_from_db()
    assert entry.ends_on == date(2026, 11, 25)
    for _second_click in range(2):
        status = client.post(url(house, "office-calendar-remove", entry.pk)).status_code
    assert status == 404
    assert not CalendarEntry.objects.exists()
    assert [one.verb for one in Entry.objects.filter(object_id=str(entry.pk))] == [
        "calendar.removed",
        "calendar.changed",
        "calendar.entered",
    ]


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        ("working", {}, {"kind": "working", "basis": ""}),
        ("cancelled", {}, {"kind": "cancelled"}),
        ("hours", {"opens": "৯", "closes": "১৫:৩০"}, {"kind": "hours"}),
        ("weekend", {"weekdays": ["4", "3"]}, {"weekdays": [3, 4]}),
    ],
)
def test_every_kind_can_be_entered(house: House, kind: str, given: dict[str, Any], wanted: dict[str, Any]) -> None:
    client = signed_in(house, "rehana", "bn")
    assert client.post(new(house, kind), {"name_bn": "রমজান", "starts_on": "২৪/১১/২০২৬", **given}).status_code == 302
    entry = CalendarEntry.objects.get()
    assert {name: getattr(entry, name) for name in wanted} == wanted
    assert page(client, url(house, "office-calendar-edit", entry.pk))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("holiday", {"name_bn": ""}),
        ("holiday", {"name_bn": "\u200b\u202e"}),
        ("holiday", {"name_bn": "ক" * 5000}),
        ("holiday", {"starts_on": "31/02/2026"}),
        ("holiday", {"starts_on": "24/11/1026"}),
        ("holiday", {"ends_on": "23/11/2026"}),
        ("holiday", {"ends_on": "24/11/2028"}),
        ("holiday", {"basis": "fun"}),
        ("hours", {"opens": "25:00", "closes": "27"}),
        ("hours", {"opens": "17", "closes": "9"}),
        ("weekend", {}),
        ("weekend", {"weekdays": [str(day) for day in range(7)]}),
        ("weekend", {"weekdays": ["9"]}),
    ],
)
def test_wrong_input_is_told_and_kept(house: House, kind: str, given: dict[str, Any]) -> None:
    words = {**HOLIDAY, "memo": "০৫.৪১.০০০০", **given}
    answer = signed_in(house, "rehana").post(new(house, kind), words)
    assert answer.status_code == 422
    found = answer.content.decode()
    assert "govuk-error-summary" in found
    assert 'value="০৫.৪১.০০০০"' in found
    assert not CalendarEntry.objects.exists()


def test_a_second_click_is_told_that_it_is_there(house: House) -> None:
    client = signed_in(house, "rehana")
    client.post(new(house), HOLIDAY)
    answer = client.post(new(house), HOLIDAY)
    assert answer.status_code == 422
    assert "The same is in this calendar already." in answer.content.decode()


def test_of_two_who_change_the_same_the_second_is_told(house: House) -> None:
    entry = enter(house)
    seen = fingerprint(entry)
    edit = url(house, "office-calendar-edit", entry.pk)
    first, second = signed_in(house, "rehana"), signed_in(house, "farhana")
    assert first.post(edit, {**HOLIDAY, "ends_on": "25/11/2026", "seen": seen}).status_code == 302
    answer = second.post(edit, {**HOLIDAY, "ends_on": "26/11/2026", "seen": seen})
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile" in answer.content.decode()
    assert 'value="26/11/2026"' in answer.content.decode()


# The moon.


def test_the_day_of_the_moon_is_settled_for_all(house: House) -> None:
    client = signed_in(house, "nasrin")
    root = url(house, office="cabinet")
    moon = reverse("desk:office-calendar-moon", args=[house.offices["cabinet"].pk, date(2028, 2, 27)])
    assert moon in page(client, root, year="2028")
    assert "Eid al-Fitr" in page(client, moon)
    assert client.post(moon, {"seen_on": "28/02/2028"}).status_code == 302
    found = page(signed_in(house, "sumaiya"), url(house), year="2028")
    assert 'title="holiday: Eid al-Fitr"' in found
    assert moon not in page(client, root, year="2028")


@pytest.mark.parametrize("day", ["2026-12-16", "2026-11-24", "0001-01-01", "2026-13-01"])
def test_what_is_no_holiday_of_the_moon_is_not_found(house: House, day: str) -> None:
    page(signed_in(house, "rehana"), f"{url(house)}moon/{day}/", 404)


# Who may.


def test_whoever_sees_the_office_sees_its_calendar_and_only_its_managers_change_it(house: House) -> None:
    entry = enter(house)
    acts = [
        url(house, "office-calendar-new"),
        url(house, "office-calendar-edit", entry.pk),
        url(house, "office-calendar-moon", date(2028, 2, 27)),
    ]
    for name in ("sumaiya", "kamrul", "mannan", "zahid"):
        client = signed_in(house, name)
        assert "Enter days" not in page(client, url(house))
        assert {client.get(act).status_code for act in acts} == {403}
        assert client.post(url(house, "office-calendar-remove", entry.pk)).status_code == 403
    for name in ("rehana", "farhana", "nasrin"):
        assert {signed_in(house, name).get(act).status_code for act in acts} == {200}
    house.officer("babul", Role.HEAD, "ghior")
    stranger = signed_in(house, "babul")
    assert {stranger.get(act).status_code for act in [url(house), *acts]} == {404}
    assert stranger.post(url(house, "office-calendar-remove", entry.pk)).status_code == 404
    # Not by way of one's own office either.
    assert stranger.get(url(house, "office-calendar-edit", entry.pk, office="ghior")).status_code == 404
    assert stranger.get(url(house, "office-calendar-edit", new_id(), office="ghior")).status_code == 404
