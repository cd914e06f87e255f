"""The course of an exemption."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class ExemptionState(models.TextChoices):
    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("ended early")


S = ExemptionState
EXEMPTION = Transitions(
    ExemptionState,
    S.ASKED,
    {
        S.ASKED: {
            S.GRANTED: register("exemption.granted", _("%(actor)s granted an exemption: %(thing)s")),
            S.REFUSED: register("exemption.refused", _("%(actor)s declined an exemption: %(thing)s")),
            S.WITHDRAWN: register(
                "exemption.withdrawn", _("%(actor)s withdrew the request for an exemption: %(thing)s")
            ),
        },
        S.GRANTED: {
            S.ENDED: register("exemption.ended", _("%(actor)s ended an exemption early: %(thing)s")),
        },
    },
)
