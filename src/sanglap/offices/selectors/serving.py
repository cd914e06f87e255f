"""Reading positions, and those who serve in them."""

from datetime import datetime

from django.db.models import QuerySet

from sanglap.offices.models import Appointment, Position
from sanglap.offices.scope import Scope, in_force
from sanglap.people.permissions import Permission


def positions(scope: Scope, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Position]:
    """The positions at offices where the reader has the permission."""
    return scope.limit(Position.objects.all(), permission, "office_id")


def appointments(scope: Scope, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Appointment]:
    """The appointments, of any time, at offices where the reader has the permission."""
    rows = scope.limit(Appointment.objects.all(), permission, "position__office_id")
    return rows.select_related("position__office", "user")


def serving(scope: Scope, *, now: datetime) -> QuerySet[Appointment]:
    """The appointments in force at offices that the reader may see."""
    return appointments(scope).filter(in_force(now))
