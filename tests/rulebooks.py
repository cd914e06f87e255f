"""A rulebook with something wrong in it: what its loader says of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sanglap.guideline.loader import RulebookError, load

FOLDER = Path(__file__).resolve().parents[1] / "rulebooks" / "bd-2016"


def spoiled(tmp_path: Path, name: str, old: str, new: str) -> tuple[int, list[str]]:
    """The line of that file at which the first `old` became `new`, and every fault of the rulebook that came of it."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / FOLDER.name))
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(folder)
    return text[: text.index(old)].count("\n") + 1, [str(fault) for fault in caught.value.faults]
