"""Keys: UUIDv7 for rows, so that they sort by the time they were made; random codes for what people type."""

import secrets
import uuid
from datetime import datetime

import uuid_utils

# Crockford's base 32 without the letters that are taken for digits: easy to read out on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(at: datetime | None = None) -> uuid.UUID:
    """A fresh UUIDv7; of the moment `at` where one is given."""
    if at is None:
        return uuid.UUID(int=uuid_utils.uuid7().int)
    moment = int(at.timestamp() * 1000)
    return uuid.UUID(int=moment << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


def new_code(length: int = 10) -> str:
    """A random code of `length` signs of ALPHABET: five bits each, not to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def key_of(given: object) -> uuid.UUID | None:
    """The key that was sent; None for what is none."""
    try:
        return uuid.UUID(str(given))
    except ValueError:
        return None
