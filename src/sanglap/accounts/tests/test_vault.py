"""Sealed secrets: unreadable without the key, readable through a change of keys."""

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from sanglap.accounts import services
from sanglap.accounts.models import Credential
from sanglap.accounts.vault import Unreadable, seal, unseal
from tests import factories

SECRETS = {"token": "খুব-গোপন-t0ken"}

pytestmark = pytest.mark.clause("5.e")


@pytest.fixture(autouse=True)
def _keys(settings: LazySettings) -> None:
    settings.SANGLAP_CREDENTIAL_KEYS = "first-key"


def test_what_is_sealed_can_be_opened_and_shows_nothing() -> None:
    sealed = seal(SECRETS)
    assert unseal(sealed) == SECRETS
    assert unseal(memoryview(sealed)) == SECRETS
    assert b"t0ken" not in sealed
    assert seal(SECRETS) != sealed


def test_keys_are_changed_by_putting_the_new_one_first(settings: LazySettings) -> None:
    old = seal(SECRETS)
    settings.SANGLAP_CREDENTIAL_KEYS = "second-key, first-key"
    new = seal(SECRETS)
    assert unseal(old) == SECRETS
    settings.SANGLAP_CREDENTIAL_KEYS = "second-key"
    assert unseal(new) == SECRETS
    with pytest.raises(Unreadable):
        unseal(old)


def test_without_the_key_it_stays_closed(settings: LazySettings) -> None:
    sealed = seal(SECRETS)
    settings.SANGLAP_CREDENTIAL_KEYS = "another-key"
    with pytest.raises(Unreadable) as caught:
        unseal(sealed)
    assert "t0ken" not in str(caught.value)


@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_seal_that_was_tampered_with_is_not_opened(at: int) -> None:
    sealed = bytearray(seal(SECRETS))
    sealed[at] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"nothing"])
def test_what_is_no_seal_at_all_is_not_opened(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(sealed)


@pytest.mark.django_db
def test_all_is_sealed_with_the_newest_key_and_what_is_lost_is_told(settings: LazySettings) -> None:
    house = factories.house()
    settings.SANGLAP_CREDENTIAL_KEYS = "old"
    account, other = house.account("kamrul"), house.account("kamrul", handle="second")
    Credential.objects.filter(account=account).update(sealed=seal({"token": "one"}))
    settings.SANGLAP_CREDENTIAL_KEYS = "stray"
    Credential.objects.filter(account=other).update(sealed=seal({"token": "two"}))
    settings.SANGLAP_CREDENTIAL_KEYS = "new,old"
    assert services.reseal(now=factories.NOW) == (1, 1)
    settings.SANGLAP_CREDENTIAL_KEYS = "new"
    assert unseal(Credential.objects.get(account=account).sealed) == {"token": "one"}
    with pytest.raises(CommandError, match="নতুন করে যুক্ত করুন"):
        call_command("reseal")
