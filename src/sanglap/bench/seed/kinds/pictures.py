"""What the profiles that a machine reads show: banner and picture, here and there another than the one confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.kinds.files import Shown, digest_of, file_of
from sanglap.bench.seed.kinds.seen import BY_HAND
from sanglap.bench.seed.lines import Form, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.verification.models import Place, ProfilePicture

_PART = 20_000
_SHOWN = Form(ProfilePicture, "id", "account_id", "place", "source_digest", "file_id", "seen_at")
_CHANGED_EVERY, _LATELY = 40, 3 * 86_400_000
"""One of so many changed its picture lately."""


def _lines(world: World, part: int) -> Iterator[str]:
    for account in world.active[piece(part, _PART)]:
        if account.network != BY_HAND:
            yield _line(account, Place.HEADER, Shown.BANNER, account.opened)
            yield _line(account, Place.AVATAR, Shown.PROFILE, account.opened)
            if account.number % _CHANGED_EVERY == 0:
                yield _line(account, Place.AVATAR, Shown.ANOTHER, world.now - _LATELY)


def _line(account: Account, place: Place, what: Shown, at: int) -> str:
    return _SHOWN.line(
        key(at, account.number * len(Shown) + what), account.key, place.value, digest_of(account, what),
        file_of(account, what), stamp(at),
    )  # fmt: skip


KIND = Kind(
    "profile pictures",
    lambda world: pieces(len(world.active), _PART),
    lambda world, part: copy(_SHOWN, _lines(world, part)),
)
