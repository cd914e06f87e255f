"""Hours of the week that accounts keep for posts, posts that come again, days of mourning."""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds.accounts import PURPOSES
from sanglap.bench.seed.lines import Form, document, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.world import World
from sanglap.planning.models import Declaration, Nature, Recurrence, Rhythm, Slot

_SLOT = Form(Slot, "id", "account_id", "weekday", "hour")
_RECURRENCE = Form(
    Recurrence, "id", "office_id", "name", "text", "purposes", "rhythm", "weekday", "hour", "starts_on", "next_on",
    "begin_on", "kept_by_id", "kept_at",
)  # fmt: skip
_GOES_TO = Form(Recurrence.accounts.through, "recurrence_id", "account_id")
_DECLARATION = Form(
    Declaration, "id", "office_id", "nature", "starts_on", "ends_on", "reason", "declared_at", "told_at"
)  # fmt: skip
_DAY = 86_400_000
_WEEKLY, _AGAIN, _DECLARED = 3, 5, 2_000
"""One of so many accounts keeps two hours of the week; has a post that comes again; is under days of mourning."""
_HOURS = (("6", "10:00"), ("2", "16:00"))


def _load(world: World, _part: int) -> int:
    rows = Gathered(_SLOT, _RECURRENCE, _GOES_TO, _DECLARATION)
    now, day = stamp(world.now), stamp(world.now + 9 * _DAY)[:10]
    for account in world.active:
        number, known = account.number, account.office.known
        if known or number % _WEEKLY == 0:
            for turn, (weekday, hour) in enumerate(_HOURS):
                rows.add(_SLOT, key(world.now, 2 * number + turn), account.key, weekday, hour)
        writer = world.writer(account)
        if writer is not None and (known or number % _AGAIN == 0):
            rows.add(
                _RECURRENCE, key(world.now, number), account.office.key, "গণশুনানি", "আজ গণশুনানি, সকাল ১০টায়।",
                f"{{{PURPOSES[0]}}}", Rhythm.WEEKLY.value, "2", "10:00", day, day, day, writer, now,
            )  # fmt: skip
            rows.add(_GOES_TO, key(world.now, number), account.key)
        if number % _DECLARED == 0:
            rows.add(
                _DECLARATION, key(world.now, number), account.office.key, Nature.MOURNING.value, day, day,
                document({"bn": "স্থানীয় শোক"}), now, now,
            )  # fmt: skip
    return rows.copy()


KIND = Kind("plans", lambda _world: 1, _load)
