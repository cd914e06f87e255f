"""The day: what waits for me, what is due, what is late, how the week stands (clauses 7.a, 7.b)."""

from django.http import HttpResponse
from django.shortcuts import render

from sanglap.content import selectors as content
from sanglap.core import clock
from sanglap.desk.appointments.views import recalled
from sanglap.desk.day import sections
from sanglap.guideline import loader
from sanglap.inbox import selectors as inbox
from sanglap.incidents import selectors as incidents
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, signed_in
from sanglap.outbox import selectors as outbox
from sanglap.people.permissions import Permission


@signed_in
def day(request: StaffRequest) -> HttpResponse:
    """What waits comes first; what is late or broken cannot be overlooked."""
    now, scope = clock.now(), request.scope
    updates, wanting = sections.week(scope)
    context = {
        "now": now,
        "leave": offices.on_leave(scope, now=now),
        "shown": sections.SHOWN,
        "incidents": incidents.running(scope)[: sections.SHOWN],
        "may_report": scope.has(Permission.INCIDENT_REPORT),
        "stops": outbox.over_reader(scope, now=now)[: sections.SHOWN],
        "appeals": sections.appeals(scope),
        "to_hide": sections.to_hide(scope),
        "trouble": sections.trouble(scope),
        "in_danger": inbox.in_danger(scope, now=now)[: sections.SHOWN],
        "help": loader.current().screening.help,
        "late": sections.late(scope, now=now),
        "to_approve": content.waiting_for(scope, now=now)[: sections.SHOWN],
        "to_confirm": sections.to_confirm(scope, now=now),
        "to_answer": sections.to_answer(scope, now=now),
        "returned": sections.returned(scope),
        "begun": sections.begun(scope),
        "offered": sections.offered(scope, now=now),
        "to_review": sections.to_review(scope),
        "to_decide": sections.to_decide(scope),
        "to_complete": sections.to_complete(scope),
        "register": sections.register(scope, now=now),
        "suggestions": sections.suggested(scope) if scope.has(Permission.POST_WRITE) else (),
        "may_suggest": scope.has(Permission.POST_SUGGEST),
        "planned": sections.planned(scope, now=now),
        "week": updates,
        "wanting": wanting,
        "week_clause": loader.current().clause_of("updates-per-week", now=now),
        "may_approve": scope.has(Permission.POST_APPROVE),
        "may_write": scope.has(Permission.POST_WRITE),
        "may_answer": scope.has(Permission.MESSAGE_ANSWER),
        "may_look": scope.has(Permission.ACCOUNT_VIEW),
        "serves": bool(scope.grants),
        **recalled(scope, now=now),
    }
    return render(request, "desk/day.html", context)
