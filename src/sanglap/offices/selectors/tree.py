"""Reading offices."""

from django.db.models import QuerySet

from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def offices(scope: Scope, permission: Permission = Permission.OFFICE_VIEW) -> QuerySet[Office]:
    """The offices where the reader has the permission."""
    return scope.limit(Office.objects.all(), permission, "id")


def own(scope: Scope) -> QuerySet[Office]:
    """The offices at which the reader himself serves."""
    return Office.objects.filter(pk__in=[grant.office_id for grant in scope.grants]).order_by("pk")
