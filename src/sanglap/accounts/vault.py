"""Sealing the networks' secrets (clause 5.e)."""

import json
from collections.abc import Mapping

from sanglap.core import sealing
from sanglap.core.sealing import Unreadable

__all__ = ["Unreadable", "seal", "unseal"]


def seal(secrets: Mapping[str, str]) -> bytes:
    """Encrypt and authenticate with the newest key."""
    return sealing.seal(json.dumps(dict(secrets)).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """Decrypt with whichever key fits; raises Unreadable."""
    opened: dict[str, str] = json.loads(sealing.unseal(bytes(sealed)))
    return opened
