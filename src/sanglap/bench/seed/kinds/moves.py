"""Accounts that were offered to another office: taken, declined, taken back, or waiting."""

from __future__ import annotations

from sanglap.accounts.models import AccountMove
from sanglap.accounts.states import MoveState
from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.register import Office
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World

_MOVE = Form(
    AccountMove, "id", "account_id", "giver_id", "taker_id", "reason", "state", "proposed_by_id", "proposed_at",
    "decided_by_id", "decided_at", "note",
)  # fmt: skip
_STATES = (MoveState.PROPOSED, MoveState.ACCEPTED, MoveState.DECLINED, MoveState.WITHDRAWN)
_EVERY = 400
"""One of so many accounts was offered."""
_REASON, _NOTE = "যৌথ পেজটি এখন থেকে ঐ দপ্তর চালাবে; সমন্বয় সভার সিদ্ধান্ত।", "আমাদের জনবল নেই।"
_DAY = 86_400_000
_GIVER, _TAKER = "bd-upa-361", "bd-upa-362"
"""Of the cast's offices the one that offers an account, and the one that has to decide."""


def _load(world: World, _part: int) -> int:
    rows, offices = Gathered(_MOVE), {office.code: office for office in world.offices if office.known}
    for account in world.active:
        office = account.office
        if office.code == _GIVER and account.handle != office.place and _TAKER in offices:
            _offer(world, rows, account, offices[_TAKER], MoveState.PROPOSED)
        elif account.number % _EVERY == 0 and not office.known and office.parent is not None:
            _offer(world, rows, account, world.offices[office.parent], _STATES[account.number // _EVERY % len(_STATES)])
    return rows.copy()


def _offer(world: World, rows: Gathered, account: Account, other: Office, state: MoveState) -> None:
    """One between the account's office, whose the account is now, and that other one."""
    taken, waits = state == MoveState.ACCEPTED, state == MoveState.PROPOSED
    giver, taker = (other, account.office) if taken else (account.office, other)
    at = world.now - (2 if waits else 90) * _DAY
    by = world.head(account.office if state == MoveState.WITHDRAWN else taker)
    rows.add(
        _MOVE, key(at, account.number), account.key, giver.key, taker.key, _REASON, state.value,
        world.head(giver) or NULL, stamp(at), NULL if waits else by or NULL, NULL if waits else stamp(at + _DAY),
        _NOTE if state == MoveState.DECLINED else "",
    )  # fmt: skip


KIND = Kind("moves", lambda _world: 1, _load)
