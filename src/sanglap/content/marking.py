"""Marking posts that are to be found and shown again (clause 6.e)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sanglap.audit.services import record
from sanglap.content import verbs
from sanglap.content.models import Draft
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@transaction.atomic
def mark(scope: Scope, *, draft: Draft, important: bool, now: datetime) -> Draft:
    """Mark a post as important, or take the mark away. A second click changes nothing. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, draft.office_id)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if (draft.important_at is not None) != important:
        draft.important_at = now if important else None
        draft.save(update_fields=["important_at"])
        verb = verbs.MARKED if important else verbs.UNMARKED
        record(scope.actor, verb, draft, now=now, office_id=draft.office_id)
    return draft
