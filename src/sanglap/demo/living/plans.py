"""What the upazila plans: a hearing that comes every week, Victory Day every year, hours of the week for its posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sanglap.demo import cast
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.today import SHIBALAYA, head_of
from sanglap.guideline import loader
from sanglap.offices.scope import Scope
from sanglap.planning import beginning, recurrences, slots
from sanglap.planning.models import OnHoliday, Rhythm
from sanglap.planning.recurrences import Plan

_HEARING = "আজ বুধবার সকাল ১০টা থেকে গণশুনানি, উপজেলা পরিষদের নিচতলায়। সরাসরি আসুন অথবা এখানে লিখুন।"
_VICTORY = "মহান বিজয় দিবস। সূর্যোদয়ের সঙ্গে সঙ্গে উপজেলা পরিষদ চত্বরে পুষ্পস্তবক অর্পণ, এরপর কুচকাওয়াজ।"
_WEDNESDAY, _SUNDAY, _THURSDAY = 2, 6, 3
_HOURS = ((_SUNDAY, time(10)), (_WEDNESDAY, time(16)), (_THURSDAY, time(11)))


def seed_plans(crews: Sequence[Crew], *, now: datetime) -> None:
    """The two plans and the hours, and the drafts that are due by now."""
    upazila = next((crew for crew in crews if crew.sketch.code == SHIBALAYA), None)
    if upazila is None:
        return
    head, today = Scope.of(head_of(upazila), now), loader.current().calendar.day_of(now)
    accounts, purposes = [upazila.account], cast.PURPOSES[:1]
    hearing = Plan(
        "সাপ্তাহিক গণশুনানি", _HEARING, accounts, purposes, Rhythm.WEEKLY, time(9), today, weekday=_WEDNESDAY,
        on_holiday=OnHoliday.AFTER,
    )  # fmt: skip
    victory = Plan(
        "বিজয় দিবস", _VICTORY, accounts, purposes, Rhythm.YEARLY, time(8), today, day=16, month=12, festive=True
    )
    for plan in (hearing, victory):
        recurrences.plan(head, office=upazila.office, plan=plan, now=now)
    for weekday, hour in _HOURS:
        slots.add(head, account=upazila.account, weekday=weekday, hour=hour, now=now)
    beginning.begin(now=now)
