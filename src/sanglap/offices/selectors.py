"""Reading offices and those who serve in them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from sanglap.offices.models import Appointment, Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def offices(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Office]:
    """The offices where the reader has the permission."""
    return scope.limit(Office.objects.all(), permission, "id")


def own(scope: Scope) -> QuerySet[Office]:
    """The offices at which the reader himself serves."""
    return Office.objects.filter(pk__in=[grant.office_id for grant in scope.grants]).order_by("pk")


def serving(scope: Scope, *, now: datetime) -> QuerySet[Appointment]:
    """The appointments in force at offices that the reader may see."""
    in_force = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)
    return scope.limit(in_force, Permission.ACCOUNT_VIEW, "position__office_id").select_related("position", "user")
