"""How long a text an account takes, counted as its network counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.guideline import loader
from sanglap.language.lengths import MEASURES
from sanglap.networks.registry import connector

NAMES = {
    "characters": _("characters"),
    "bytes": _("bytes"),
    "graphemes": _("letters"),
    "utf-16": _("characters"),
    "mastodon": _("characters"),
    "x": _("characters"),
}
"""What each measure counts, for people."""


@dataclass(frozen=True, slots=True)
class TextLimit:
    """One limit of a text: by which measure, and how much of it is the most."""

    by: str
    most: int

    def length(self, text: str) -> int:
        return MEASURES[self.by](text)

    def over(self, text: str) -> int:
        """By how much the text is too long; 0: it fits."""
        return max(0, self.length(text) - self.most)

    @property
    def name(self) -> str:
        return str(NAMES[self.by])


def limits_of(account: Account) -> tuple[TextLimit, ...]:
    """All that hold for a text on that account: as its server says or, where none is asked, its platform."""
    network = connector(account.network)
    known = loader.current().catalogue.by_id.get(account.platform)
    if network.capabilities.by_hand and known and known.room:
        return tuple(TextLimit(limit.by, limit.most) for limit in known.room.text)
    return (TextLimit(network.measure, account.characters),)


def tightest(account: Account, text: str) -> TextLimit:
    """The limit that the text comes nearest to, or passes furthest."""
    return max(limits_of(account), key=lambda limit: limit.length(text) / limit.most)


def measure_of(account: Account) -> tuple[Callable[[str], int], int]:
    """One count that passes the most as soon as the text passes any of the account's limits; and that most."""
    limits = limits_of(account)
    most = limits[0].most
    return (lambda text: max(-(-limit.length(text) * most // limit.most) for limit in limits)), most
