"""Blobs on disk, each under the digest of what is in it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_PART = ".part-"


class Missing(Exception):
    """The blob is not there; its digest says which."""


def digest_of(content: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(content).hexdigest()


def _path(digest: str) -> Path:
    return Path(settings.SANGLAP_FILES) / digest[:2] / digest[2:4] / digest


def write(content: bytes) -> str:
    """Keep the blob; gives its digest. What is there already is left. Whole or not at all, whenever power fails."""
    digest = digest_of(content)
    path = _path(digest)
    if path.exists():
        # As new, so that a sweep that runs just now leaves it.
        os.utime(path)
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=_PART, dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def read(digest: str) -> BinaryIO:
    """The blob, open for reading. Raises Missing."""
    try:
        return _path(digest).open("rb")
    except FileNotFoundError:
        raise Missing(digest) from None


def older_than(moment: datetime) -> Iterator[tuple[str, Path]]:
    """Name and path of every file in the store that was last written before that moment; the unfinished too."""
    root = Path(settings.SANGLAP_FILES)
    for path in root.glob("*/*/*") if root.exists() else ():
        if path.is_file() and path.stat().st_mtime < moment.timestamp():
            yield path.name, path
