"""A browser's long name in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first sign that is found counts: most browsers also claim to be others.
_BROWSERS = (
    ("Edg", gettext_lazy("Edge")),
    ("OPR/", gettext_lazy("Opera")),
    ("SamsungBrowser", gettext_lazy("Samsung's browser")),
    ("UCBrowser", gettext_lazy("UC Browser")),
    ("Firefox", gettext_lazy("Firefox")),
    ("FxiOS", gettext_lazy("Firefox")),
    ("Chrome", gettext_lazy("Chrome")),
    ("CriOS", gettext_lazy("Chrome")),
    ("Safari", gettext_lazy("Safari")),
)
_SYSTEMS = (
    ("Android", gettext_lazy("an Android telephone")),
    ("iPhone", gettext_lazy("an iPhone")),
    ("iPad", gettext_lazy("an iPad")),
    ("Windows", gettext_lazy("Windows")),
    ("Mac OS", gettext_lazy("a Mac")),
    ("CrOS", gettext_lazy("a Chromebook")),
    ("Linux", gettext_lazy("Linux")),
)


def device(user_agent: str) -> str:
    """In the reader's language, as "Chrome on Windows"; what is not known is said so."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), None)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return str(browser or system or _("an unknown device"))
