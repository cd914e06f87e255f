"""What people were told: heads and panels, of their accounts; some of it nobody has read yet. And how some want it."""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import NULL, Form, document, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import POOR, Account
from sanglap.bench.seed.world import World
from sanglap.notices.models import Kind as Said
from sanglap.notices.models import Notice, Subject, Way, Wish

_PART = 10_000
_NOTICE = Form(Notice, "id", "recipient_id", "kind", "subject", "subject_id", "office_id", "words", "at", "read_at")
_WISH = Form(Wish, "person_id", "urgent", "other")
_WISH_EVERY = 50
"""One of so many wants to be mailed otherwise than usual."""
_UNREAD, _MOST = 0.3, 8
_DAY = 86_400_000
_TO_CONFIRM, _CLAUSES = "3", {"bn": "হালনাগাদ, প্রথম সাড়া", "en": "updates, first answers"}


def _load(world: World, part: int) -> int:
    rows, told = Gathered(_NOTICE, _WISH), _Told(world, part)
    for account in world.active[piece(part, _PART)]:
        told.of(account, rows)
    for held in world.appointments[piece(part, _PART)]:
        if held.number % _WISH_EVERY == 0:
            rows.add(_WISH, world.person(held.number), Way.AT_ONCE.value, Way.NEVER.value)
    return rows.copy()


class _Told:
    """The notices of one part."""

    def __init__(self, world: World, part: int) -> None:
        self._world, self._chance = world, world.chance(f"notices {part}")

    def of(self, account: Account, rows: Gathered) -> None:
        """Of one account: that it was decided on, who sits on its panel, what is to be confirmed, and reminders."""
        world, chance = self._world, self._chance
        member = next((user for user, _since in world.members(account)), None)
        head = world.head(account.office)
        if head:
            self._tell(rows, account, head, (Said.DECIDED, 0), account.opened, read=True)
        if member:
            since = next(since for _user, since in world.members(account))
            self._tell(rows, account, member, (Said.PANEL, 1), max(since, account.opened), read=True)
            confirming = world.now - int(chance.uniform(0, 40) * _DAY)
            self._tell(rows, account, member, (Said.CONFIRM, 2), confirming, read=self._read(account))
        if account.care is POOR or account.office.known:
            at = world.now - int(chance.uniform(2, 120) * _DAY)
            for turn, person in enumerate(dict.fromkeys(one for one in (head, member) if one)):
                self._tell(rows, account, person, (Said.REMINDER, 3 + turn), at, read=self._read(account))

    def _read(self, account: Account) -> bool:
        return self._chance.random() > _UNREAD and not account.office.known

    def _tell(self, rows: Gathered, account: Account, to: str, what: tuple[Said, int], at: int, *, read: bool) -> None:
        kind, turn = what
        name = {"bn": f"{account.office.bn} ({account.called})", "en": f"{account.office.en} ({account.called})"}
        rows.add(
            _NOTICE, key(at, account.number * _MOST + turn), to, kind.value, Subject.ACCOUNT.value, account.key,
            account.office.key, document({"account": name, "number": _TO_CONFIRM, "clauses": _CLAUSES}), stamp(at),
            stamp(min(at + _DAY, self._world.now)) if read else NULL,
        )  # fmt: skip


KIND = Kind(
    "notices", lambda world: pieces(max(len(world.active), len(world.appointments)), _PART), _load,
    big=("notices_notice",),
)  # fmt: skip
