"""Secrets in the database are closed without the key, and stay readable through a change of keys."""

import pytest
from django.conf import LazySettings

from sanglap.core.sealing import Unreadable, seal, unseal

pytestmark = pytest.mark.clause("5.e")


def test_keys_are_changed_by_putting_the_new_one_first(settings: LazySettings) -> None:
    settings.SANGLAP_CREDENTIAL_KEYS = "first"
    old = seal("গোপন".encode())
    settings.SANGLAP_CREDENTIAL_KEYS = "second, first"
    assert unseal(old).decode() == "গোপন"
    settings.SANGLAP_CREDENTIAL_KEYS = "second"
    with pytest.raises(Unreadable):
        unseal(old)


@pytest.mark.parametrize("sealed", [b"", b"x", b"\xff"])
def test_what_is_no_seal_is_not_opened(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(sealed)
