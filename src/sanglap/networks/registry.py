"""Which networks there are. A new one is a folder here and a line in `CONNECTORS`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sanglap.networks.contract import Connector

CONNECTORS = {
    "mastodon": "sanglap.networks.mastodon.client",
    "by-hand": "sanglap.networks.by_hand.client",
}
"""Key to module; the module's `CONNECTOR` is loaded when it is first asked for."""


class UnknownNetwork(LookupError):
    """There is no connector of that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no network is called {key!r}; there are: {', '.join(sorted(CONNECTORS))}")
        self.key = key


def by_hand() -> list[str]:
    """The keys of networks at which people post what was approved."""
    return [key for key in CONNECTORS if connector(key).capabilities.by_hand]


@cache
def connector(key: str) -> Connector:
    """The connector of that key. Raises UnknownNetwork."""
    try:
        module = CONNECTORS[key]
    except KeyError:
        raise UnknownNetwork(key) from None
    return cast("Connector", import_module(module).CONNECTOR)
