"""Whoever drafts takes a suggestion up, or writes why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
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
from sanglap.suggestions.states import OPEN, SUGGESTION, SuggestionState

LONGEST_REASON = 1_000


@transaction.atomic
def take(scope: Scope, *, suggestion: Suggestion, now: datetime) -> Suggestion:
    """Take it up: the reader writes a draft of it, whose key is `draft_key`. A second click changes nothing.

    Raises Forbidden; TransitionRefused where another took it up or decided on it meanwhile.
    """
    current = _locked(scope, suggestion)
    if current.state == SuggestionState.TAKEN and current.seen_to_by_id == scope.person.pk:
        return current
    left = [*current.left_keys, current.draft_key] if current.draft_key else current.left_keys
    _move(scope, current, SuggestionState.TAKEN, now, draft_key=new_id(), left_keys=left)
    for one in current.pictures.filter(picture=None).select_related("file", "small"):
        one.picture = pictures.adopt(scope, office=current.office, file=one.file, small=one.small, now=now)
        one.save(update_fields=["picture"])
    telling.became(current, by=scope.user, now=now)
    return current


@transaction.atomic
def put_back(scope: Scope, *, suggestion: Suggestion, now: datetime) -> None:
    """Let another take it up: it waits again. Anybody who drafts there may, since whoever took it may be away; what he
    saves before somebody else takes it up is tied to it all the same. Raises Forbidden, TransitionRefused.
    """
    current = _locked(scope, suggestion)
    if current.state != SuggestionState.WAITING:
        _move(scope, current, SuggestionState.WAITING, now)


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
    _move(scope, current, SuggestionState.DECLINED, now, reason=said)
    telling.became(current, by=scope.user, now=now)


@transaction.atomic
def drafted(draft: Draft, *, actor: Actor, now: datetime) -> Suggestion | None:
    """The draft was saved: the suggestion that it was written of is tied to it, also where it was put back meanwhile
    and nobody else took it up. None where it was written of none, or is no longer the writer's.
    """
    current = _written_of(draft).filter(state__in=OPEN).select_for_update().first()
    if current is None:
        return None
    writer = draft.newest.written_by_id
    given: dict[str, Any] = {"draft": draft}
    if current.state == SuggestionState.WAITING:
        given |= {"seen_to_by_id": writer, "seen_to_at": now}
    elif current.draft_key != draft.pk and current.seen_to_by_id != writer:
        return None
    transition(current, SUGGESTION, SuggestionState.DRAFTED, actor=actor, now=now, office_id=current.office_id, **given)
    return current


def lost(draft: Draft) -> Suggestion | None:
    """The suggestion of which the draft was written and that is not tied to it, since somebody else saw to it
    meanwhile.
    """
    return _written_of(draft).exclude(draft=draft).select_related("seen_to_by").first()


def _written_of(draft: Draft) -> QuerySet[Suggestion]:
    keys = Q(draft_key=draft.pk) | Q(left_keys__contains=[draft.pk])
    return Suggestion.objects.filter(keys, office=draft.office_id)


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
