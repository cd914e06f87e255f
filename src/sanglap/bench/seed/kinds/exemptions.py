"""Exemptions from duties for a while, in every state: where one is granted, the duty stands exempt once reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, key, milliseconds, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import GOOD, Account
from sanglap.bench.seed.world import World
from sanglap.duties.models import DutyKind, Exemption
from sanglap.duties.states import ExemptionState

_EXEMPTION = Form(
    Exemption, "id", "office_id", "account_id", "kind", "reason", "starts_on", "ends_on", "state", "asked_by_id",
    "asked_at", "decided_by_id", "decided_at", "remark",
)  # fmt: skip
_REASON = "ত্রাণকাজে টিমের দুইজন মাঠে আছেন, তাই এটি সময়মতো করা যাচ্ছে না।"
_REMARKS = {
    ExemptionState.GRANTED: "ত্রাণকাজ শেষ হওয়া পর্যন্ত মঞ্জুর।",
    ExemptionState.REFUSED: "আদেশ এ সপ্তাহেই করা সম্ভব; ছাড়ের দরকার নেই।",
    ExemptionState.ENDED: "কাজ শেষ হয়েছে।",
}
_KINDS = (DutyKind.UPDATES, DutyKind.LETTERHEAD, DutyKind.UPDATES, DutyKind.SETTINGS, DutyKind.ANSWERS)
_EVERY = 60
"""One of so many accounts that are not well looked after asked for one in the year."""
_ASKS = "bd-upa-361"
"""Of the cast's offices the one whose request waits."""


@dataclass(frozen=True, slots=True)
class _Course:
    """What became of one that was asked for so many days ago, for so many days."""

    state: ExemptionState
    back: int
    days: int


_COURSES = (
    _Course(ExemptionState.GRANTED, 6, 40), _Course(ExemptionState.ASKED, 1, 21),
    _Course(ExemptionState.GRANTED, 20, 45), _Course(ExemptionState.REFUSED, 9, 40),
    _Course(ExemptionState.GRANTED, 180, 30), _Course(ExemptionState.ENDED, 60, 50),
    _Course(ExemptionState.WITHDRAWN, 40, 14),
)  # fmt: skip
_WAITS, _OVER = _COURSES[1], _COURSES[4]


def _load(world: World, _part: int) -> int:
    rows = Gathered(_EXEMPTION)
    asking = [account for account in world.active if account.care is not GOOD and not account.office.known]
    for turn, account in enumerate(asking[::_EVERY]):
        _ask(world, rows, account, _COURSES[turn % len(_COURSES)], _KINDS[turn % len(_KINDS)])
    for account in world.active:
        if account.office.known:
            _ask(world, rows, account, _WAITS if account.office.code == _ASKS else _OVER, DutyKind.UPDATES)
    return rows.copy()


def _ask(world: World, rows: Gathered, account: Account, course: _Course, kind: DutyKind) -> None:
    asked = world.plan.now - timedelta(days=course.back)
    first, at = world.calendar.day_of(asked), milliseconds(asked)
    decided = course.state != ExemptionState.ASKED
    by = world.head(account.office) if course.state == ExemptionState.WITHDRAWN else world.reviewer(account.office)
    rows.add(
        _EXEMPTION, key(at, account.number), account.office.key, account.key, kind.value, _REASON, first.isoformat(),
        (first + timedelta(days=course.days)).isoformat(), course.state.value, world.head(account.office) or NULL,
        stamp(at), (by or NULL) if decided else NULL, stamp(at + 18 * 3_600_000) if decided else NULL,
        _REMARKS.get(course.state, ""),
    )  # fmt: skip


KIND = Kind("exemptions", lambda _world: 1, _load)
