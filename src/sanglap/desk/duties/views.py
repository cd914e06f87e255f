"""One duty: what the clause says, how the account stands, on what evidence, and what to do."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.core import clock
from sanglap.desk.duties.remedies import tell_ways
from sanglap.desk.pages import one
from sanglap.duties import selectors
from sanglap.guideline import loader
from sanglap.laws.selectors import cited
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def duty(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    """One duty in one week."""
    shown = one(selectors.duties(request.scope).select_related("office"), duty_id)
    tell_ways(request.scope, [shown])
    found = selectors.evidence(request.scope, shown)
    return render(
        request,
        "desk/duty.html",
        {
            "duty": shown,
            "evidence": found,
            "hidden": len(shown.references) - len(found),
            "laws": cited(shown.demand.laws, on=loader.current().calendar.day_of(clock.now())),
            "exemptions": [
                found for found in selectors.exempting(request.scope, shown.account) if found.kind == shown.kind
            ],
            "may_ask": shown.current and request.scope.may(Permission.ACCOUNT_MANAGE, shown.office_id),
            "turned": None if shown.ends_on else selectors.turned(request.scope, shown),
        },
    )
