"""The day: what waits for me, what is due, how the week stands (clauses 7.a, 7.b)."""

from django.http import HttpResponse
from django.shortcuts import render

from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.desk.appointments.views import recalled
from sanglap.desk.duties.remedies import tell_ways
from sanglap.duties import selectors as duties
from sanglap.duties.models import DutyKind
from sanglap.guideline import loader
from sanglap.inbox import selectors as inbox
from sanglap.inbox.states import MessageState
from sanglap.offices.access import StaffRequest, signed_in
from sanglap.outbox import selectors as outbox
from sanglap.people.permissions import Permission
from sanglap.publishing import selectors as publishing

SHOWN = 5


@signed_in
def day(request: StaffRequest) -> HttpResponse:
    """What waits comes first; what is broken cannot be overlooked."""
    now, scope = clock.now(), request.scope
    week = list(duties.this_week(scope, DutyKind.UPDATES)[:SHOWN])
    wanting = list(duties.wanting(scope, DutyKind.ANSWERS, DutyKind.PANEL)[:SHOWN])
    tell_ways(scope, [*week, *wanting])
    return render(
        request,
        "desk/day.html",
        {
            "now": now,
            "to_approve": content.waiting_for(scope, now=now)[:SHOWN],
            "to_answer": inbox.messages(scope).filter(state=MessageState.OPEN).order_by("written_at")[:SHOWN],
            "week": week,
            "wanting": wanting,
            "trouble": publishing.in_trouble(scope)[:SHOWN],
            "stops": outbox.over_reader(scope, now=now)[:SHOWN],
            "may_approve": scope.has(Permission.POST_APPROVE),
            "week_clause": loader.current().clause_of("updates-per-week", now=now),
            "may_write": scope.has(Permission.POST_WRITE),
            "may_read": scope.has(Permission.MESSAGE_VIEW),
            "may_look": scope.has(Permission.ACCOUNT_VIEW),
            "serves": bool(scope.grants),
            **recalled(scope, now=now),
        },
    )
