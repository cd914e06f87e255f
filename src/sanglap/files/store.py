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
_PART_SIZE = 1 << 20


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
    _settle(path.parent)
    return digest


def take(path: Path) -> tuple[str, int]:
    """Keep a file that lies in the store's room for pieces, and take it from there; gives digest and size."""
    reckoned = hashlib.sha256()
    size = 0
    with path.open("r+b") as file:
        while part := file.read(_PART_SIZE):
            reckoned.update(part)
            size += len(part)
        os.fsync(file.fileno())
    digest = reckoned.hexdigest()
    kept = _path(digest)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(kept)
    os.utime(kept)
    _settle(kept.parent)
    return digest, size


def place_of(digest: str) -> Path:
    """Where the blob lies, for whoever reads it piece by piece. Raises Missing."""
    path = _path(digest)
    if not path.exists():
        raise Missing(digest)
    return path


def pieces() -> Path:
    """The folder for what has not come whole yet, or was not looked at."""
    folder = Path(settings.SANGLAP_FILES) / "pieces"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _settle(folder: Path) -> None:
    """Have the folder's entries on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


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
