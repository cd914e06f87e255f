"""What proves that the offices hold their accounts: the connection, or the eyes of whoever coordinates."""

from __future__ import annotations

from collections.abc import Iterator

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.kinds.seen import BY_HAND, address_of, remote_id_of
from sanglap.bench.seed.lines import NULL, Form, document, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.world import World
from sanglap.verification.models import Control
from sanglap.verification.states import Method

_PART = 20_000
_CONTROL = Form(Control, "id", "account_id", "method", "server", "handle", "at", "person_id", "note", "evidence")
_BY_EYE_EVERY = 6
"""Of those that are kept by hand one of so many was proved."""
_NOTE = "পেজের এডমিন তালিকায় দপ্তরের কর্মকর্তাকে দেখা গেছে।"


def _lines(world: World, part: int) -> Iterator[str]:
    for account in world.active[piece(part, _PART)]:
        by_eye = account.network == BY_HAND
        if by_eye and account.number % _BY_EYE_EVERY:
            continue
        seen = {"by": "public", "url": address_of(account), "name": account.office.bn, "handle": account.handle}
        yield _CONTROL.line(
            key(account.opened, account.number), account.key, (Method.PERSON if by_eye else Method.CONNECTION).value,
            account.server, account.handle, stamp(account.opened),
            (world.reviewer(account.office) or NULL) if by_eye else NULL, _NOTE if by_eye else "",
            document({} if by_eye else {**seen, "remote_id": remote_id_of(account)}),
        )  # fmt: skip


KIND = Kind(
    "controls", lambda world: pieces(len(world.active), _PART), lambda world, part: copy(_CONTROL, _lines(world, part))
)
