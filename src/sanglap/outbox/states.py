"""The life of a delivery: one thing that is to change the outside world, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class DeliveryState(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    BY_HAND = "by_hand", _("to be posted by hand")
    ATTEMPTING = "attempting", _("being sent")
    PUBLISHED = "published", _("published")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("outcome unknown")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Outcome(models.TextChoices):
    """How one attempt ended; OPEN until that is on record."""

    OPEN = "", _("not on record")
    PUBLISHED = "published", _("published")
    NOT_SENT = "not_sent", _("not sent")
    REFUSED = "refused", _("refused by the network")
    ACCESS_LOST = "access_lost", _("access to the account lost")
    UNKNOWN = "outcome_unknown", _("outcome unknown")


PART_PUBLISHED = register("delivery.part_published", _("The network published a part of it; the next is sent"))
"""A thread goes on: a step like "it was put off", for another reason."""
PART_FOUND = register("delivery.part_found", _("%(actor)s found a part of it on the network; the next is sent"))

S = DeliveryState
_WITHDRAWN = register("delivery.withdrawn", _("%(actor)s withdrew it before it was sent"))
_LOOK = register("delivery.outcome_unknown", _("It is not known whether the network took it"))

DELIVERY = Transitions(
    DeliveryState,
    S.SCHEDULED,
    {
        S.SCHEDULED: {
            S.ATTEMPTING: register("delivery.attempted", _("%(actor)s began to send it")),
            S.BY_HAND: register("delivery.laid_ready", _("%(actor)s laid it ready to be posted by hand")),
            S.WITHDRAWN: _WITHDRAWN,
            # The network would no longer recognise a repeated call, so it has to be looked for again.
            S.UNKNOWN: register("delivery.key_expired", _("%(actor)s must look again before it may be sent")),
        },
        S.BY_HAND: {
            S.PUBLISHED: register("delivery.posted_by_hand", _("%(actor)s posted it by hand")),
            S.WITHDRAWN: _WITHDRAWN,
        },
        S.ATTEMPTING: {
            S.PUBLISHED: register("delivery.published", _("The network published it")),
            S.SCHEDULED: register("delivery.put_off", _("It was not sent; %(actor)s will try again")),
            S.FAILED: register("delivery.failed", _("The network refused it")),
            S.UNKNOWN: _LOOK,
        },
        S.UNKNOWN: {
            S.PUBLISHED: register("delivery.found", _("%(actor)s found it on the network")),
            S.SCHEDULED: register(
                "delivery.resend", _("%(actor)s did not find it on the network; it may be sent again")
            ),
            S.FAILED: register("delivery.given_up", _("%(actor)s settled that it was not published")),
        },
        S.FAILED: {S.SCHEDULED: register("delivery.retried", _("%(actor)s ordered another attempt"))},
    },
)
