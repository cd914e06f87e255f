"""The register of laws: those of the rulebook and those entered here, each shown as it stands on a day (clause 8)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.audit.models import Entry
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.laws import LawKind
from sanglap.laws import selectors, services
from sanglap.laws.models import EnteredLaw, Kind
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, WORDS, House
from tests.rulebooks import spoiled

pytestmark = pytest.mark.clause("8")
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
RTI = LocalizedText(bn="তথ্য অধিকার আইন, ২০০৯", en="Right to Information Act, 2009")
FOLDER = Path(__file__).resolve().parents[4] / "rulebooks" / "bd-2016"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def text(**more: Any) -> services.LawText:
    given: dict[str, Any] = {"title": WORDS, "kind": "circular", "year": 2026, "meaning": WORDS}
    return services.LawText(**{**given, **more})


def stands(key: str, on: date) -> selectors.Entry:
    (found,) = selectors.cited([key], on=on)
    return found


def test_the_kinds_are_those_of_the_rulebook() -> None:
    assert set(Kind.values) == {kind.value for kind in LawKind}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "day", "in_force", "newer"),
    [
        ("digital-security-act-2018", date(2018, 10, 7), False, "cyber-security-act-2023"),
        ("digital-security-act-2018", date(2018, 10, 8), True, "cyber-security-act-2023"),
        ("digital-security-act-2018", date(2023, 9, 17), True, "cyber-security-act-2023"),
        ("digital-security-act-2018", date(2023, 9, 18), False, "cyber-security-act-2023"),
        ("cyber-security-act-2023", TODAY, False, "cyber-security-ordinance-2025"),
        ("cyber-security-ordinance-2025", TODAY, True, None),
        ("secretariat-instructions-2014", TODAY, False, "secretariat-instructions-2024"),
        ("rti-act-2009", TODAY, True, None),
    ],
)
def test_each_is_shown_as_it_stands_on_the_day(*, key: str, day: date, in_force: bool, newer: str | None) -> None:
    found = stands(key, day)
    assert found.in_force is in_force
    assert (found.replaced_by[0] if found.replaced_by else None) == newer


def test_only_whoever_coordinates_for_the_whole_enters_laws(house: House) -> None:
    house.officer("local", Role.COORDINATOR, "manikganj", below=True)
    for name in ("local", "rehana", "mannan", "zahid"):
        with pytest.raises(Forbidden):
            services.enter(house.scope(name), text=text(), now=NOW)
    law = services.enter(house.scope("nasrin"), text=text(), now=NOW)
    assert stands(law.key, TODAY).title == WORDS
    assert Entry.objects.filter(verb="law.entered", object_id=law.key).exists()
    with pytest.raises(Forbidden):
        services.change(house.scope("local"), law=law, text=text(year=2025), now=NOW)


def test_an_entered_law_takes_the_place_of_an_older_one_from_its_day(house: House) -> None:
    newer = text(replaces=["cyber-security-ordinance-2025"], starts_on=TODAY + 7 * DAY, kind="act")
    law = services.enter(house.scope("nasrin"), text=newer, now=NOW)
    assert stands("cyber-security-ordinance-2025", TODAY).in_force
    assert not stands(law.key, TODAY).in_force
    later = stands("cyber-security-ordinance-2025", TODAY + 7 * DAY)
    assert (later.in_force, later.replaced_by) == (False, (law.key, WORDS))
    assert stands(law.key, TODAY + 7 * DAY).in_force


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": LocalizedText(bn="শুধু বাংলা")}, "title"),
        ({"kind": "song"}, "kind"),
        ({"year": 1500}, "year"),
        ({"dated": date(2025, 1, 1)}, "year"),
        ({"starts_on": TODAY, "ends_on": TODAY - DAY}, "ends_on"),
        ({"replaces": ["no-such-law"]}, "replaces"),
        ({"url": "javascript:alert(1)"}, "url"),
        (
            {"title": LocalizedText(bn="তথ্য অধিকার আইন, ২০০৯", en="Right to Information Act, 2009"), "year": 2009},
            "title",
        ),
    ],
)
def test_what_is_wrong_is_told_by_field(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        services.enter(house.scope("nasrin"), text=text(**wrong), now=NOW)
    assert field in caught.value.error_dict
    assert not EnteredLaw.objects.exists()


def test_a_law_ends_by_a_change_that_is_on_record(house: House) -> None:
    law = services.enter(house.scope("nasrin"), text=text(), now=NOW)
    services.change(house.scope("nasrin"), law=law, text=text(ends_on=TODAY - DAY), now=NOW)
    assert not stands(law.key, TODAY).in_force
    entry = Entry.objects.get(verb="law.changed", object_id=law.key)
    assert entry.data["changes"]["ends_on"] == [None, "2026-11-22"]
    services.change(house.scope("nasrin"), law=law, text=text(ends_on=TODAY - DAY), now=NOW)
    assert Entry.objects.filter(verb="law.changed").count() == 1


def test_the_register_takes_one_query_however_many_are_entered(house: House) -> None:
    for number in range(5):
        services.enter(house.scope("nasrin"), text=text(title=LocalizedText(bn=f"ক{number}", en=f"A{number}")), now=NOW)
    with CaptureQueriesContext(connection) as caught:
        rows = selectors.register(on=TODAY)
    assert len(caught) == 1
    assert len(rows) == len(loader.current().laws) + 5
    with CaptureQueriesContext(connection) as caught:
        assert selectors.cited([], on=TODAY) == []
    assert not caught.captured_queries


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "laws.yaml",
            "replaced_by: cyber-security-act-2023",
            "replaced_by: nothing",
            "replaced_by: there is no law nothing",
        ),
        ("laws.yaml", "- id: rti-act-2009", "- id: ict-act-2006", "id: ict-act-2006 stands twice"),
        ("laws.yaml", "until: 2023-09-17", "until: 2017-09-17", "until: the law ends before it begins"),
        ("laws.yaml", "kind: ordinance", "kind: song", "kind: Input should be"),
        ("rules.yaml", "laws: [social-media-guideline-2016]", "laws: [nothing]", "laws.0: there is no law nothing"),
    ],
)
def test_a_fault_in_the_files_is_named_by_its_line(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    line, faults = spoiled(tmp_path, name, old, new)
    assert any(fault.startswith(f"bd-2016/{name}:{line}:") and said in fault for fault in faults)
