from __future__ import annotations

from pathlib import Path

import pytest

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
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    line, faults = spoiled(tmp_path, FILE, old, new)
    assert any(fault.startswith(f"bd-2016/{FILE}:{line}:") and said in fault for fault in faults)
