"""One duty: what the clause says, how the account stands, on what evidence, and what to do."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.desk.duties.remedies import tell_ways
from sanglap.desk.pages import one
from sanglap.duties import selectors
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
            "turned": None if shown.ends_on else selectors.turned(shown),
        },
    )
