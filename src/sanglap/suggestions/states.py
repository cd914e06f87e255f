"""The life of a suggestion, of a feed that is read, and what can be wrong with a feed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class SuggestionState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("taken up")
    DRAFTED = "drafted", _("became a draft")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("not taken up")
    WITHDRAWN = "withdrawn", _("taken back")
    LAPSED = "lapsed", _("left the list by its age")


S = SuggestionState
_DRAFTED = register("suggestion.drafted", _("A suggestion became a draft"))
_DECLINED = register("suggestion.declined", _("%(actor)s decided not to take up a suggestion, and wrote why"))

SUGGESTION = Transitions(
    SuggestionState,
    S.WAITING,
    {
        S.WAITING: {
            S.TAKEN: register("suggestion.taken", _("%(actor)s took up a suggestion")),
            S.DECLINED: _DECLINED,
            S.DRAFTED: _DRAFTED,
            S.WITHDRAWN: register("suggestion.withdrawn", _("%(actor)s took the own suggestion back")),
            S.LAPSED: register("suggestion.lapsed", _("What the website said left the list of suggestions by its age")),
        },
        S.TAKEN: {
            S.WAITING: register("suggestion.put_back", _("%(actor)s put a suggestion back among those that wait")),
            S.DECLINED: _DECLINED,
            S.DRAFTED: _DRAFTED,
        },
        S.DRAFTED: {
            S.PUBLISHED: register("suggestion.published", _("What was suggested was published")),
        },
    },
)
OPEN = (S.WAITING, S.TAKEN)
"""What somebody still has to see to."""


class FeedState(models.TextChoices):
    RUNNING = "running", _("is read")
    STOPPED = "stopped", _("stopped")


FEED = Transitions(
    FeedState,
    FeedState.RUNNING,
    {
        FeedState.RUNNING: {
            FeedState.STOPPED: register("feed.stopped", _("%(actor)s stopped the reading of a feed of the website")),
        },
        FeedState.STOPPED: {
            FeedState.RUNNING: register("feed.resumed", _("%(actor)s had a feed of the website read again")),
        },
    },
)


class Fault(models.TextChoices):
    """Why a feed could not be read."""

    NO_WEBSITE = "no_website", _("no website on the register")
    FOREIGN = "foreign", _("not the office’s own website")
    MOVED = "moved", _("leads to another site")
    NO_ADDRESS = "no_address", _("address unknown")
    UNREACHED = "unreached", _("cannot be reached")
    TLS = "tls", _("no secure connection")
    GONE = "gone", _("not there")
    DENIED = "denied", _("does not let us in")
    FAILING = "failing", _("reports an error")
    TOO_SLOW = "too_slow", _("too slow")
    TOO_LARGE = "too_large", _("too large")
    ENDLESS = "endless", _("redirects without end")
    INSIDE = "inside", _("not on the public internet")
    NOT_WEB = "not_web", _("not a web address")
    PAGE = "page", _("a web page, no feed")
    NOT_XML = "not_xml", _("not well-formed")
    NOT_FEED = "not_feed", _("no feed")
    DECLARES = "declares", _("holds declarations that are not read")
