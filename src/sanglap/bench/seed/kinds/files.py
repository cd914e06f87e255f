"""The rows of files that accounts' pictures are known by. Of what is in them nothing lies on the disk: pages link to
files and do not open them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import Form, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.files.models import File

_PART = 20_000
_FILE = Form(File, "id", "digest", "media_type", "size", "name", "office_id", "created_at")
_SIZE = 8_000


class Shown(IntEnum):
    """What a file shows: the banner, the picture, or the picture that came in its place."""

    BANNER = 0
    PROFILE = 1
    ANOTHER = 2


def file_of(account: Account, what: Shown) -> str:
    """Its key."""
    return key(account.opened, account.number * len(Shown) + what)


def digest_of(account: Account, what: Shown) -> str:
    """What it is known by: like a digest, though of nothing."""
    return f"{account.number:032x}{what:032x}"


def _lines(world: World, part: int) -> Iterator[str]:
    for account in world.active[piece(part, _PART)]:
        at = stamp(account.opened)
        for what in Shown:
            yield _FILE.line(
                file_of(account, what), digest_of(account, what), "image/jpeg", str(_SIZE), f"{what.name.lower()}.jpg",
                account.office.key, at,
            )  # fmt: skip


KIND = Kind(
    "files", lambda world: pieces(len(world.active), _PART), lambda world, part: copy(_FILE, _lines(world, part))
)
