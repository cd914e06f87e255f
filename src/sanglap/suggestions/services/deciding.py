"""Whoever drafts takes a suggestion up, or writes why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.audit.services import Actor, transition
from sanglap.content import pictures
from sanglap.content.models import Draft
from sanglap.core.errors import on_field
from sanglap.core.ids import new_id
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.suggestions import telling
from sanglap.suggestions.models import Suggestion
from sanglap.suggestions.states import SUGGESTION, SuggestionState

LONGEST_REASON = 1_000


@transaction.atomic
def take(scope: Scope, *, suggestion: Suggestion, now: datetime) -> Suggestion:
    """Take it up: the reader writes a draft of it, whose key is `draft_key`. A second click changes nothing.

    Raises Forbidden; TransitionRefused where another took it up or decided on it meanwhile.
    """
    current = _locked(scope, suggestion)
    if current.state == SuggestionState.TAKEN and current.seen_to_by_id == scope.person.pk:
        return current
    _move(scope, current, SuggestionState.TAKEN, now, draft_key=new_id())
    for one in current.pictures.filter(picture=None).select_related("file", "small"):
        one.picture = pictures.adopt(scope, office=current.office, file=one.file, small=one.small, now=now)
        one.save(update_fields=["picture"])
    telling.became(current, by=scope.user, now=now)
    return current


@transaction.atomic
def put_back(scope: Scope, *, suggestion: Suggestion, now: datetime) -> None:
    """Let another take it up: it waits again. Anybody who drafts there may, since whoever took it may be away. Raises
    Forbidden, TransitionRefused.
    """
    current = _locked(scope, suggestion)
    if current.state != SuggestionState.WAITING:
        _move(scope, current, SuggestionState.WAITING, now, draft_key=None)


@transaction.atomic
def decline(scope: Scope, *, suggestion: Suggestion, reason: str, now: datetime) -> None:
    """Decide not to take it up, and say why. A second click changes nothing.

    Raises Forbidden; ValidationError on `reason`; TransitionRefused where it became a draft or was taken back.
    """
    current = _locked(scope, suggestion)
    if current.state == SuggestionState.DECLINED and current.seen_to_by_id == scope.person.pk:
        return
    said = normalise(reason).strip()
    if not said and current.suggested_by_id:
        raise on_field("reason", _("Write in a friendly sentence why it is not taken up."), "required")
    if len(said) > LONGEST_REASON:
        raise on_field("reason", _("Write at most %(most)s characters."), "long", most=count(LONGEST_REASON))
    _move(scope, current, SuggestionState.DECLINED, now, reason=said, draft_key=None)
    telling.became(current, by=scope.user, now=now)


@transaction.atomic
def drafted(draft: Draft, *, actor: Actor, now: datetime) -> Suggestion | None:
    """The draft was saved: the suggestion that it was written of is tied to it. None where it was written of none."""
    current = (
        Suggestion.objects.select_for_update()
        .filter(draft_key=draft.pk, office=draft.office_id, state=SuggestionState.TAKEN)
        .first()
    )
    if current is not None:
        office = current.office_id
        transition(current, SUGGESTION, SuggestionState.DRAFTED, actor=actor, now=now, office_id=office, draft=draft)
    return current


def _locked(scope: Scope, suggestion: Suggestion) -> Suggestion:
    scope.require(Permission.POST_WRITE, suggestion.office_id)
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("office", "suggested_by")
    return rows.get(pk=suggestion.pk)


def _move(scope: Scope, current: Suggestion, to: SuggestionState, now: datetime, **fields: Any) -> None:
    waits = to == SuggestionState.WAITING
    transition(
        current, SUGGESTION, to, actor=scope.actor, now=now, office_id=current.office_id,
        seen_to_by=None if waits else scope.person, seen_to_at=None if waits else now, **fields,
    )  # fmt: skip
