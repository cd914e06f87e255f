"""Emergency stops: most are over, some hold something now."""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import FALSE, NULL, TRUE, Form, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.outbox.models import Stop

_STOP = Form(
    Stop, "id", "office_id", "account_id", "from_above", "reason", "placed_by_id", "placed_at", "until",
    "lifted_by_id", "lifted_at",
)  # fmt: skip
_REASON = "পেজের নামে ভুয়া বিজ্ঞপ্তি ছড়িয়েছে। যাচাই শেষ না হওয়া পর্যন্ত কিছু প্রকাশ হবে না।"
_HOUR, _DAY = 3_600_000, 86_400_000
_EVERY, _RUNNING_EVERY = 250, 10
"""One of so many accounts was stopped in the year; of those one of so many is stopped now."""
_STOPPED, _LIFTED = "bd-upa-361", "bd-upa-362"
"""Of the cast's offices the one that is stopped now, and one that was."""


def _load(world: World, _part: int) -> int:
    chance, rows = world.chance("stops"), Gathered(_STOP)
    chosen = [account for account in world.active if account.number % _EVERY == 0 and not account.office.known]
    for turn, account in enumerate(chosen):
        if turn % _RUNNING_EVERY == 0:
            _stop(world, rows, account, world.now - int(chance.uniform(1, 40) * _HOUR), running=True)
        else:
            _stop(world, rows, account, world.now - int(chance.uniform(10, 360) * _DAY), running=False)
    cast = {account.office.code: account for account in world.active if account.office.known}
    for code, running in ((_LIFTED, False), (_STOPPED, True)):
        if code in cast:
            _stop(world, rows, cast[code], world.now - (_HOUR if running else 60 * _DAY), running=running, all_=True)
    return rows.copy()


def _stop(world: World, rows: Gathered, account: Account, at: int, *, running: bool, all_: bool = False) -> None:
    """One, of the account or of all of its office's; where it does not run, it was lifted on the next day."""
    by = world.reviewer(account.office) or NULL
    rows.add(
        _STOP, key(at, account.number), account.office.key, NULL if all_ else account.key, TRUE if all_ else FALSE,
        _REASON, by, stamp(at), stamp(at + 3 * _DAY) if running else NULL, NULL if running else by,
        NULL if running else stamp(at + _DAY),
    )  # fmt: skip


KIND = Kind("stops", lambda _world: 1, _load)
