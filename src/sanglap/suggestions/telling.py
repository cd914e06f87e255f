"""Who is told of a suggestion: those who draft, that it came; whoever made it, what became of it."""

from __future__ import annotations

from datetime import datetime

from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import holders
from sanglap.people.models import User
from sanglap.people.permissions import Permission
from sanglap.suggestions.models import Suggestion
from sanglap.suggestions.states import SuggestionState

_KINDS = {
    SuggestionState.TAKEN: Kind.TAKEN_UP,
    SuggestionState.DECLINED: Kind.NOT_TAKEN,
    SuggestionState.PUBLISHED: Kind.SHOWN,
}


def came(suggestion: Suggestion, *, now: datetime) -> None:
    """Tell those who draft at the office, but whoever suggested it."""
    people = holders(Scope.everything("notices"), suggestion.office, Permission.POST_WRITE, now=now)
    tell(Kind.SUGGESTED, _about(suggestion), to=people, now=now, but=suggestion.suggested_by)


def became(suggestion: Suggestion, *, by: User | None, now: datetime) -> None:
    """Tell whoever suggested it what became of it; of what a website said nobody is told."""
    kind = _KINDS.get(SuggestionState(suggestion.state))
    if kind and suggestion.suggested_by:
        tell(kind, _about(suggestion, own=True, due=now), to=[suggestion.suggested_by], now=now, but=by)


def _about(suggestion: Suggestion, *, own: bool = False, due: datetime | None = None) -> About:
    # Whoever suggested it reads it by his own office, whatever he may see of the other.
    office = suggestion.origin_id if own and suggestion.origin_id else suggestion.office_id
    return About(Subject.SUGGESTION, suggestion.pk, office, {"account": suggestion.office.name}, due=due)
