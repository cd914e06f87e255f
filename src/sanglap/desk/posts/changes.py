"""What a revision changed, for whoever has to judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sanglap.content import recordings
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
    also: Sequence[str]
    """What else differs, in sentences."""
    open: bool
    """Shown unfolded: somebody decides on it now."""


def changes(scope: Scope, after: Revision, *, unfolded: bool = False) -> Changes | None:
    """What `after` changed; None where it is the first. Constant in queries."""
    before = revision_of(scope, after.draft, after.number - 1) if after.number > 1 else None
    if before is None:
        return None
    words = differences(before.text, after.text) if before.text != after.text else []
    return Changes(before, after, words, _also(before, after), unfolded)


def _also(before: Revision, after: Revision) -> list[str]:
    then, now = ({one.account_id: one for one in revision.variants.all()} for revision in (before, after))
    both = [(then[key], now[key]) for key in then.keys() & now.keys()]
    told = {
        _("The pictures or their descriptions were changed."): _shown(before) != _shown(after),
        _("The video or sound, its description or captions were changed."): not recordings.same(
            recordings.shown(before), after
        ),
        _("The accounts were changed."): then.keys() != now.keys(),
        _("It goes out in other parts: as a thread now, or no longer as one."): any(
            (len(old.parts) > 1) != (len(new.parts) > 1) for old, new in both
        ),
        _("What an account says in other words was changed."): any(
            (old.own_words or new.own_words) and old.text != new.text for old, new in both
        ),
    }
    return [sentence for sentence, holds in told.items() if holds]


def _shown(revision: Revision) -> list[tuple[object, str, str]]:
    return [(one.picture_id, one.alt, one.other) for one in revision.illustrations.all()]
