"""What Sanglap can do on a platform today, as its connector says; and platforms by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.guideline.catalogue import Platform
from sanglap.networks.registry import connector

_ABLE: Final[Mapping[str, Promise]] = {
    "alt_text": _("It sends the descriptions of pictures along."),
    "edit": _("It can change what is published."),
    "delete_own": _("It can take back what is published."),
    "hide_reversible": _("It can hide a comment and show it again."),
    "hide_irreversible": _("It can remove a comment for good."),
}
_BY_HAND = (
    _("Officers post by hand what was approved, and paste the link here."),
    _("What citizens write there is entered by hand."),
)


@dataclass(frozen=True, slots=True)
class Ways:
    """How Sanglap works with a platform: whether by hand, and what it does."""

    by_hand: bool
    able: tuple[Promise, ...]


def ways(platform: Platform) -> Ways:
    """As its connector says; without one everything is done by hand."""
    if platform.network is None:
        return Ways(by_hand=True, able=_BY_HAND)
    can = connector(platform.network).capabilities
    usual = (_("It publishes what was approved."), _("It reads comments and sends answers."))
    return Ways(by_hand=False, able=(*usual, *(said for name, said in _ABLE.items() if getattr(can, name))))
