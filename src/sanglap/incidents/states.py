"""The life of an incident, and of each of its steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class IncidentState(models.TextChoices):
    OPEN = "open", _("being dealt with")
    CLOSED = "closed", _("dealt with")
    CALLED_OFF = "called_off", _("called off")


INCIDENT = Transitions(
    IncidentState,
    IncidentState.OPEN,
    {
        IncidentState.OPEN: {
            IncidentState.CLOSED: register("incident.closed", _("%(actor)s closed the incident of %(thing)s")),
            IncidentState.CALLED_OFF: register(
                "incident.called_off", _("%(actor)s called off the incident of %(thing)s")
            ),
        },
    },
)


class StepState(models.TextChoices):
    DUE = "due", _("to be done")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    LEFT_OUT = "left_out", _("left out")


_DONE = register("incident_step.done", _("%(actor)s completed a step of the incident of %(thing)s: %(step)s"))
_LEFT_OUT = register("incident_step.left_out", _("%(actor)s left out a step of the incident of %(thing)s: %(step)s"))

STEP = Transitions(
    StepState,
    StepState.DUE,
    {
        StepState.DUE: {
            StepState.DONE: _DONE,
            StepState.FAILED: register(
                "incident_step.failed", _("A step of the incident of %(thing)s did not succeed: %(step)s")
            ),
            StepState.LEFT_OUT: _LEFT_OUT,
        },
        StepState.FAILED: {StepState.DONE: _DONE, StepState.LEFT_OUT: _LEFT_OUT},
    },
)
