"""The official accounts and where each stands (clauses 4, 5.a–5.c, 7.a, 7.b)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors
from sanglap.accounts.models import Account
from sanglap.accounts.services import claims
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.accounts import panels
from sanglap.desk.accounts.duties import summary, telling
from sanglap.desk.accounts.tabs import tabs
from sanglap.desk.duties.remedies import tell_ways
from sanglap.desk.pages import one, page
from sanglap.desk.posts.outcomes import tell_stops
from sanglap.duties import selectors as duties
from sanglap.duties.models import Duty
from sanglap.guideline import loader
from sanglap.inbox import selectors as inbox
from sanglap.incidents import selectors as incidents
from sanglap.networks.registry import connector
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.outbox import selectors as outbox
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import deliveries

SHOWN = 5
_BEFORE = frozenset(
    {AccountState.CLAIMED, AccountState.PROPOSED, AccountState.IN_REVIEW, AccountState.MORE_INFORMATION}
)
_OPEN = frozenset({AccountState.CLAIMED, AccountState.PROPOSED, AccountState.MORE_INFORMATION})


def acts_of(scope: Scope, account: Account) -> dict[str, bool]:
    """What the reader may do with the account as it stands, by the names of the pages."""
    manage = scope.may(Permission.ACCOUNT_MANAGE, account.office_id)
    review = scope.may(Permission.ACCOUNT_REVIEW, account.office_id)
    state, by_hand = account.state, connector(account.network).capabilities.by_hand
    approved = state not in _BEFORE and state != AccountState.CLOSED
    return {
        "amend": manage and state in _OPEN,
        "hand_in": manage and state == AccountState.CLAIMED,
        "review": review and state in {AccountState.PROPOSED, AccountState.IN_REVIEW},
        "choice": manage and state != AccountState.CLOSED and account.decision_id is None,
        "panel": manage and approved,
        "connect": manage and approved and not by_hand,
        "work": manage and by_hand and state == AccountState.APPROVED,
        "check": approved and state != AccountState.APPROVED and not by_hand,
        "suspend": (manage or review) and state == AccountState.ACTIVE,
        "resume": state == AccountState.SUSPENDED and (review or (manage and not account.held_above)),
        "offer": (manage or review) and state != AccountState.CLOSED,
        "close": (manage or review) and state != AccountState.CLOSED,
        "report": state in {AccountState.ACTIVE, AccountState.SUSPENDED}
        and scope.may(Permission.INCIDENT_REPORT, account.office_id),
    }


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """The accounts of the reader's offices, with how this week stands; `?state=` picks those in one state."""
    scope, state = request.scope, request.GET.get("state", "")
    rows = selectors.accounts(scope).order_by("-id")
    if state in AccountState.values:
        rows = rows.filter(state=state)
    listed = page(rows, request)
    keys = [account.pk for account in listed.rows]
    week: dict[UUID, list[Duty]] = {key: [] for key in keys}
    known = {account.pk: account for account in listed.rows}
    # The accounts are here already, and each has a dozen duties.
    for duty in duties.this_week(scope).filter(account__in=keys).select_related(None):
        duty.account = known[duty.account_id]
        week[duty.account_id].append(duty)
    return render(
        request,
        "desk/accounts/accounts.html",
        {
            "page": listed,
            "rows": [(account, summary(week[account.pk])) for account in listed.rows],
            "states": AccountState.choices,
            "state": state if state in AccountState.values else "",
            "may_claim": claims.roots(scope).exists(),
            "own": [one_ for one_ in offices.own(scope) if scope.may(Permission.ACCOUNT_MANAGE, one_.pk)],
        },
    )


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def account(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """One account: what it is for, who answers for it, what is not in order."""
    shown = one(selectors.accounts(request.scope), account_id)
    lately = list(deliveries(request.scope).filter(account=shown)[:SHOWN])
    tell_stops(request.scope, lately)
    current = list(duties.this_week(request.scope).filter(account=shown))
    told = telling(current)
    tell_ways(request.scope, told)
    return render(
        request,
        "desk/accounts/account.html",
        {
            "account": shown,
            "tabs": tabs(shown, "account"),
            "acts": acts_of(request.scope, shown),
            "missing": claims.missing_of(shown) if shown.state == AccountState.CLAIMED else [],
            "move": selectors.move_of(shown),
            "renaming": selectors.renaming_of(shown),
            "former": selectors.former_names(shown)[:SHOWN],
            "stranded": shown.office.state != OfficeState.OPEN,
            **panels.standing(shown, now=clock.now()),
            "purposes": [clause for clause in loader.current().purposes if clause.id in shown.purposes],
            "current": told,
            "summary": summary(current),
            "panel_clause": loader.current().clause_of("panel-size", now=clock.now()),
            "feed": inbox.feeds(request.scope).filter(account=shown).first(),
            "deliveries": lately,
            "incidents": incidents.running(request.scope).filter(account=shown),
            "stop": outbox.covering(request.scope, [shown], now=clock.now()).get(shown.pk),
            "history": history(shown),
        },
    )
