"""The pages of one account: which there are, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account

# The name of the page's address, which takes the account's key, and what the tab is called.
_TABS: tuple[tuple[str, Promise], ...] = (
    ("account", _("Overview")),
    ("account-duties", _("Duties")),
    ("account-security", _("Security")),
    ("account-settings", _("Settings and terms")),
    ("account-name", _("Name")),
    ("account-outside", _("Profile and website")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of an account's pages, as `_tabs.html` shows it."""

    name: Promise
    url: str
    current: bool


def tabs(account: Account, here: str) -> list[Tab]:
    """The account's pages; `here` is the name of the address of the page that is shown."""
    return [Tab(name, reverse(f"desk:{page}", args=[account.pk]), page == here) for page, name in _TABS]
