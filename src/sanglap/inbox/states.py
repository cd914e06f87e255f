"""The life of a message that somebody wrote to an office."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class MessageState(models.TextChoices):
    OPEN = "open", _("open")
    ANSWERING = "answering", _("answer on its way")
    ANSWERED = "answered", _("answered")
    GONE = "gone", _("deleted by its author")
    HANDED_OVER = "handed_over", _("handed over, its account being closed")


S = MessageState
_ANSWERING = register("message.answering", _("%(actor)s wrote an answer"))

MESSAGE = Transitions(
    MessageState,
    S.OPEN,
    {
        S.OPEN: {
            S.ANSWERING: _ANSWERING,
            S.ANSWERED: register("message.answered_by_notice", _("%(actor)s told its author why it is hidden")),
            S.GONE: register("message.gone", _("Its author deleted the message before it was answered")),
            S.HANDED_OVER: register(
                "message.handed_over", _("%(actor)s handed the message over, its account being closed")
            ),
        },
        S.ANSWERING: {
            S.ANSWERED: register("message.answered", _("The answer was published")),
            S.OPEN: register("message.reopened", _("The answer did not go out; the message is open again")),
        },
        S.ANSWERED: {S.ANSWERING: _ANSWERING},
        S.GONE: {S.OPEN: register("message.back", _("The message is on the network again"))},
    },
)

WAITING = (S.OPEN, S.ANSWERING)
"""Somebody waits for an answer."""
