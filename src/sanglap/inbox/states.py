"""The life of a message that somebody wrote to an office."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class MessageState(models.TextChoices):
    OPEN = "open", _("open")
    ANSWERING = "answering", _("answer on its way")
    ANSWERED = "answered", _("answered")


S = MessageState
_ANSWERING = register("message.answering", _("%(actor)s wrote an answer"))

MESSAGE = Transitions(
    MessageState,
    S.OPEN,
    {
        S.OPEN: {S.ANSWERING: _ANSWERING},
        S.ANSWERING: {
            S.ANSWERED: register("message.answered", _("The answer was published")),
            S.OPEN: register("message.reopened", _("The answer did not go out; the message is open again")),
        },
        S.ANSWERED: {S.ANSWERING: _ANSWERING},
    },
)

WAITING = (S.OPEN, S.ANSWERING)
"""Somebody waits for an answer."""
