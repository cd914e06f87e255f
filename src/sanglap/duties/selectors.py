"""Reading where accounts stand."""

from datetime import date

from django.db.models import QuerySet

from sanglap.duties.models import Duty
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def duties(scope: Scope) -> QuerySet[Duty]:
    """The duties of accounts that the reader may see, newest period first."""
    return scope.limit(Duty.objects.all(), Permission.ACCOUNT_VIEW).select_related("account").order_by("-starts_on", "id")


def on(scope: Scope, day: date) -> QuerySet[Duty]:
    """The duties of the period in which that day (of the office's calendar) lies."""
    return duties(scope).filter(starts_on__lte=day, ends_on__gte=day)
