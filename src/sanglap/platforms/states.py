"""The life of an assessment of platforms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    DECIDED = "decided", _("decided")
    DROPPED = "dropped", _("given up")


S = AssessmentState

ASSESSMENT = Transitions(
    AssessmentState,
    S.DRAFT,
    {
        S.DRAFT: {
            S.DECIDED: register("platforms.decided", _("%(actor)s decided on the choice of platforms: %(thing)s")),
            S.DROPPED: register("platforms.dropped", _("%(actor)s gave up the assessment of platforms: %(thing)s")),
        },
    },
)
