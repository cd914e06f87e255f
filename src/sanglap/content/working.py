"""Working copies: what is typed is kept as it is typed, so that a closed lid or a dead line loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from sanglap.audit.details import count
from sanglap.content.models import Draft, WorkingCopy
from sanglap.content.writing import LONGEST, TOO_LONG
from sanglap.language.normal import normalise
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Permission

KEPT = timedelta(days=90)
"""So long a working copy waits for its writer."""
MOST = 20
"""New posts that somebody may have begun and not saved; of more, the oldest is forgotten."""


@transaction.atomic
def keep(scope: Scope, *, key: UUID, seen: int, typed: Mapping[str, Any], now: datetime) -> WorkingCopy | None:
    """Keep what the reader has typed so far, in place of what was kept before. Raises Forbidden, ValidationError.

    A new post without a word, a picture or a video is nothing to come back to, nor is what he has saved by now: it is
    forgotten, and None comes back.
    """
    if not scope.has(Permission.POST_WRITE):
        raise Forbidden(Permission.POST_WRITE, None)
    draft = Draft.objects.filter(pk=key).first()
    if draft is not None:
        scope.require(Permission.POST_WRITE, draft.office_id)
    if len(str(typed.get("text", ""))) > LONGEST:
        raise ValidationError(TOO_LONG, code="long", params={"most": count(LONGEST)})
    if draft is not None and is_saved(scope, draft, seen=seen, typed=typed):
        throw_away(scope, key=key)
        return None
    if draft is None and not (str(typed.get("text", "")).strip() or typed.get("pictures") or typed.get("recording")):
        throw_away(scope, key=key)
        return None
    copy, _is_new = WorkingCopy.objects.update_or_create(
        person=scope.person, key=key, defaults={"seen": seen, "typed": _without_zeros(dict(typed)), "at": now}
    )
    begun = WorkingCopy.objects.filter(person=scope.person, seen=0).order_by("-at").values("pk")[MOST:]
    WorkingCopy.objects.filter(pk__in=list(begun.values_list("pk", flat=True))).delete()
    return copy


def _without_zeros(value: Any) -> Any:
    """The same without zero signs, which no JSON of the database holds."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {name: _without_zeros(one) for name, one in value.items()}
    return [_without_zeros(one) for one in value] if isinstance(value, list) else value


def is_saved(scope: Scope, draft: Draft, *, seen: int, typed: Mapping[str, Any]) -> bool:
    """Whether the reader himself saved these very words meanwhile: what a page sent while its form was on the way is
    no news.
    """
    if seen >= draft.latest:
        return False
    newest = draft.newest
    return newest.written_by_id == scope.person.pk and newest.text == normalise(str(typed.get("text", ""))).strip()


def throw_away(scope: Scope, *, key: UUID) -> None:
    """Forget the reader's working copy of that key; he saved it, or does not want it."""
    WorkingCopy.objects.filter(person=scope.person, key=key).delete()


def sweep(*, now: datetime) -> int:
    """Forget what nobody came back to; gives how many."""
    return WorkingCopy.objects.filter(at__lt=now - KEPT).delete()[0]
