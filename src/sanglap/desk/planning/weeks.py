"""What a week of the calendar lacks: hours kept for posts that are empty, and updates that are owed (clause 7.a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.desk.planning.asking import Asked, Stage, View
from sanglap.desk.planning.entries import Entry, Listed
from sanglap.duties.models import Duty, Standing
from sanglap.duties.rules.updates_per_week import owed_in
from sanglap.guideline import loader
from sanglap.guideline.calendar import Week, WorkingCalendar
from sanglap.offices.scope import Scope
from sanglap.planning import selectors
from sanglap.planning.rhythm import moment
from sanglap.planning.slots import Free, falls_on, is_free

ACCOUNTS = 5
"""Of so many accounts at most it is reckoned."""
SOON = timedelta(days=7)
"""Beyond the week that begins so soon nobody need have planned; whoever looks at a single week is told all the same."""
_DAY = timedelta(days=1)


def few(asked: Asked) -> list[Account]:
    """The account asked for, or the offices' working ones where they are few; else none."""
    found = [asked.account] if asked.account else [one for one in asked.accounts if one.state == AccountState.ACTIVE]
    return found if len(found) <= ACCOUNTS else []


def empty_hours(
    scope: Scope,
    accounts: Sequence[Account],
    rows: Iterable[Entry],
    working: Mapping[UUID, WorkingCalendar],
    *,
    first: date,
    last: date,
    now: datetime,
) -> dict[date, list[Free]]:
    """By day, the hours kept for these accounts' posts that are still to come and for which nothing is planned, in
    order. One query.
    """
    taken: dict[UUID, list[datetime]] = defaultdict(list)
    for row in rows:
        if row.to_come:
            taken[row.variant.account_id].append(row.at)
    found: list[Free] = []
    for slot in selectors.slots(scope, [account.pk for account in accounts]) if accounts else ():
        calendar = working[slot.account.office_id]
        days = (first + number * _DAY for number in range((last - first).days + 1))
        moments = (moment(calendar, day, slot.hour) for day in days if falls_on(slot, day, calendar))
        found += [Free(at, slot) for at in moments if at > now and is_free(at, taken[slot.account_id], now=now)]
    by_day: dict[date, list[Free]] = defaultdict(list)
    for free in sorted(found, key=lambda free: (free.at, free.slot.pk)):
        by_day[loader.current().calendar.day_of(free.at)].append(free)
    return by_day


@dataclass(frozen=True, slots=True)
class Short:
    """An account for which too little is planned in a week."""

    account: Account
    planned: int
    """Made already, and planned."""
    owed: int


def short(
    asked: Asked,
    week: Week,
    accounts: Iterable[Account],
    listed: Listed,
    *,
    duties: Iterable[Duty],
    working: Mapping[UUID, WorkingCalendar],
) -> list[Short]:
    """Those of these accounts that would not make the updates of the week as it is planned; none for a week that is
    over or far away. No query.
    """
    far = asked.view != View.WEEK and week.start > asked.today + SOON
    if far or week.end < asked.today or listed.cut:
        return []
    known = {duty.account_id: duty for duty in duties}
    found = [_stands(week, account, listed, known.get(account.pk), working) for account in accounts]
    return [one for one in found if one is not None and one.planned < one.owed]


def _stands(
    week: Week, account: Account, listed: Listed, duty: Duty | None, working: Mapping[UUID, WorkingCalendar]
) -> Short | None:
    if duty is not None and duty.standing == Standing.EXEMPT:
        return None
    book = loader.current()
    mine = [
        row
        for row in listed.whole
        if row.variant.account_id == account.pk and week.start <= book.calendar.day_of(row.at) <= week.end
    ]
    out, coming = sum(row.stage == Stage.OUT for row in mine), sum(row.to_come for row in mine)
    # Answers are updates too: of what is made the duty knows best.
    made = max(out, duty.done) if duty is not None else out
    return Short(account, made + coming, owed_in(book, week, working[account.office_id]))
