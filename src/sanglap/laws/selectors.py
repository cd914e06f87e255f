"""Reading the register of laws (clause 8). Laws are no secret: whoever asks is told the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.laws import Law
from sanglap.laws.models import EnteredLaw, Kind
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

Replaced = Mapping[str, tuple[str, LocalizedText, date | None]]
"""By the key of an older law: key, title and first day of what stands in its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A law or rule of the register, whether it came with the rulebook or was entered here, as it stands on a day."""

    key: str
    title: LocalizedText
    kind: str
    number: LocalizedText | str
    year: int
    dated: date | None
    starts_on: date | None
    ends_on: date | None
    url: str
    meaning: LocalizedText
    unsure: LocalizedText | None
    in_force: bool
    replaced_by: tuple[str, LocalizedText] | None
    """Key and title of what stands in its place."""
    entered: UUID | None
    """The key of its row, where it was entered here."""

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)


def entered(scope: Scope) -> QuerySet[EnteredLaw]:
    """The laws that were entered here, for whoever sees accounts anywhere."""
    found = EnteredLaw.objects.order_by("pk")
    return found if scope.has(Permission.ACCOUNT_VIEW) else found.none()


def register(*, on: date) -> list[Entry]:
    """All laws and rules as they stand on that day, the latest first. One query."""
    rows = list(EnteredLaw.objects.order_by("pk"))
    replaced = _replaced(rows)
    known = [_of_rulebook(law, replaced, on) for law in loader.current().laws]
    known += [_of_row(row, replaced, on) for row in rows]
    return sorted(known, key=lambda one: (one.year, one.dated or date.min, one.key), reverse=True)


def cited(keys: Collection[str], *, on: date) -> list[Entry]:
    """Those of these keys, as they stand on that day. No query where nothing is cited."""
    return [one for one in register(on=on) if one.key in set(keys)] if keys else []


def _replaced(rows: Iterable[EnteredLaw]) -> Replaced:
    laws = {law.id: law for law in loader.current().laws}
    found: dict[str, tuple[str, LocalizedText, date | None]] = {}
    for law in laws.values():
        if law.replaced_by:
            newer = laws[law.replaced_by]
            found[law.id] = newer.id, newer.title, newer.from_ or newer.dated
    for row in rows:
        found |= dict.fromkeys(row.replaces, (row.key, row.title, row.starts_on or row.dated))
    return found


def _of_rulebook(law: Law, replaced: Replaced, on: date) -> Entry:
    newer = replaced.get(law.id)
    return Entry(
        law.id, law.title, law.kind.value, law.number or "", law.year, law.dated, law.from_, law.until, law.url or "",
        law.meaning, law.unsure, _stands(law.from_ or law.dated, law.until, newer, on), newer[:2] if newer else None,
        None,
    )  # fmt: skip


def _of_row(row: EnteredLaw, replaced: Replaced, on: date) -> Entry:
    newer = replaced.get(row.key)
    return Entry(
        row.key, row.title, row.kind, row.number, row.year, row.dated, row.starts_on, row.ends_on, row.url,
        row.meaning, None, _stands(row.starts_on or row.dated, row.ends_on, newer, on), newer[:2] if newer else None,
        row.pk,
    )  # fmt: skip


def _stands(
    begins: date | None, ends: date | None, newer: tuple[str, LocalizedText, date | None] | None, on: date
) -> bool:
    """Whether it is in force: not before it begins, not after it ends, and not once another stands in its place."""
    if (begins and on < begins) or (ends and on > ends):
        return False
    return newer is None or ends is not None or (newer[2] is not None and on < newer[2])
