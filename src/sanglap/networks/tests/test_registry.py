"""The registry and the keys in it."""

import pytest

from sanglap.networks.registry import CONNECTORS, UnknownNetwork, connector


@pytest.mark.parametrize("key", CONNECTORS)
def test_every_connector_loads_and_bears_its_key(key: str) -> None:
    found = connector(key)
    assert found.key == key
    assert found.name["bn"]
    assert found.name["en"]
    assert connector(key) is found


def test_an_unknown_key_names_those_there_are() -> None:
    with pytest.raises(UnknownNetwork, match="mastodon"):
        connector("myspace")
