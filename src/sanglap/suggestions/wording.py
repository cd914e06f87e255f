"""In what words the history tells of suggestions, and what an office is told of a feed that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.suggestions.states import Fault


def _of_office(thing: Any) -> LocalizedText | None:
    return getattr(thing.office, "name", None)


register_kind("suggestion", _("Suggestions"))
register_kind("feed", _("Feeds of websites"))
register_name("suggestions.suggestion", _of_office)
register_name("suggestions.sitefeed", _of_office)

F = Fault
WHAT_TO_DO: Mapping[str, Promise] = {
    F.NO_WEBSITE: _("The register knows no website of the office. Enter it with the office first."),
    F.FOREIGN: _("The office’s website has another address now. Stop this feed, and enter the new one."),
    F.MOVED: _("The address leads to another site. If the website moved, enter its new address with the office."),
    F.NO_ADDRESS: _("The website’s address is not known on the internet. Is it spelled right, and paid for?"),
    F.UNREACHED: _("The website’s machine does not answer. Ask whoever runs it."),
    F.TLS: _("No secure connection comes about: the website’s certificate is old or not its own."),
    F.GONE: _("The website says that there is no such feed. Look for its address on the website, and enter that."),
    F.DENIED: _("The website does not let our machine in. Ask whoever runs it to let the feed be read by everybody."),
    F.FAILING: _("The website answers with an error. Ask whoever runs it."),
    F.TOO_SLOW: _("The website did not answer to the end within the time. It is tried again by itself."),
    F.TOO_LARGE: _("The feed is larger than 2 MB. Ask whoever runs the website to put only the newest entries in."),
    F.ENDLESS: _("The website redirects again and again without end. Ask whoever runs it."),
    F.INSIDE: _("The address leads to a machine that is not on the public internet, so it is not read."),
    F.NOT_WEB: _("This is no web address. Copy it from the browser."),
    F.PAGE: _("This is a web page and no feed. A feed’s address often ends in /feed, /rss or .xml."),
    F.NOT_XML: _("What is there cannot be read as a feed: it is not well-formed. Tell whoever runs the website."),
    F.NOT_FEED: _("What is there is neither RSS nor Atom. Look for the feed’s address on the website."),
    F.DECLARES: _("For safety no feed with declarations (DOCTYPE, ENTITY) is read. Tell whoever runs the website."),
}
"""What happened and what to do, by fault."""
