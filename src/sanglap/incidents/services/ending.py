"""How an incident ends: written down, or called off."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import transition
from sanglap.incidents.models import Incident, StepName
from sanglap.incidents.services.moving import require_open, settle, step_of, words
from sanglap.incidents.states import INCIDENT, IncidentState, StepState
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

_SETTLED = (StepState.DONE, StepState.LEFT_OUT)


@transaction.atomic
def close(scope: Scope, *, incident: Incident, happened: str, lessons: str, now: datetime) -> None:
    """Write down what happened and what is learnt, and close it; every other step is done or left out by then. The stop
    stays until somebody lifts it.

    Raises Forbidden, TransitionRefused; ValidationError on `happened`, `lessons`, or while a step is open.
    """
    scope.require(Permission.OUTBOX_STOP, incident.office_id)
    require_open(incident)
    told = {"happened": words("happened", happened), "lessons": words("lessons", lessons)}
    if incident.steps.exclude(state__in=_SETTLED).exclude(name=StepName.RECORD).exists():
        raise ValidationError(_("Finish the steps above first, or leave one out and say why."), code="unfinished")
    settle(scope, step_of(incident, StepName.RECORD), StepState.DONE, now=now)
    _end(scope, incident, IncidentState.CLOSED, now, **told)


@transaction.atomic
def call_off(scope: Scope, *, incident: Incident, reason: str, now: datetime) -> None:
    """End it because nothing was the matter, or because the drill cannot go on. It does not count as rehearsed.

    Raises Forbidden, TransitionRefused; ValidationError on `reason`.
    """
    scope.require(Permission.OUTBOX_STOP, incident.office_id)
    _end(scope, incident, IncidentState.CALLED_OFF, now, happened=words("reason", reason))


def _end(scope: Scope, incident: Incident, to: IncidentState, now: datetime, **told: str) -> None:
    transition(
        incident, INCIDENT, to, actor=scope.actor, now=now, office_id=incident.office_id,
        data={"drill": incident.drill}, ended_by=scope.user, ended_at=now, **told,
    )  # fmt: skip
