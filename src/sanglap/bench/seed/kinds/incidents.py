"""Drills and incidents in earnest with their steps, and whom offices call in an emergency."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import FALSE, NULL, TRUE, Form, document, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.register import Office
from sanglap.bench.seed.sketches import GOOD, Account
from sanglap.bench.seed.world import World
from sanglap.guideline import loader
from sanglap.incidents.models import Contact, Found, Incident, Step, StepName, Verdict
from sanglap.incidents.states import IncidentState, StepState

_INCIDENT = Form(
    Incident, "id", "account_id", "office_id", "drill", "state", "reported_by_id", "reported_at", "suspected_from",
    "seen", "happened", "lessons", "ended_by_id", "ended_at",
)  # fmt: skip
_STEP = Form(Step, "id", "incident_id", "name", "number", "state", "due_at", "by_id", "at", "outcome")
_FOUND = Form(Found, "id", "incident_id", "remote_id", "url", "text", "at", "verdict", "judged_by_id", "judged_at")
_CONTACT = Form(Contact, "id", "office_id", "name", "phone", "note")
_SEEN = "পেজে লটারির পোস্ট দেখা যাচ্ছে, আমরা কেউ দিইনি।"
_HAPPENED, _LESSONS = "একজন সাবেক সদস্যের ফোনে পেজটি খোলা ছিল।", "কেউ টিম ছাড়লে সেদিনই পাসওয়ার্ড বদলানো হবে।"
_DRILLED = "সভাকক্ষে ঘড়ি ধরে মহড়া করা হয়েছে।"
_FALSE_POST = "অভিনন্দন! আপনি ৫০,০০০ টাকা জিতেছেন।"
_CONTACTS = (
    ("থানা", "০১৭০০-০০০০০১", "ভুয়া পোস্টে মানুষ ক্ষতিগ্রস্ত হলে"),
    ("জেলা পুলিশ, সাইবার ইউনিট", "০১৭০০-০০০০০২", "একাউন্ট ফিরে না পেলে"),
)
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_DRILL_EVERY, _EARNEST_EVERY, _OPEN_EVERY = 2, 400, 8
"""One of so many well-kept accounts had a drill in the year, one of so many an incident; of these one is open."""
_CONTACTS_EVERY = 20
"""One of so many offices has entered whom to call, and the cast's."""


def _load(world: World, _part: int) -> int:
    chance, rows = world.chance("incidents"), Gathered(_INCIDENT, _STEP, _FOUND, _CONTACT)
    told = _Told(world, rows, chance)
    for account in world.active:
        drilled = account.number % _DRILL_EVERY == 0 and account.care is GOOD
        if account.office.known or drilled:
            told.one(account, world.now - int(chance.uniform(20, 340) * _DAY), drill=True)
        if account.number % _EARNEST_EVERY == 1 and not account.office.known:
            open_ = account.number // _EARNEST_EVERY % _OPEN_EVERY == 0
            told.one(account, world.now - int(chance.uniform(1, 5) * (_HOUR if open_ else 50 * _DAY)), open_=open_)
    for office in world.offices:
        if office.known or office.number % _CONTACTS_EVERY == 0:
            _contacts(world, rows, office)
    return rows.copy()


def _contacts(world: World, rows: Gathered, office: Office) -> None:
    for turn, contact in enumerate(_CONTACTS):
        rows.add(_CONTACT, key(world.began, office.number * len(_CONTACTS) + turn), office.key, *contact)


class _Told:
    """Incidents as they are told, step by step."""

    def __init__(self, world: World, rows: Gathered, chance: Random) -> None:
        self._world, self._rows, self._chance = world, rows, chance
        day = world.plan.until
        self._rule = loader.current().rule("compromise-drill", on=day).parameters

    def one(self, account: Account, at: int, *, drill: bool = False, open_: bool = False) -> None:
        """One that was reported then, and is dealt with unless it is still open."""
        member = next((user for user, _since in self._world.members(account)), None)
        if member is None:
            return
        number = account.number * 2 + drill
        own = key(at, number)
        ended = self._steps(account, own, member, at, drill=drill, open_=open_)
        self._rows.add(
            _INCIDENT, own, account.key, account.office.key, TRUE if drill else FALSE,
            (IncidentState.OPEN if open_ else IncidentState.CLOSED).value, member, stamp(at),
            stamp(at - self._rule.look_back_days * _DAY), "" if drill else _SEEN,
            _DRILLED if drill else "" if open_ else _HAPPENED, "" if open_ else _LESSONS,
            NULL if open_ else member, NULL if open_ else stamp(ended),
        )  # fmt: skip
        if not drill:
            remote = f"9{account.number}"
            self._rows.add(
                _FOUND, key(at, number), own, remote, f"{account.server}/@{account.handle}/{remote}", _FALSE_POST,
                stamp(at - _HOUR), ("" if open_ else Verdict.FOREIGN.value), NULL if open_ else member,
                NULL if open_ else stamp(ended),
            )  # fmt: skip

    def _steps(self, account: Account, own: str, member: str, at: int, *, drill: bool, open_: bool) -> int:
        """All of them done, of an open one the first two; gives when the last was."""
        done = at
        for turn, name in enumerate(StepName, start=1):
            done += int(self._chance.uniform(1, 6) * _MINUTE)
            waits, within = open_ and turn > 2, self._rule.within(name)  # noqa: PLR2004 - as said
            due = NULL if within is None else stamp(at + within // timedelta(milliseconds=1))
            self._rows.add(
                _STEP, key(done, (account.number * 2 + drill) * len(StepName) + turn), own, name.value, str(turn),
                (StepState.DUE if waits else StepState.DONE).value, due, NULL if waits else member,
                NULL if waits else stamp(done), document({}),
            )  # fmt: skip
        return done


KIND = Kind("incidents", lambda _world: 1, _load)
