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
_REPLACED = register("variant.replaced", _("%(actor)s wrote a later revision"))

VARIANT = Transitions(
    VariantState,
    S.DRAFT,
    {
        S.DRAFT: {
            S.SUBMITTED: register("variant.submitted", _("%(actor)s asked for approval")),
            S.REPLACED: _REPLACED,
        },
        S.SUBMITTED: {
            S.APPROVED: register("variant.approved", _("The panel approved it; the last vote was by %(actor)s")),
            S.RETURNED: register("variant.returned", _("%(actor)s returned it with remarks")),
            S.REJECTED: register("variant.rejected", _("%(actor)s rejected it")),
            S.EXPIRED: register("variant.expired", _("The time for approval ran out")),
            S.REPLACED: _REPLACED,
        },
        S.APPROVED: {S.REPLACED: _REPLACED},
        S.RETURNED: {S.REPLACED: _REPLACED},
    },
)
