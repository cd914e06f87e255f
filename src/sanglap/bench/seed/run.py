"""The data set from beginning to end, or from where it was left."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import connection

from sanglap.bench.place import address, entered, furnish, make_anew
from sanglap.bench.seed import database, ledger, loading
from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds import WAVES
from sanglap.bench.seed.plan import Plan
from sanglap.bench.seed.register import CAST
from sanglap.bench.seed.world import Known, World
from sanglap.core.clock import shift_to
from sanglap.duties import services as duties
from sanglap.duties.models import Tally
from sanglap.offices.models import Appointment, Office
from sanglap.offices.services.figures import reckon_areas, reckon_heads
from sanglap.people.permissions import Permission, Role, roles_with

Say = Callable[[str], None]
_LONG_BEFORE = timedelta(days=800)
_WORD_EVERY = 5.0


def seed(plan: Plan, name: str, *, say: Say) -> None:
    """Have the database of that name hold that data set: nothing is done where it does, and what is missing where a
    part is there. What an other plan or version made is made anew. Raises NotOurs.
    """
    began = time.monotonic()
    mark, whole = database.found(name)
    if mark == plan.mark and whole:
        say(f"{name} holds it all already")
        return
    if mark != plan.mark:
        say(f"{name} is made" if mark is None else f"{name} holds another data set and is made anew")
        make_anew(name)
    else:
        say(f"{name} is gone on with")
    with database.only_one(name), entered(address(name)):
        ledger.begin(plan.mark)
        if not ledger.done("cast"):
            furnish(address(name), ["demo_seed", "--people-only"], clock=shift_to(plan.now - _LONG_BEFORE))
            ledger.note("cast", 0, 0, time.monotonic() - began)
        _Run(plan, say).all()
        for step, rows, seconds in ledger.sums():
            if rows:
                say(f"{step}: {rows:,} rows in {seconds:,.0f} s, {rows / max(seconds, 0.001):,.0f} a second")
    say(f"{name} is complete after {time.monotonic() - began:,.0f} s; {database.size(name) / 2**30:,.1f} GiB")


def ready(plan: Plan, name: str, *, say: Say) -> Plan:
    """The plan that the database of that name holds, seeded first where need be: one of another last day will do."""
    mark, whole = database.found(name)
    if mark and whole and {**mark, "until": ""} == {**plan.mark, "until": ""}:
        return Plan(plan.scale, plan.seed, plan.until.fromisoformat(mark["until"]))
    seed(plan, name, say=say)
    return plan


def known() -> Known:
    """The cast, as it is in the database."""
    offices = dict(Office.objects.filter(code__in=CAST).values_list("code", "id"))
    members: dict[str, list[str]] = defaultdict(list)
    held = Appointment.objects.filter(position__office__code__in=CAST).select_related("position__office", "user")
    approving = [one for one in held.order_by("id") if one.position.role in roles_with(Permission.POST_APPROVE)]
    # A head sits on a panel only where there is nobody else.
    for one in sorted(approving, key=lambda one: one.position.role == Role.HEAD):
        of_office = members[one.position.office.code]
        if one.position.role != Role.HEAD or not of_office:
            of_office.append(one.user_id.hex)
    return Known(
        {code: key.hex for code, key in offices.items()}, members,
        {one.user.username: one.user_id.hex for one in held}, {one.user.username: one.pk.hex for one in held},
    )  # fmt: skip


class _Run:
    def __init__(self, plan: Plan, say: Say) -> None:
        self.world, self.say = World(plan, known()), say
        self._skip = loading.may_skip_checks()
        if not self._skip:
            say("this role may not set session_replication_role: every foreign key is looked up, which takes longer")

    def all(self) -> None:
        for number, wave in enumerate(WAVES):
            tables = sorted({table for kind in wave for table in kind.big})
            self._once(f"put off indexes {number}", partial(loading.put_off_indexes, tables))
            for kind in wave:
                self._bring(kind)
            loading.make_indexes(lambda done, whole: self.say(f"indexes: {done} of {whole}"))
            self._once(f"analyse {number}", _analyse)
        self._once("reckon", self._reckon)
        self._once("tallies", self._tally)
        self._once(ledger.COMPLETE, lambda: 0)

    def _once(self, step: str, act: Callable[[], int]) -> None:
        """Do it unless it has been done."""
        if not ledger.done(step):
            with loading.part(step, 0, skip_checks=False) as rows:
                rows[0] = act()

    def _bring(self, kind: Kind) -> None:
        whole, there = kind.parts(self.world), ledger.done(kind.name)
        began = said = time.monotonic()
        rows = 0
        for number in sorted(set(range(whole)) - there):
            with loading.part(kind.name, number, skip_checks=self._skip) as count:
                count[0] = kind.load(self.world, number)
            there.add(number)
            rows += count[0]
            if time.monotonic() - said > _WORD_EVERY or len(there) == whole:
                said = time.monotonic()
                rate = rows / max(said - began, 0.001)
                self.say(f"{kind.name}: part {len(there)} of {whole}; {rows:,} rows, {rate:,.0f} a second")

    def _reckon(self) -> int:
        """What is reckoned beforehand: as the loops of a worker would, at the end of it all."""
        self.say("heads, areas and duties are reckoned")
        now = self.world.plan.now
        changed = reckon_heads(now=now) + reckon_areas(now=now) + duties.reckon(now=now)
        _analyse()
        return changed

    def _tally(self) -> int:
        """How many stood how in each week, counted from the duties as after any other way of bringing them in."""
        self.say("the weeks are counted")
        duties.recount(now=self.world.plan.now, weeks=[week.start for week in self.world.weeks])
        return Tally.objects.count()


def _analyse() -> int:
    """Let the database look at its tables: after so many new rows it plans badly otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return 0
