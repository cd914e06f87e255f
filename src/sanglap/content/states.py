"""The life of a revision, for each account it is meant for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class VariantState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")
    REJECTED = "rejected", _("rejected")
    EXPIRED = "expired", _("expired")
    REPLACED = "replaced", _("replaced by a later revision")


S = VariantState
_REPLACED = register("variant.replaced", _("%(actor)s wrote a later revision: %(thing)s"))

VARIANT = Transitions(
    VariantState,
    S.DRAFT,
    {
        S.DRAFT: {
            S.SUBMITTED: register("variant.submitted", _("%(actor)s asked for approval: %(thing)s")),
            S.REPLACED: _REPLACED,
        },
        S.SUBMITTED: {
            S.APPROVED: register(
                "variant.approved", _("The panel approved it, with the last vote by %(actor)s: %(thing)s")
            ),
            S.RETURNED: register("variant.returned", _("%(actor)s returned it with remarks: %(thing)s")),
            S.REJECTED: register("variant.rejected", _("%(actor)s rejected it: %(thing)s")),
            S.EXPIRED: register("variant.expired", _("The time for approval ran out: %(thing)s")),
            S.REPLACED: _REPLACED,
        },
        S.APPROVED: {
            S.REPLACED: _REPLACED,
            S.RETURNED: register(
                "variant.given_back",
                _("%(actor)s gave back what was approved, since its account ends or moves: %(thing)s"),
            ),
        },
        S.RETURNED: {S.REPLACED: _REPLACED},
    },
)
