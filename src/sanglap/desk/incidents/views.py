"""Looking at incidents: which account, which step is next, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.attestations.selectors import owed
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.incidents.forms import dialled
from sanglap.desk.pages import one, page
from sanglap.incidents import selectors, telling
from sanglap.incidents.models import Incident, Step, Verdict
from sanglap.incidents.services.steps import SECURED_BY
from sanglap.incidents.states import IncidentState, StepState
from sanglap.networks.registry import connector
from sanglap.offices.access import StaffRequest, requires
from sanglap.outbox import selectors as outbox
from sanglap.people.permissions import Permission

VIEW = Permission.ACCOUNT_VIEW
SHOWN = 20
_OPEN = (StepState.DUE, StepState.FAILED)


@requires(VIEW)
@require_safe
def incidents(request: StaffRequest) -> HttpResponse:
    """All incidents and drills that the reader sees, the latest first."""
    return render(request, "desk/incidents/incidents.html", {"page": page(selectors.incidents(request.scope), request)})


@requires(Permission.INCIDENT_REPORT)
@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    """Which account is it? One press each."""
    rows = selectors.affected(request.scope).select_related("office").order_by("-id")
    return render(request, "desk/incidents/choose.html", {"page": page(rows, request)})


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as the page draws it."""

    step: Step
    next: bool
    """It is the first that is still to be done."""
    now: datetime

    @property
    def open(self) -> bool:
        return self.step.state in _OPEN

    @property
    def overdue(self) -> bool:
        return self.open and self.step.due_at is not None and self.step.due_at < self.now


def steps_of(incident: Incident, now: datetime) -> list[Shown]:
    rows = list(incident.steps.select_related("by"))
    first = next((step for step in rows if step.state in _OPEN), None)
    return [Shown(step, step == first, now) for step in rows]


@requires(VIEW)
@require_safe
def incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """One incident: the steps with their clock, the next of them first to be seen."""
    shown = one(selectors.incidents(request.scope), incident_id)
    return render(request, "desk/incidents/incident.html", context_of(request, shown))


def context_of(request: StaffRequest, shown: Incident) -> dict[str, Any]:
    scope, now, account = request.scope, clock.now(), shown.account
    steps = steps_of(shown, now)
    running = shown.state == IncidentState.OPEN
    found = list(selectors.found(scope).filter(incident=shown))
    return {
        "incident": shown,
        "steps": steps,
        "running": running,
        "may_help": running and scope.may(Permission.INCIDENT_REPORT, shown.office_id),
        "may_lead": running and scope.may(Permission.OUTBOX_STOP, shown.office_id),
        "stop": outbox.covering(scope, [account], now=now).get(account.pk),
        "by_hand": connector(account.network).capabilities.by_hand,
        "told": telling.concerned(shown, now=now),
        "contacts": [(contact, dialled(contact.phone)) for contact in selectors.contacts(scope, account.office)],
        "secured": [
            (part, part.standing is not None and part.standing.at >= shown.reported_at)
            for part in owed(scope, account, SECURED_BY, at=now)
        ],
        "published": list(selectors.published_meanwhile(scope, shown)[:SHOWN]),
        "found": found,
        "unsettled": [one_ for one_ in found if one_.verdict == Verdict.OPEN],
        "history": history(shown, *(step.step for step in steps)),
        "shown": SHOWN,
    }


@requires(VIEW)
@require_safe
def report(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """The incident as a report for the file, to be printed."""
    shown = one(selectors.incidents(request.scope), incident_id)
    return render(request, "desk/incidents/report.html", context_of(request, shown))
