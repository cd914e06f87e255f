"""The life of a hiding, and of an appeal against it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class HidingState(models.TextChoices):
    DECIDED = "decided", _("decided, still to be done on the network")
    IN_FORCE = "in_force", _("in force")
    LIFTED = "lifted", _("lifted")


HIDING = Transitions(
    HidingState,
    HidingState.DECIDED,
    {
        HidingState.DECIDED: {
            HidingState.IN_FORCE: register("hiding.done", _("%(actor)s confirmed that it is done on the network")),
            HidingState.LIFTED: register("hiding.taken_back", _("%(actor)s took the decision back before it was done")),
        },
        HidingState.IN_FORCE: {
            HidingState.LIFTED: register("hiding.lifted", _("%(actor)s lifted the hiding")),
        },
    },
)


class AppealState(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    UPHELD = "upheld", _("the hiding stays")
    GRANTED = "granted", _("granted")


APPEAL = Transitions(
    AppealState,
    AppealState.OPEN,
    {
        AppealState.OPEN: {
            AppealState.UPHELD: register("appeal.upheld", _("%(actor)s answered the appeal: the hiding stays")),
            AppealState.GRANTED: register("appeal.granted", _("%(actor)s granted the appeal")),
        },
    },
)
