"""What the screening points at, for whoever writes or decides (clauses 6.c, 9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sanglap.content import screened
from sanglap.content.models import Finding, Variant
from sanglap.content.screened import Shown
from sanglap.content.services import LONGEST
from sanglap.content.states import VariantState
from sanglap.offices.models import Office

TEXT = 0
"""The place of what stands in the text itself."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Those of one text, the gravest first, and where its words are marked."""

    rows: Sequence[Finding]
    untrained: Sequence[str]
    """The clauses for which no model was trained."""

    @property
    def spans(self) -> list[tuple[int, int]]:
        """In the text."""
        return [(mark["start"], mark["end"]) for row in self.rows if row.place == TEXT for mark in row.marks]

    def without(self, asked: Sequence[Finding]) -> Findings:
        """Those that are not among these."""
        return Findings([row for row in self.rows if row not in asked], self.untrained)

    def __bool__(self) -> bool:
        return bool(self.rows)


def of(rows: Iterable[Finding]) -> Findings:
    return Findings(list(rows), screened.untrained())


def live(office: Office, text: str, shown: Sequence[Shown] = ()) -> Findings:
    """What would be found in what is being written; more than is kept at all is not looked at."""
    fit = len(text) + sum(len(one.alt) for one in shown) <= LONGEST
    return of(screened.look(office, text, shown) if fit else ())


def of_variant(variant: Variant) -> Findings:
    """What its panel is shown; of words that were not handed in yet, what would be."""
    revision = variant.revision
    if variant.state != VariantState.DRAFT:
        return of(revision.findings.all())
    return live(revision.draft.office, revision.text, list(revision.illustrations.all()))
