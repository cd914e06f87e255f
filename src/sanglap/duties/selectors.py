"""Reading where accounts stand."""

from django.db.models import QuerySet

from sanglap.core import clock
from sanglap.duties.models import Duty
from sanglap.guideline import loader
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def duties(scope: Scope) -> QuerySet[Duty]:
    """The duties of accounts that the reader may see, newest period first."""
    return (
        scope.limit(Duty.objects.all(), Permission.ACCOUNT_VIEW).select_related("account").order_by("-starts_on", "id")
    )


def this_week(scope: Scope) -> QuerySet[Duty]:
    """The duties of the period in which we are, in the calendar of the offices."""
    today = loader.current().calendar.day_of(clock.now())
    return duties(scope).filter(starts_on__lte=today, ends_on__gte=today)
