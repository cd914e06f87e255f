"""What whoever coordinates does with the board: views of their own, and who was reminded."""

from __future__ import annotations

from datetime import timedelta

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, dashed, document, key, milliseconds, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import POOR
from sanglap.bench.seed.world import AT_THE_TOP, World
from sanglap.duties.models import BoardPage, BoardView, DutyKind, Reminder, Reminding

_VIEW = Form(BoardView, "id", "user_id", "name", "page", "picked")
_REMINDING = Form(
    Reminding, "id", "office_id", "by_id", "picked", "only", "said", "act_id", "at", "accounts", "reached", "done",
    "told", "ended_at",
)  # fmt: skip
_REMINDER = Form(Reminder, "id", "reminding_id", "account_id", "day", "kinds", "at")
_SAID = "এ সপ্তাহের মধ্যে ঠিক করুন; অসুবিধা হলে সাময়িক ছাড় চান।"
_BACK = (2, 44, 120)
"""So many days ago somebody reminded: the accounts that are looked after worst, a third each time."""
_KINDS = f"{{{DutyKind.UPDATES.value},{DutyKind.ANSWERS.value}}}"


def _load(world: World, _part: int) -> int:
    rows, by, root = Gathered(_VIEW, _REMINDING, _REMINDER), world.known.people[AT_THE_TOP], world.offices[0]
    wanting = {"office": dashed(root.key), "standing": "wanting"}
    updates = {"office": dashed(root.key), "kind": DutyKind.UPDATES.value}
    rows.add(_VIEW, key(world.now, 1), by, "যা ঠিক নেই", BoardPage.ROWS.value, document(wanting))
    rows.add(_VIEW, key(world.now, 2), by, "আপডেট, জেলা ধরে", BoardPage.MAP.value, document(updates))
    poor = [account for account in world.active if account.care is POOR]
    for turn, back in enumerate(_BACK):
        at = world.plan.now - timedelta(days=back)
        moment, when, mine = milliseconds(at), stamp(milliseconds(at)), poor[turn :: len(_BACK)]
        own = key(moment, turn)
        rows.add(
            _REMINDING, own, root.key, by, document(wanting), NULL, _SAID, own, when, str(len(mine)),
            mine[-1].key if mine else NULL, str(len(mine)), str(len(mine)), when,
        )  # fmt: skip
        for account in mine:
            day = world.calendar.day_of(at).isoformat()
            rows.add(_REMINDER, key(moment, account.number), own, account.key, day, _KINDS, when)
    return rows.copy()


KIND = Kind("board", lambda _world: 1, _load)
