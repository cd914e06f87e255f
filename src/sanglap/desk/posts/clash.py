"""Somebody else saved the draft meanwhile: both texts, and what becomes of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanglap.content.differences import Piece, differences
from sanglap.content.merging import Merged, merge
from sanglap.content.models import Draft, Revision


@dataclass(frozen=True, slots=True)
class Clash:
    """What the reader typed upon a revision that is no longer the newest."""

    base: int
    """The number of the revision that he typed upon."""
    newest: Revision
    """What stands now."""
    changes: Sequence[Piece]
    """What the others changed since."""
    merged: Merged

    @classmethod
    def of(cls, draft: Draft, base: int, newest: Revision, text: str) -> Clash:
        """`text` is what the reader typed."""
        older = draft.revisions.filter(number=base).values_list("text", flat=True).first() or ""
        return cls(base, newest, differences(older, newest.text), merge(older, text, newest.text))

    @property
    def same(self) -> bool:
        """Whether the others left the words as they were."""
        return not any(piece.change != "same" for piece in self.changes)
