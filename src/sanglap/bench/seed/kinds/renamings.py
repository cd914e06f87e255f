"""Accounts that bear a wrong name, on their way to their office's: under way, finished and given up."""

from __future__ import annotations

from datetime import timedelta

from sanglap.accounts.models import FormerName, NameFault, Renaming, RenamingStep, Way
from sanglap.accounts.models.accounts import platform_of
from sanglap.accounts.states import RenamingState
from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, document, key, milliseconds, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.register import Office
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.guideline import loader

_RENAMING = Form(
    Renaming, "id", "account_id", "fault", "way", "to_name", "due_on", "state", "begun_by_id", "begun_at", "ended_at",
    "note",
)  # fmt: skip
_STEP = Form(RenamingStep, "id", "renaming_id", "number", "text", "done_by_id", "done_at", "note")
_FORMER = Form(FormerName, "id", "account_id", "renaming_id", "name", "handle", "url", "until")
_STATES = (RenamingState.BEGUN, RenamingState.DONE, RenamingState.DONE, RenamingState.GIVEN_UP)
_EVERY = 120
"""One of so many accounts bore a wrong name."""
_BACK, _DAYS, _MOST = 20, 30, 10
_GIVEN_UP, _ASKED = "প্ল্যাটফরম নাম বদলাতে দেয়নি।", "আবেদন করা হয়েছে"


def state_of(account: Account) -> RenamingState | None:
    """How far its renaming is, where there is one: of the cast's accounts all but the first are on their way."""
    if account.office.known:
        return RenamingState.BEGUN if account.handle != account.office.place else None
    return None if account.number % _EVERY else _STATES[account.number // _EVERY % len(_STATES)]


def wrong_name(office: Office) -> dict[str, str]:
    """That of a post, in place of the office's."""
    return {"bn": f"প্রধান, {office.bn}", "en": f"Head, {office.en}"}


def _load(world: World, _part: int) -> int:
    rows = Gathered(_RENAMING, _STEP, _FORMER)
    for account in world.active:
        state = state_of(account)
        if state is not None:
            _rename(world, rows, account, state)
    return rows.copy()


def _rename(world: World, rows: Gathered, account: Account, state: RenamingState) -> None:
    begun = world.plan.now - timedelta(days=_BACK if state == RenamingState.BEGUN else 10 * _BACK)
    at, office = milliseconds(begun), account.office
    own, ended = key(at, account.number), stamp(at + _BACK * 86_400_000)
    over, by = state != RenamingState.BEGUN, world.head(office) or NULL
    rows.add(
        _RENAMING, own, account.key, NameFault.POST.value, Way.RENAME.value,
        document({"bn": office.bn, "en": office.en}), (begun + timedelta(days=_DAYS)).date().isoformat(), state.value,
        by, stamp(at), ended if over else NULL, _GIVEN_UP if state == RenamingState.GIVEN_UP else "",
    )  # fmt: skip
    platform = loader.current().catalogue.by_id.get(platform_of(account.network, account.server))
    for number, text in enumerate(platform.renaming if platform else (), start=1):
        done = over or number == 1
        rows.add(
            _STEP, key(at, account.number * _MOST + number), own, str(number), document(text), by if done else NULL,
            ended if done else NULL, _ASKED if done else "",
        )  # fmt: skip
    if state == RenamingState.DONE:
        rows.add(_FORMER, own, account.key, own, document(wrong_name(office)), f"head_{account.handle}", "", ended)


KIND = Kind("renamings", lambda _world: 1, _load)
