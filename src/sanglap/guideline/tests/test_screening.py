from __future__ import annotations

from pathlib import Path

import pytest

from sanglap.guideline.screening import Screening
from tests.rulebooks import spoiled

pytestmark = pytest.mark.clause("9")

FILE = "screening.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: unity-anthem", "id: unity-flag", "id: unity-flag stands twice"),
        ("id: gender-belittled", "id: religion-belittled", "id: religion-belittled stands twice"),
        ("clause: 9.b", "clause: 99.b", "clause: there is no clause 99.b"),
        ("category: gender\n  words", "category: manners\n  words", "category: there is no category manners"),
        ("severity: block", "severity: fatal", "severity: Input should be"),
        ("who: [<women>]", "who: [<ladies>]", "there is no group ladies"),
        ("what: [<scorn>, <rogues>", "what: [<scorn>, <rouges>", "there is no group rouges"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    line, faults = spoiled(tmp_path, FILE, old, new)
    assert any(fault.startswith(f"bd-2016/{FILE}:{line}:") and said in fault for fault in faults)


def test_a_group_is_written_out_where_it_stands() -> None:
    listed = Screening(categories=(), groups={"kin": ("son", "daughter"), "mine": ("my", "our")})
    assert listed.spelled(["<mine> dear <kin>", "aunt"]) == (
        "my dear son", "my dear daughter", "our dear son", "our dear daughter", "aunt",
    )  # fmt: skip
