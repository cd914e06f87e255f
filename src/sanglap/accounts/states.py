"""The life of an official account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class AccountState(models.TextChoices):
    CLAIMED = "claimed", _("claimed, not verified")
    PROPOSED = "proposed", _("proposed")
    IN_REVIEW = "in_review", _("in review")
    MORE_INFORMATION = "more_information", _("more information needed")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


class RenamingState(models.TextChoices):
    BEGUN = "begun", _("under way")
    DONE = "done", _("done")
    GIVEN_UP = "given_up", _("given up")


class MoveState(models.TextChoices):
    PROPOSED = "proposed", _("waits for the other office")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = AccountState
_ACTIVATED = register("account.activated", _("%(actor)s put the account %(thing)s to work"))
_CLOSED = register("account.closed", _("%(actor)s closed the account %(thing)s"))

ACCOUNT = Transitions(
    AccountState,
    S.PROPOSED,
    {
        S.CLAIMED: {
            S.IN_REVIEW: register(
                "account.handed_in", _("%(actor)s handed in the claimed account %(thing)s for review")
            ),
            S.CLOSED: register("account.disowned", _("%(actor)s took back the claim on the account %(thing)s")),
        },
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
    also=frozenset({S.CLAIMED}),
)

RENAMING = Transitions(
    RenamingState,
    RenamingState.BEGUN,
    {
        RenamingState.BEGUN: {
            RenamingState.DONE: register(
                "renaming.done", _("%(actor)s finished giving the account %(thing)s its right name")
            ),
            RenamingState.GIVEN_UP: register(
                "renaming.given_up", _("%(actor)s gave up the renaming of the account %(thing)s")
            ),
        },
    },
)

MOVE = Transitions(
    MoveState,
    MoveState.PROPOSED,
    {
        MoveState.PROPOSED: {
            MoveState.ACCEPTED: register(
                "move.accepted", _("%(actor)s took over the account %(thing)s for the office")
            ),
            MoveState.DECLINED: register("move.declined", _("%(actor)s declined to take over the account %(thing)s")),
            MoveState.WITHDRAWN: register(
                "move.withdrawn", _("%(actor)s took back the offer of the account %(thing)s")
            ),
        },
    },
)
