"""One row of a list on its way: read, then compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from sanglap.offices.models import RowKind
from sanglap.offices.services.imports.faults import ERROR, fault
from sanglap.offices.services.imports.form import OFFICES, ListForm


@dataclass(slots=True)
class Row:
    """What an `ImportRow` keeps. `after` has the columns that the list has and no others."""

    form: ClassVar[ListForm] = OFFICES

    line: int
    code: str
    after: dict[str, str]
    faults: list[dict[str, str]] = field(default_factory=list)
    kind: RowKind = RowKind.SAME
    office_id: UUID | None = None
    before: dict[str, str] | None = None
    search: str = ""
    bad: bool = False

    def blame(self, code: str, column: str, value: str = "") -> None:
        """Note a fault or a warning."""
        found = fault(code, column, value, self.form.words[code].level)
        self.faults.append(found)
        self.bad = self.bad or found["level"] == ERROR

    def as_read(self) -> Row:
        """The row as it was before it was compared."""
        words = self.form.words
        kept = [one for one in self.faults if one["code"] in words and not words[one["code"]].compared]
        bad = any(one["level"] == ERROR for one in kept)
        return Row(self.line, self.code, dict(self.after), kept, office_id=self.office_id, bad=bad)
