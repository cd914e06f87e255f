"""The rows of a list on their way, whatever it lists: compared, kept, and compared anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sanglap.lists.faults import ERROR, WARNING
from sanglap.lists.rows import Row
from sanglap.offices.models import WARNED, ListImport, ListRow, RowKind

_JSON = json.JSONEncoder(ensure_ascii=False).encode
_KEPT = ("line", "code", "kind", "office_id", "before", "after", "faults")
_CHUNK = 5_000


@dataclass(slots=True)
class BroughtRow(Row):
    """A row as it is held against the register. `own` are the fields that its model `kept_as` has beyond the shared."""

    kept_as: ClassVar[type[ListRow]]
    own: ClassVar[tuple[str, ...]] = ()

    kind: RowKind = RowKind.SAME
    office_id: UUID | None = None
    before: dict[str, str] | None = None

    def as_read(self) -> Self:
        """The row as it was before it was compared."""
        words = self.form.words
        kept = [one for one in self.faults if one["code"] in words and not words[one["code"]].compared]
        bad = any(one["level"] == ERROR for one in kept)
        return replace(self, after=dict(self.after), faults=kept, bad=bad, kind=RowKind.SAME, before=None)


B = TypeVar("B", bound=BroughtRow)


def _kept(run: ListImport, made: type[BroughtRow]) -> QuerySet[Any]:
    # What all rows of lists have in common has no table, and so no `run`; those of each kind have.
    manager: Any = made.kept_as._default_manager  # noqa: SLF001 - Django's public name of its models
    found: QuerySet[Any] = manager.filter(run=run)
    return found


def write(run: ListImport, rows: Iterable[B], made: type[B]) -> None:
    """Keep the rows in place of any kept before, by one COPY."""
    _kept(run, made).delete()
    fields = ", ".join((*_KEPT, *made.own))
    statement = f"COPY {made.kept_as._meta.db_table} (run_id, {fields}) FROM STDIN"  # noqa: SLF001 - Django's public name of its models
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((
                run.pk, row.line, row.code, row.kind.value, row.office_id,
                None if row.before is None else _JSON(row.before), _JSON(row.after), _JSON(row.faults),
                *(getattr(row, name) for name in made.own),
            ))  # fmt: skip


def as_compared(run: ListImport, made: type[B]) -> Iterator[B]:
    """The rows of a list as they were compared, by line."""
    fields = (*_KEPT, *made.own)
    for values in _kept(run, made).order_by("line").values_list(*fields).iterator(chunk_size=_CHUNK):
        row = made(**dict(zip(fields, values, strict=True)))
        row.kind = RowKind(row.kind)
        row.bad = row.kind == RowKind.BAD
        yield row


def kept_rows(run: ListImport, made: type[B]) -> list[B]:
    """The rows of a list as they were read, to be compared anew."""
    return [row.as_read() for row in as_compared(run, made)]


def count(rows: Iterable[BroughtRow]) -> dict[str, int]:
    """How many rows there are of each kind, and with a warning."""
    kinds: Counter[str] = Counter()
    warned = 0
    for row in rows:
        kinds[row.kind.value] += 1
        warned += any(one["level"] == WARNING for one in row.faults)
    return {**{kind.value: kinds[kind.value] for kind in RowKind}, WARNED: warned}
