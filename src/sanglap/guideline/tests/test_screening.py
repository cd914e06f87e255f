from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from sanglap.guideline.loader import RulebookError, load

pytestmark = pytest.mark.clause("9")

FOLDER = Path(settings.SANGLAP_RULEBOOKS) / "bd-2016"
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
    folder = Path(shutil.copytree(FOLDER, tmp_path / "bd-2016"))
    before = (folder / FILE).read_text(encoding="utf-8")
    assert old in before
    (folder / FILE).write_text(before.replace(old, new, 1), encoding="utf-8")
    line = before[: before.index(old)].count("\n") + 1
    with pytest.raises(RulebookError) as caught:
        load(folder)
    assert any(str(fault).startswith(f"bd-2016/{FILE}:{line}:") and said in str(fault) for fault in caught.value.faults)
