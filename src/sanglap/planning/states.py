"""The life of a post that comes again, and of each time that it comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class RecurrenceState(models.TextChoices):
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


_ENDED = register("recurrence.ended", _("%(actor)s ended the recurring post %(thing)s"))

RECURRENCE = Transitions(
    RecurrenceState,
    RecurrenceState.RUNNING,
    {
        RecurrenceState.RUNNING: {
            RecurrenceState.PAUSED: register("recurrence.paused", _("%(actor)s paused the recurring post %(thing)s")),
            RecurrenceState.ENDED: _ENDED,
        },
        RecurrenceState.PAUSED: {
            RecurrenceState.RUNNING: register(
                "recurrence.resumed", _("%(actor)s lets the recurring post %(thing)s go on")
            ),
            RecurrenceState.ENDED: _ENDED,
        },
    },
)


class OccurrenceState(models.TextChoices):
    BEGUN = "begun", _("begun as a draft")
    HELD = "held", _("waits for your word")
    LEFT_OUT = "left_out", _("left out")
    SKIPPED = "skipped", _("left out: a holiday or a day of mourning")
    MISSED = "missed", _("its time had passed")


OCCURRENCE = Transitions(
    OccurrenceState,
    OccurrenceState.BEGUN,
    {
        OccurrenceState.HELD: {
            OccurrenceState.BEGUN: register(
                "occurrence.written", _("%(actor)s had the draft begun all the same: %(thing)s")
            ),
            OccurrenceState.LEFT_OUT: register("occurrence.left_out", _("%(actor)s left it out this time: %(thing)s")),
        },
    },
    also=frozenset({OccurrenceState.HELD, OccurrenceState.SKIPPED, OccurrenceState.MISSED}),
)
