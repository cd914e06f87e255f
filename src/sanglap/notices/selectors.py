"""Reading one's notices."""

from __future__ import annotations

from django.db.models import QuerySet

from sanglap.notices.models import Notice, Wish
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def notices(scope: Scope) -> QuerySet[Notice]:
    """What the reader was told, newest first; not of offices where he no longer serves."""
    rows = Notice.objects.filter(recipient=scope.user)
    return scope.limit(rows, Permission.OFFICE_VIEW).order_by("-id")


def unread(scope: Scope) -> QuerySet[Notice]:
    """Those he has not read."""
    return notices(scope).filter(read_at=None)


def wish(scope: Scope) -> Wish:
    """How the reader wants to be mailed; the defaults where he said nothing."""
    return Wish.objects.filter(person=scope.user).first() or Wish(person=scope.person)
