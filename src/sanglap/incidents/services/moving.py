"""What all steps share: finding the step, checking, moving it and recording it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.incidents import verbs
from sanglap.incidents.models import Incident, Step, StepName
from sanglap.incidents.states import STEP, IncidentState, StepState
from sanglap.offices.scope import Scope

LONGEST = 4_000


def require_open(incident: Incident) -> None:
    """Raise TransitionRefused where it is over."""
    incident.refresh_from_db(fields=["state"])
    if incident.state != IncidentState.OPEN:
        raise TransitionRefused(incident.state, IncidentState.OPEN)


def require_unsettled(incident: Incident, name: StepName) -> None:
    """Raise TransitionRefused where the step is settled: before a network is asked for its sake."""
    state = incident.steps.get(name=name).state
    if state not in STEP.sources(StepState.DONE):
        raise TransitionRefused(state, StepState.DONE)


def step_of(incident: Incident, name: StepName) -> Step:
    """The step, kept from others until the transaction ends."""
    step = Step.objects.select_for_update().get(incident=incident, name=name)
    step.incident = incident
    return step


def settle(scope: Scope, step: Step, to: StepState, *, now: datetime, **outcome: Any) -> None:
    """Bring the step there, with what came of it; a failure after a failure is recorded as such. Raises
    TransitionRefused where it is settled already.
    """
    said: dict[str, Any] = {"step": step.name, "drill": step.incident.drill, **outcome}
    if step.state == to == StepState.FAILED:
        Step.objects.filter(pk=step.pk).update(outcome=outcome, at=now, by=scope.user)
        record(scope.actor, verbs.FAILED_AGAIN, step, now=now, office_id=step.incident.office_id, **said)
        return
    transition(
        step, STEP, to, actor=scope.actor, now=now, office_id=step.incident.office_id, data=said, by=scope.user, at=now,
        outcome=outcome,
    )  # fmt: skip


def words(field: str, given: str, *, wanted: bool = True) -> str:
    """What somebody wrote, trimmed. Raises ValidationError on that field where it is missing or too long."""
    given = given.strip()
    if wanted and not given:
        raise on_field(field, _("Write it in a sentence or two."), "required")
    if len(given) > LONGEST:
        raise on_field(field, _("Say it in at most 4,000 characters."), "max_length")
    return given
