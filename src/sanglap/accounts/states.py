"""The life of an official account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    IN_REVIEW = "in_review", _("in review")
    MORE_INFORMATION = "more_information", _("more information needed")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


S = AccountState
_ACTIVATED = register("account.activated", _("%(actor)s put the account %(thing)s to work"))
_CLOSED = register("account.closed", _("%(actor)s closed the account %(thing)s"))

ACCOUNT = Transitions(
    AccountState,
    S.PROPOSED,
    {
        S.PROPOSED: {
            S.IN_REVIEW: register("account.review_begun", _("%(actor)s took up the proposed account %(thing)s")),
            S.CLOSED: _CLOSED,
        },
        S.IN_REVIEW: {
            S.APPROVED: register("account.approved", _("%(actor)s approved the account %(thing)s")),
            S.MORE_INFORMATION: register(
                "account.information_asked", _("%(actor)s asked for more information on the account %(thing)s")
            ),
            S.CLOSED: _CLOSED,
        },
        S.MORE_INFORMATION: {
            S.IN_REVIEW: register(
                "account.information_given", _("%(actor)s gave the information on the account %(thing)s")
            ),
            S.CLOSED: _CLOSED,
        },
        S.APPROVED: {S.ACTIVE: _ACTIVATED, S.CLOSED: _CLOSED},
        S.ACTIVE: {
            S.SUSPENDED: register("account.suspended", _("%(actor)s suspended the account %(thing)s")),
            S.CLOSED: _CLOSED,
        },
        S.SUSPENDED: {S.ACTIVE: _ACTIVATED, S.CLOSED: _CLOSED},
    },
)
