"""What is looked at from outside, and what a look can find."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """What is fetched: an account's profile; the website of an office, for all its accounts at once."""

    PROFILE = "profile", _("profile")
    WEBSITE = "website", _("website")


class Aspect(models.TextChoices):
    """What is asked of an account, by the clause that asks it."""

    NAME = "name", _("The profile bears the office’s name")
    DESCRIPTION = "description", _("The profile says for what, for whom and whose it is")
    BACK = "back", _("The profile leads to the office’s website")
    WEBSITE = "website", _("The office’s website leads to the account")
    GRIEVANCE = "grievance", _("The profile leads to the grievance system")


OF_PROFILE = (Aspect.NAME, Aspect.DESCRIPTION, Aspect.BACK, Aspect.GRIEVANCE)
RULES = {
    Aspect.NAME: "office-name",
    Aspect.DESCRIPTION: "profile-text",
    Aspect.BACK: "website-tie",
    Aspect.WEBSITE: "website-tie",
    Aspect.GRIEVANCE: "grievance-link",
}
"""The rule of the rulebook behind each."""


class Outcome(models.TextChoices):
    """What was found."""

    FITS = "fits", _("in order")
    DIFFERS = "differs", _("another name")
    PERSONAL = "personal", _("name of a person or a post")
    PARTLY = "partly", _("something is missing")
    MISSING = "missing", _("no link")
    MOVED = "moved", _("leads to another site")
    NO_WEBSITE = "no_website", _("no website on the register")
    NO_PROFILE = "no_profile", _("profile not there")
    NO_ADDRESS = "no_address", _("address unknown")
    UNREACHED = "unreached", _("cannot be reached")
    TLS = "tls", _("no secure connection")
    GONE = "gone", _("page not there")
    FAILING = "failing", _("reports an error")
    TOO_SLOW = "too_slow", _("too slow")
    ENDLESS = "endless", _("redirects without end")
    DENIED = "denied", _("does not let us in")
    WALLED = "walled", _("cannot be read from outside")
    NEEDS_SCRIPT = "needs_script", _("cannot be read without JavaScript")
    SUSPICIOUS = "suspicious", _("suspicious: look yourself")
    INSIDE = "inside", _("not on the public internet")
    TOO_LARGE = "too_large", _("too large")
    NOT_HTML = "not_html", _("not a web page")
    NOT_WEB = "not_web", _("not a web address")
    NOT_ASKED = "not_asked", _("network not answering")


O = Outcome  # noqa: E741 - a short name for the tables below
GOOD = frozenset({O.FITS})
UNSEEN = frozenset(
    {O.DENIED, O.WALLED, O.NEEDS_SCRIPT, O.SUSPICIOUS, O.INSIDE, O.TOO_LARGE, O.NOT_HTML, O.NOT_WEB, O.NOT_ASKED}
)
"""The machine could not see for itself: never a breach; a person looks."""
BAD = frozenset(O) - GOOD - UNSEEN


class Method(models.TextChoices):
    """How it was proved that the office holds the account."""

    CODE = "code", _("the code stood in the profile")
    CONNECTION = "connection", _("the connected account itself")
    PERSON = "person", _("looked at by a person of the office above")
