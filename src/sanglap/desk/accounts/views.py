"""The official accounts and where each stands (clauses 4, 5.a–5.c, 7.a)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.pages import one, page
from sanglap.duties import selectors as duties
from sanglap.guideline import loader
from sanglap.inbox import selectors as inbox
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import deliveries

WEEKS = 53
SHOWN = 5


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """The accounts of the reader's offices, with how this week stands."""
    listed = page(selectors.accounts(request.scope).order_by("-id"), request)
    keys = [account.pk for account in listed.rows]
    week = {duty.account_id: duty for duty in duties.this_week(request.scope).filter(account__in=keys)}
    return render(
        request,
        "desk/accounts.html",
        {
            "page": listed,
            "rows": [(account, week.get(account.pk)) for account in listed.rows],
        },
    )


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def account(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """One account: what it is for, who answers for it, where it stands, the year at one look."""
    shown = one(selectors.accounts(request.scope), account_id)
    weeks = list(duties.duties(request.scope).filter(account=shown)[:WEEKS])
    return render(
        request,
        "desk/account.html",
        {
            "account": shown,
            "panel": selectors.panel([shown.pk], at=clock.now()),
            "purposes": [clause for clause in loader.current().purposes if clause.id in shown.purposes],
            "weeks": weeks,
            "current": next(iter(duties.this_week(request.scope).filter(account=shown)), None),
            "panel_clause": loader.current().clause_of("panel-size", now=clock.now()),
            "feed": inbox.feeds(request.scope).filter(account=shown).first(),
            "deliveries": deliveries(request.scope).filter(account=shown)[:SHOWN],
            "history": history(shown),
        },
    )
