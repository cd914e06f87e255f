"""What a revision changed, for whoever has to judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanglap.content.differences import Piece, differences
from sanglap.content.models import Revision
from sanglap.content.selectors import revision as revision_of
from sanglap.offices.scope import Scope


@dataclass(frozen=True, slots=True)
class Changes:
    """From one revision to the next."""

    before: Revision
    after: Revision
    words: Sequence[Piece]
    """Empty where the words are the same."""
    pictures: bool
    """Whether the pictures or their descriptions differ."""
    open: bool
    """Shown unfolded: somebody decides on it now."""


def changes(scope: Scope, after: Revision, *, unfolded: bool = False) -> Changes | None:
    """What `after` changed; None where it is the first. One or two queries."""
    before = revision_of(scope, after.draft, after.number - 1) if after.number > 1 else None
    if before is None:
        return None
    words = differences(before.text, after.text) if before.text != after.text else []
    return Changes(before, after, words, _shown(before) != _shown(after), unfolded)


def _shown(revision: Revision) -> list[tuple[object, str]]:
    return [(one.picture_id, one.alt) for one in revision.illustrations.all()]
