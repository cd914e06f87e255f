"""In what words people are told what a look from outside found, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sanglap.audit.details import register_choices, register_detail
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.verification.states import Aspect, Method, Outcome

register_kind("verification", _("Looks from outside"))
register_choices("method", _("How it was proved"), Method)
register_choices("aspect", _("What was looked at"), Aspect)
register_choices("found", _("What was found"), Outcome)
register_detail("handle", _("Name there"))

O = Outcome  # noqa: E741 - a short name for the tables below
_ANY: Mapping[Outcome, Promise] = {
    O.FITS: _("It is in order."),
    O.DIFFERS: _("The profile bears another name: “%(name)s”."),
    O.PERSONAL: _("The profile bears the name of a person or a post: “%(name)s”."),
    O.PARTLY: _("The profile’s text does not tell everything."),
    O.MISSING: _("The link is not there."),
    O.MOVED: _("The address leads to another site now: %(url)s. Put the new address on the register."),
    O.NO_WEBSITE: _("The register knows no website of the office. Enter it with the office."),
    O.NO_PROFILE: _("The network knows no account of this name. It was closed or renamed, or is not opened yet."),
    O.NO_ADDRESS: _("The website’s address is not known on the internet. Is it spelled right, and paid for?"),
    O.UNREACHED: _("The website’s machine does not answer. Ask whoever runs it."),
    O.TLS: _("No secure connection comes about: the website’s certificate is old or not its own."),
    O.GONE: _("The website says that there is no such page."),
    O.FAILING: _("The website answers with an error. Ask whoever runs it."),
    O.TOO_SLOW: _("The website did not answer to the end within the time."),
    O.ENDLESS: _("The website redirects again and again without end."),
    O.DENIED: _("The website does not let our machine in. That is no fault; look yourself and confirm."),
    O.WALLED: _("The network shows this page only to who has signed in. That is no fault; look yourself and confirm."),
    O.NEEDS_SCRIPT: _("The page shows its words only with JavaScript. That is no fault; look yourself and confirm."),
    O.SUSPICIOUS: _("The website looks as if it were no longer the office’s own (%(signs)s). Look yourself."),
    O.INSIDE: _("The address leads to a machine that is not on the public internet, so nobody outside can reach it."),
    O.TOO_LARGE: _("The page is larger than we read. Look yourself and confirm."),
    O.NOT_HTML: _("What is there is no web page. Is the address on the register right?"),
    O.NOT_WEB: _("The address on the register is no web address."),
    O.NOT_ASKED: _("The network does not answer just now. It is asked again by itself."),
}
_OF_ASPECT: Mapping[tuple[Aspect, Outcome], Promise] = {
    (Aspect.NAME, O.FITS): _("The profile bears the registered name: “%(name)s”."),
    (Aspect.DESCRIPTION, O.FITS): _("The profile says for what, for whom and whose it is."),
    (Aspect.DESCRIPTION, O.PARTLY): _("The profile’s text does not say %(missing)s."),
    (Aspect.BACK, O.FITS): _("The profile leads to the office’s website: %(link)s"),
    (Aspect.BACK, O.MISSING): _("The profile does not lead to the office’s website, %(website)s."),
    (Aspect.WEBSITE, O.FITS): _("The website leads to the account: %(link)s"),
    (Aspect.WEBSITE, O.MISSING): _("The website has no link to the account, neither on its home page nor on the next."),
    (Aspect.GRIEVANCE, O.FITS): _("The profile leads to the grievance redress system: %(link)s"),
    (Aspect.GRIEVANCE, O.MISSING): _("The profile has no link to the grievance redress system (%(hosts)s)."),
}
_PARTS = {
    "purpose": _("for what purpose it is"),
    "audience": _("for whom it is"),
    "user": _("which office it belongs to"),
    "name": _("it names the office nowhere"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A network's setting: what people call it, and its values."""

    name: Promise
    values: Mapping[str, Promise]


_SWITCH: Mapping[str, Promise] = {"true": _("yes"), "false": _("no")}
SETTINGS: Mapping[str, Named] = {
    "locked": Named(_("Followers need permission"), _SWITCH),
    "bot": Named(_("Marked as automated"), _SWITCH),
    "discoverable": Named(_("Shown in lists and suggestions"), _SWITCH),
    "indexable": Named(_("Posts can be found by searching"), _SWITCH),
    "hide_collections": Named(_("Whom it follows is hidden"), _SWITCH),
    "noindex": Named(_("Hidden from search engines"), _SWITCH),
    "sensitive": Named(_("Pictures are always covered"), _SWITCH),
    "language": Named(_("Language of posts"), {"bn": _("Bangla"), "en": _("English")}),
    "privacy": Named(
        _("Who sees new posts"),
        {"public": _("everybody"), "unlisted": _("everybody, in no list"), "private": _("followers only")},
    ),
    "quote_policy": Named(
        _("Who may quote posts"),
        {"public": _("everybody"), "followers": _("followers only"), "nobody": _("nobody")},
    ),
}
"""Settings by the names of the networks that we know."""


def reason(aspect: Aspect | None, outcome: Outcome, evidence: Mapping[str, Any]) -> LocalizedText:
    """What was found, in Bangla and English, for people. `aspect` is None for a website as a whole."""
    sentence = (_OF_ASPECT.get((aspect, outcome)) if aspect else None) or _ANY[outcome]
    return LocalizedText({language: _said(sentence, evidence, language) for language in ("bn", "en")})


def _said(sentence: Promise, evidence: Mapping[str, Any], language: str) -> str:
    with override(language):
        values = {name: _value(evidence.get(name, "")) for name in _VALUES}
        return str(sentence) % values


_VALUES = ("name", "url", "signs", "missing", "link", "website", "hosts")


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(_PARTS.get(one, one)) for one in value)
    return str(value)[:300]
