"""One row of a list of offices on its way: read, then compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from sanglap.lists.form import ListForm
from sanglap.offices.models import ImportRow
from sanglap.offices.services.bringing.rows import BroughtRow
from sanglap.offices.services.imports.form import FORM


@dataclass(slots=True)
class OfficeRow(BroughtRow):
    """What an `ImportRow` keeps."""

    form: ClassVar[ListForm] = FORM
    kept_as: ClassVar[type[ImportRow]] = ImportRow
    own: ClassVar[tuple[str, ...]] = ("search",)

    search: str = ""

    def as_read(self) -> OfficeRow:
        """The row as it was before it was compared."""
        return replace(BroughtRow.as_read(self), search="")
