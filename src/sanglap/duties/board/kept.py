"""What the reader keeps of the board: his views, his files, the reminders that were sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Max, QuerySet

from sanglap.duties.models import BoardView, Export, Reminder, Reminding
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def views(scope: Scope) -> QuerySet[BoardView]:
    """The reader's own, by name."""
    return BoardView.objects.filter(user=scope.user).order_by("name")


def exports(scope: Scope) -> QuerySet[Export]:
    """The reader's own, the latest first."""
    return Export.objects.filter(user=scope.user).select_related("file").order_by("-id")


def remindings(scope: Scope) -> QuerySet[Reminding]:
    """The reminders that were sent from offices where the reader may send them to all below, the latest first."""
    found = scope.limit(Reminding.objects.all(), Permission.ACCOUNT_REVIEW, below=True)
    return found.select_related("office", "by").order_by("-id")


def last_reminders(scope: Scope, accounts: Collection[UUID]) -> dict[UUID, date]:
    """On which day those who answer for these accounts were last reminded. One query."""
    found = Reminder.objects.filter(account__in=accounts)
    seen = scope.limit(found, Permission.ACCOUNT_VIEW, "account__office_id").order_by()
    return dict(seen.values_list("account_id").annotate(last=Max("day")))
