"""Keys: UUIDv7 for rows, so that they sort by the time they were made; random codes for what people type."""

import secrets
import uuid

import uuid_utils

# Crockford's base 32 without the letters that are taken for digits: easy to read out on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> uuid.UUID:
    """A fresh UUIDv7."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


def new_code(length: int = 10) -> str:
    """A random code of `length` signs of ALPHABET: five bits each, not to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
