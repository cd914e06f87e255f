"""The house rules: whole, and refused by file and line where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanglap.guideline import loader
from tests.rulebooks import spoiled

pytestmark = pytest.mark.clause("9")

FILE = "house-rules.yaml"


def test_a_finding_hints_at_its_rule_and_danger_at_none() -> None:
    house = loader.current().house
    assert [rule.id for rule in house.hinted({"gender", "spam"})] == ["slur", "spam"]
    assert house.hinted({"danger"}) == ()
    assert "danger" in house.helped


def test_what_binds_the_state_does_not_bind_a_citizen() -> None:
    """Criticism, politics and what an institution may not say are no reason to hide a comment."""
    hinting = {key for rule in loader.current().house.rules for key in rule.categories}
    assert hinting.isdisjoint({"political", "abuse", "unease", "unity", "family", "greeting"})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("categories: [spam]", "categories: [political]", "there is no category political of comments"),
        ("helped: [danger]", "helped: [danger, threat]", "threat stands twice"),
        ("- id: spam", "- id: slur", "slur stands twice"),
        ("rules:\n", "rule:\n", "this key is not known here"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    line, faults = spoiled(tmp_path, FILE, old, new)
    assert any(fault.startswith(f"bd-2016/{FILE}:{line}:") and said in fault for fault in faults), faults


def test_a_category_that_hints_at_no_rule_is_told(tmp_path: Path) -> None:
    _line, faults = spoiled(tmp_path, FILE, "  categories: [threat]\n", "")
    assert any("the category threat hints at no rule" in fault for fault in faults)
