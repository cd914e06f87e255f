"""What one may do oneself, and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.core import clock
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, signed_in


@signed_in
@require_safe
def me(request: StaffRequest) -> HttpResponse:
    """The reader's positions, what each lets him do and by what, his leaves and who stands in."""
    now, scope, user = clock.now(), request.scope, request.user
    return render(
        request,
        "desk/me/me.html",
        {
            "person": user,
            "rights": selectors.rights(scope, user, now=now),
            "leaves": selectors.own_leaves(scope, now=now),
            "delegations": selectors.delegations(scope, user, now=now),
        },
    )
