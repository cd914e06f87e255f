"""Taking the history out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sanglap.audit.services import record
from sanglap.audit.verbs import EXPORTED
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Permission


@transaction.atomic
def note_export(scope: Scope, *, searched: Mapping[str, Any], now: datetime) -> None:
    """Record that the reader took out what answers to `searched` (JSON, by the keys of registered details).

    Raises Forbidden for whoever may search no history.
    """
    if not scope.has(Permission.AUDIT_VIEW):
        raise Forbidden(Permission.AUDIT_VIEW, None)
    record(scope.actor, EXPORTED, scope.person, now=now, office_id=None, **searched)
