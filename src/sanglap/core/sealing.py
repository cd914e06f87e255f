"""Sealing secrets that are kept in the database (clause 5.e). Keys come from the environment, newest first."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """The secret was sealed with a key that is no longer given, or it is no seal at all."""


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


def seal(secret: bytes) -> bytes:
    """Encrypt and authenticate with the newest key; the result is ASCII."""
    return _box(settings.SANGLAP_CREDENTIAL_KEYS).encrypt(secret)


def unseal(sealed: bytes) -> bytes:
    """Decrypt with whichever key fits; raises Unreadable."""
    try:
        return _box(settings.SANGLAP_CREDENTIAL_KEYS).decrypt(sealed)
    except InvalidToken:
        raise Unreadable from None
