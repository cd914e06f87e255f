"""What panels decided about findings, as others may learn from it."""

from __future__ import annotations

import csv
from contextlib import nullcontext
from pathlib import Path

import pytest

from sanglap.content.decided import decisions
from sanglap.content.tests.test_screened import GRAVE, LIGHT, NOTED
from sanglap.launch import commands, screening
from sanglap.launch.serve import Refused
from sanglap.offices.screened import Holds, Ruled
from tests import factories
from tests.factories import TEXT, House, newest

pytestmark = [pytest.mark.clause("9.b"), pytest.mark.django_db]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def decided(house: House, text: str, **rulings: Ruled) -> None:
    """A draft whose panel said that of its one finding."""
    variant = newest(house.draft(house.panel_of_three(), text=text))
    for voter, ruled in rulings.items():
        house.vote(variant, voter, rulings={1: ruled})


RIGHT, WRONG = Ruled(Holds.FIT, "আদালতের রায়ের উদ্ধৃতি।"), Ruled(Holds.MISTAKEN, "এটি একটি জায়গার নাম।")


def test_what_most_said_is_decided_and_of_what_nobody_said_nothing_is(house: House) -> None:
    decided(house, GRAVE, farid=RIGHT, shila=RIGHT)
    [one] = decisions()
    assert (one.text, one.right) == (GRAVE, True)


def test_as_many_for_as_against_decide_nothing(house: House) -> None:
    decided(house, GRAVE, farid=RIGHT, shila=WRONG)
    assert list(decisions()) == []


@pytest.mark.parametrize("text", [TEXT, NOTED])
def test_a_draft_of_which_nothing_was_asked_is_not_among_them(house: House, text: str) -> None:
    newest(house.draft(house.panel_of_three(), text=text))
    assert list(decisions()) == []


def test_personal_data_in_them_is_covered_and_an_office_has_its_own_alone(house: House) -> None:
    decided(house, LIGHT, farid=WRONG)
    [one] = decisions(house.offices["shibalaya"].pk)
    assert one.category == "personal-data"
    assert "44" in one.text
    assert "01711" not in one.text
    assert list(decisions(house.offices["shibalaya"].parent_id)) == []


def test_they_are_written_by_command_as_a_table_that_training_reads(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "database", nullcontext)
    decided(house, GRAVE, farid=WRONG)
    out = tmp_path / "decisions.csv"
    screening.screening(["decisions", "--office", house.offices["shibalaya"].code, "--out", str(out)])
    with out.open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    [one] = decisions()
    assert row == {"text": GRAVE, "category": one.category, "right": "no", "day": one.day.isoformat()}
    with pytest.raises(Refused, match="No office has the code nowhere"):
        screening.screening(["decisions", "--office", "nowhere", "--out", str(out)])
    with pytest.raises(Refused, match="cannot be written"):
        screening.screening(["decisions", "--out", str(tmp_path / "none" / "decisions.csv")])
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.csv"]
