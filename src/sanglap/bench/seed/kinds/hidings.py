"""Comments that somebody hid under a house rule, what citizens say against it, and the figures of the year."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import FALSE, NULL, Form, key, milliseconds, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.core.ids import ALPHABET
from sanglap.guideline import loader
from sanglap.moderation.models import CODE, Appeal, Hiding, Measure, Told
from sanglap.moderation.services import reckon
from sanglap.moderation.states import AppealState, HidingState

_HIDING = Form(
    Hiding, "id", "measure", "account_id", "office_id", "version_id", "message_id", "rule", "edition", "reason", "code",
    "notice", "state", "decided_by_id", "decided_at", "done_by_id", "done_at", "told_by", "told_at", "lifted_by_id",
    "lifted_at", "lifted_because", "undone_by_id", "undone_at",
)  # fmt: skip
_APPEAL = Form(
    Appeal, "id", "hiding_id", "office_id", "number", "above", "text", "at", "due_at", "state", "decided_by_id",
    "decided_at", "answer",
)  # fmt: skip
# Words are there of what waits and of what the cast's offices heard.
_MARKED = """
SELECT m.id, v.id, m.account_id, m.taken_in_at FROM inbox_message m JOIN inbox_messageversion v ON v.message_id = m.id
WHERE m.band <> '' ORDER BY m.id
"""
_EVERY = 4
"""One of so many that touch the house rules was hidden, and of the cast's each."""
_APPEALED_EVERY, _LIFTED_EVERY, _BLOCKED_EVERY = 9, 11, 13
_REASON = "এতে একজনকে ভয় দেখানো হয়েছে।"
_NOTICE = "আপনার মন্তব্যটি মন্তব্যের নিয়ম অনুযায়ী আড়াল করা হয়েছে। আপত্তি থাকলে জানান।"
_APPEAL_TEXT, _ANSWER = "আমি কাউকে ভয় দেখাইনি।", "আবার পড়ে দেখা হয়েছে।"
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_UNDONE, _TERM, _ANSWERED_IN = 2 * _HOUR, 7 * _DAY, 3 * _DAY


def _load(world: World, _part: int) -> int:
    told, rows = _Told(world), Gathered(_HIDING, _APPEAL)
    for count, marked in enumerate(_marked()):
        if told.accounts[marked.account.hex].office.known or count % _EVERY == 0:
            told.one(rows, marked, count)
    brought = rows.copy()
    reckon(now=world.plan.now)
    return brought


class _Marked(NamedTuple):
    """A message that touches the house rules, with the version that has its words."""

    message: UUID
    version: UUID
    account: UUID
    at: datetime


def _marked() -> list[_Marked]:
    with connection.cursor() as cursor:
        cursor.execute(_MARKED)
        return [_Marked(*row) for row in cursor.fetchall()]


class _Told:
    """Hidings as they came about."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.accounts = {account.key: account for account in world.active}
        self._rules, self._edition = list(loader.current().house.by_id), loader.current().id

    def one(self, rows: Gathered, marked: _Marked, count: int) -> None:
        """One that was decided within hours; the last ones are still to be done on the network."""
        account = self.accounts[marked.account.hex]
        by = self._world.writer(account)
        if by is None:
            return
        chance = self._world.chance(f"hiding {marked.message}")
        at = min(milliseconds(marked.at) + int(chance.uniform(0.2, 9) * _HOUR), self._world.now - _MINUTE)
        done = at + 5 * _MINUTE if at < self._world.now - _HOUR else None
        lifted = at + _DAY if done and count % _LIFTED_EVERY == 0 and at + _DAY < self._world.now else None
        undone = lifted + _UNDONE if lifted and lifted + _UNDONE < self._world.now else None
        state = HidingState.LIFTED if lifted else HidingState.IN_FORCE if done else HidingState.DECIDED
        own = key(at, count)
        rows.add(
            _HIDING, own, (Measure.BLOCK if count % _BLOCKED_EVERY == 0 else Measure.HIDE).value, account.key,
            account.office.key, marked.version.hex, marked.message.hex, self._rules[count % len(self._rules)],
            self._edition, _REASON, _code(chance), _NOTICE, state.value, by, stamp(at), by if done else NULL, _at(done),
            (Told.PRIVATE if done else Told.NOT_YET).value, _at(done), by if lifted else NULL, _at(lifted),
            _ANSWER if lifted else "", by if undone else NULL, _at(undone),
        )  # fmt: skip
        if done and count % _APPEALED_EVERY == 0:
            self._appeal(rows, account, own, done + _HOUR, count, granted=lifted is not None)

    def _appeal(self, rows: Gathered, account: Account, hiding: str, at: int, count: int, *, granted: bool) -> None:
        """One to the office itself, which is answered in days."""
        at = min(at, self._world.now - _MINUTE)
        decided = at + _ANSWERED_IN if at + _ANSWERED_IN < self._world.now else None
        state = AppealState.GRANTED if granted else AppealState.UPHELD
        rows.add(
            _APPEAL, key(at, count), hiding, account.office.key, "1", FALSE, _APPEAL_TEXT, stamp(at), stamp(at + _TERM),
            (state if decided else AppealState.OPEN).value, (self._world.head(account.office) or NULL) if decided
            else NULL, _at(decided), _ANSWER if decided else "",
        )  # fmt: skip


def _code(chance: Random) -> str:
    return "".join(chance.choice(ALPHABET) for _ in range(CODE))


def _at(moment: int | None) -> str:
    return NULL if moment is None else stamp(moment)


KIND = Kind("hidings", lambda _world: 1, _load)
