"""Sealing the networks' secrets (clause 5.e). Keys come from the environment, newest first."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """The secret was sealed with a key that is no longer given."""


@cache
def _box(keys: str) -> MultiFernet:
    # Any long random text serves as a key: it is brought to Fernet's form here.
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.strip().encode()).digest()))
            for key in keys.split(",")
            if key.strip()
        ]
    )


def seal(secrets: Mapping[str, str]) -> bytes:
    """Encrypt and authenticate with the newest key."""
    return _box(settings.SANGLAP_CREDENTIAL_KEYS).encrypt(json.dumps(dict(secrets)).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """Decrypt with whichever key fits; raises Unreadable."""
    try:
        opened: dict[str, str] = json.loads(_box(settings.SANGLAP_CREDENTIAL_KEYS).decrypt(bytes(sealed)))
    except InvalidToken:
        raise Unreadable from None
    return opened
