"""The life of an offer. That its day is over is told by the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class OfferState(models.TextChoices):
    OPEN = "open", _("offered")
    WITHDRAWN = "withdrawn", _("withdrawn")


OFFER = Transitions(
    OfferState,
    OfferState.OPEN,
    {OfferState.OPEN: {OfferState.WITHDRAWN: register("offer.withdrawn", _("%(actor)s withdrew what was offered"))}},
)
