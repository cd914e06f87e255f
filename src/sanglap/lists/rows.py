"""One row of a list as it was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from sanglap.lists.faults import ERROR, fault
from sanglap.lists.form import ListForm


@dataclass(slots=True)
class Row:
    """What stands in a row, and what is wrong with it. `after` has the columns that the list has and no others."""

    form: ClassVar[ListForm]

    line: int
    code: str
    """Of what the row speaks of, or ""."""
    after: dict[str, str]
    faults: list[dict[str, str]] = field(default_factory=list)
    bad: bool = False

    def blame(self, code: str, column: str, value: str = "") -> None:
        """Note a fault or a warning."""
        found = fault(code, column, value, self.form.words[code].level)
        self.faults.append(found)
        self.bad = self.bad or found["level"] == ERROR


Check = Callable[[Row, str, str], str]
"""Brings what stands in a cell into its normal form, and blames the row for what is wrong with it."""
