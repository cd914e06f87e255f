"""The pages of the history: searching, one office's own, and taking it out as a table."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from sanglap.audit.models import Entry
from sanglap.audit.selectors import details, told
from sanglap.audit.services import record
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.desk.history import tables
from sanglap.offices import verbs
from sanglap.offices.access import mark_second_factor
from sanglap.offices.selectors.history import Wanted
from tests import factories
from tests.factories import MINUTE, NOW, House


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


def note(
    house: House, office: str, by: str = "rehana", verb: str = verbs.CHANGED, after: int = 1, **data: Any
) -> Entry:
    thing = house.offices[office]
    with transaction.atomic():
        at = NOW + after * MINUTE
        record(house.scope(by).actor, verb, thing, now=at, office_id=thing.pk, **data)
    return Entry.objects.order_by("-id")[0]


def page(client: Client, status: int = 200, **given: str) -> str:
    answer = client.get(reverse("desk:history"), given)
    assert answer.status_code == status
    return answer.content.decode()


# Searching.


def test_an_auditor_finds_what_was_done_with_a_link_to_it(house: House) -> None:
    note(house, "ghior", changes={"website": ["", "https://ghior.example"]}, reason="নতুন ঠিকানা")
    found = page(signed_in(house, "mannan"), words="নতুন ঠিকানা")
    assert f'href="{reverse("desk:office", args=[house.offices["ghior"].pk])}"' in found
    assert "changed what is known of the office “" in found
    assert "– → https://ghior.example" in found
    assert "Monday 23 November 2026" in found
    assert "12:01 pm" in found


def test_the_same_in_bangla(house: House) -> None:
    found = page(signed_in(house, "mannan", "bn"))
    assert "সোমবার, ২৩ নভেম্বর ২০২৬" in found
    assert "দুপুর ১২:০০" in found


@pytest.mark.parametrize("name", ["sumaiya", "rehana", "nasrin", "zahid"])
def test_only_auditors_search(house: House, name: str) -> None:
    client = signed_in(house, name)
    assert client.get(reverse("desk:history")).status_code == 403
    assert client.post(reverse("desk:history-export")).status_code == 403


def test_everything_that_is_asked_for_narrows(house: House) -> None:
    client = signed_in(house, "mannan")
    note(house, "ghior", "rehana", reason="এক")
    note(house, "dhaka", "rehana", reason="দুই")
    note(house, "ghior", "kamrul", reason="তিন")
    note(house, "ghior", "rehana", after=3 * 24 * 60, reason="চার")
    given: dict[str, Any] = {"person": "rehana", "act": "office", "office": house.offices["ghior"].code}
    found = page(client, **given, since="২৩/১১/২০২৬", until="23-11-2026")
    assert [reason in found for reason in ("এক", "দুই", "তিন", "চার")] == [True, False, False, False]
    assert "চার" in page(client, **given, since="২৬/১১/২০২৬")


def test_nothing_found_is_said(house: House) -> None:
    assert "Nothing that you may see answers to this search." in page(signed_in(house, "mannan"), words="xyz")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "৩১/০২/২০২৬"}, "There is no such day."),
        ({"since": "yesterday"}, "Write the day as day/month/year"),
        ({"since": "২৩/১১/২০২৬", "until": "২২/১১/২০২৬"}, "The last day lies before the first."),
        ({"act": "nothing"}, "nothing"),
        ({"office": "no such office anywhere"}, "No office that you audit is called so."),
        ({"words": "ক" * 5000}, "100"),
    ],
)
def test_wrong_input_is_told_and_kept(house: House, given: dict[str, str], said: str) -> None:
    found = page(signed_in(house, "mannan"), 422, **given)
    assert "govuk-error-summary" in found
    assert said in found
    assert all(f'value="{value}"' in found for name, value in given.items() if name != "act")


@pytest.mark.parametrize("before", ["x", "01a2088f-6a0e-7396-9d52-198ea1ff5df0"])
def test_a_key_that_is_none_is_not_found(house: House, before: str) -> None:
    page(signed_in(house, "mannan"), 404, before=before)


def test_odd_signs_do_no_harm(house: House) -> None:
    client = signed_in(house, "mannan")
    for words in ("%", "_", "\\", "'\"<script>", "\u202e\u200b", "a\x00b"):
        assert "<script>alert" not in page(client, words=words, person=words)


def test_where_several_offices_fit_one_is_chosen(house: House) -> None:
    client = signed_in(house, "mannan")
    words = "উপজেলা"
    found = page(client, 422, office=words)
    if "Several offices fit" in found:
        key = str(house.offices["ghior"].pk)
        assert f'value="{key}"' in found
        note(house, "ghior", reason="এক")
        assert "এক" in page(client, office=words, office_id=key)


def test_pages_lead_on_and_keep_the_search(house: House) -> None:
    client = signed_in(house, "mannan")
    for number in range(60):
        note(house, "ghior", after=number, reason="অনেক")
    first = page(client, words="অনেক", act="office")
    assert 'rel="next"' in first
    assert "&amp;words=" in first
    assert first.count("sg-acts__time") == 50
    last = Entry.objects.filter(data__reason="অনেক").order_by("-at")[49]
    second = page(client, words="অনেক", act="office", before=str(last.pk))
    assert second.count("sg-acts__time") == 10


def test_as_many_queries_for_many_entries_as_for_few(house: House) -> None:
    client = signed_in(house, "mannan")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(client, act="office")
        return len(caught)

    note(house, "ghior")
    few = queries()
    for number in range(40):
        note(house, ("ghior", "shibalaya", "dhaka")[number % 3], ("rehana", "nasrin")[number % 2])
    assert queries() == few


# As a table.


def rows_of(client: Client, **given: str) -> list[list[str]]:
    answer = client.post(reverse("desk:history-export"), given)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # it is a stream
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_a_table_holds_what_was_found_and_that_it_was_taken_out_is_kept(house: House) -> None:
    note(house, "ghior", reason="এক")
    note(house, "dhaka", reason="দুই")
    client = signed_in(house, "mannan")
    head, *rows = rows_of(client, office=house.offices["ghior"].code, act="office", since="২৩/১১/২০২৬")
    assert head[0] == "Time in Bangladesh"
    assert rows[0][0] == "2026-11-23 12:01:00"
    assert "changed what is known" in rows[0][3]
    assert "Reason: এক" in rows[0][5]
    assert not any("দুই" in cell for row in rows for cell in row)
    entry = Entry.objects.order_by("-id")[0]
    assert entry.verb == "history.exported"
    assert told(entry)
    with override("en"):
        known = {one.name: one.said for one in details(entry)}
    assert known == {"About": "Offices", "From": "23 November 2026", "Office": house.offices["ghior"].name["en"]}
    assert entry.data["starts_on"] == "2026-11-23"


def test_a_table_is_in_the_readers_language_to_its_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_AT_ONCE", 2)
    note(house, "ghior", reason="এক")
    names = {language: {office.name[language] for office in house.offices.values()} for language in ("bn", "en")}
    for language in ("bn", "en"):
        _head, *rows = rows_of(signed_in(house, "mannan", language), act="office")
        assert len(rows) > 4
        assert {row[4] for row in rows} <= names[language]


def test_a_table_has_an_end(house: House) -> None:
    for _number in range(5):
        note(house, "ghior")
    scope = house.scope("mannan")
    text = "".join(tables.table(scope, Wanted(), "en", most=3))
    assert len(list(csv.reader(StringIO(text)))) == 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_is_a_formula(house: House, start: str) -> None:
    house.people["rehana"].name = LocalizedText(bn=f"{start}HYPERLINK(1)", en=f"{start}HYPERLINK(1)")
    house.people["rehana"].save()
    note(house, "ghior", reason=f"{start}1")
    rows = rows_of(signed_in(house, "mannan"), act="office")
    named = [cell for row in rows for cell in row if "HYPERLINK" in cell]
    assert named
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for row in rows for cell in row)


# One office.


def test_an_offices_own_page(house: House) -> None:
    note(house, "shibalaya", reason="এক")
    note(house, "ghior", reason="দুই")
    url = reverse("desk:office-history", args=[house.offices["shibalaya"].pk])
    for name in ("sumaiya", "rehana", "mannan"):
        found = signed_in(house, name).get(url)
        assert found.status_code == 200
        assert "এক" in found.content.decode()
        assert "দুই" not in found.content.decode()
    stranger = signed_in(house, "tanvir")
    nowhere = stranger.get(reverse("desk:office-history", args=[new_id()]))
    assert stranger.get(url).status_code == nowhere.status_code == 404


def test_words_that_stand_nowhere_are_not_looked_for_without_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanglap.offices.selectors.history.WINDOW", 2)
    monkeypatch.setattr(tables, "_MOST_ROUNDS", 3)
    text = "".join(tables.table(house.scope("mannan"), Wanted(words="nowhere-at-all"), "en"))
    assert "Further back was not searched." in text
    assert text.count("\n") == 2
