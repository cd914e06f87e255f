"""Hours of the week at which an account is to have a post, so that the week's updates are made (clause 7.a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import record
from sanglap.content import planned
from sanglap.core.errors import on_field
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import calendar_of, calendars
from sanglap.people.permissions import Permission
from sanglap.planning import selectors, verbs
from sanglap.planning.models import Slot
from sanglap.planning.rhythm import moment

WRITE = Permission.POST_WRITE
MOST = 21
"""So many hours of the week one account has at most."""
AHEAD = 28
"""So many days are looked ahead for a free one."""
_DAY = timedelta(days=1)


@transaction.atomic
def add(scope: Scope, *, account: Account, weekday: int, hour: time, now: datetime) -> Slot:
    """Keep an hour of the week for a post of the account. A second click gives the first. Raises Forbidden;
    ValidationError on `weekday`, as for one on which the office does not work, and where there are too many.
    """
    scope.require(WRITE, account.office_id)
    if weekday not in range(7):
        raise on_field("weekday", _("Choose the day of the week."), "required")
    account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    known = Slot.objects.filter(account=account)
    if (same := known.filter(weekday=weekday, hour=hour).first()) is not None:
        return same
    if known.count() >= MOST:
        raise ValidationError(_("This account has 21 hours already. Take one away first."), code="many")
    if not comes(weekday, calendar_of(loader.current(), account.office_id), now=now):
        said = _("This is a weekly holiday of the office: the hour would never come. Choose another day.")
        raise on_field("weekday", said, "weekend")
    slot = Slot.objects.create(account=account, weekday=weekday, hour=hour)
    record(scope.actor, verbs.SLOT_SET, slot, now=now, office_id=account.office_id)
    return slot


@transaction.atomic
def take_away(scope: Scope, *, slot: Slot, now: datetime) -> None:
    """Keep that hour no more; what is planned for it stays. A second click changes nothing. Raises Forbidden."""
    scope.require(WRITE, slot.account.office_id)
    removed, _each = Slot.objects.filter(pk=slot.pk).delete()
    if removed:
        record(scope.actor, verbs.SLOT_TAKEN_AWAY, slot, now=now, office_id=slot.account.office_id)


@dataclass(frozen=True, slots=True)
class Free:
    """An hour that is kept and for which nothing is planned."""

    at: datetime
    slot: Slot


def next_free(scope: Scope, accounts: Collection[Account], *, now: datetime) -> list[Free]:
    """The next free hour of each of these accounts that has any, the soonest first. Five queries at most, whatever the
    number of accounts.
    """
    found: dict[UUID, Free] = {}
    for free in all_free(scope, accounts, now=now):
        found.setdefault(free.slot.account_id, free)
    return list(found.values())


def all_free(scope: Scope, accounts: Collection[Account], *, now: datetime) -> list[Free]:
    """All free hours of these accounts in the days that are looked ahead, the soonest first. Holidays of the office are
    passed over. Five queries at most.
    """
    rows = list(selectors.slots(scope, [account.pk for account in accounts]))
    if not rows:
        return []
    until = now + AHEAD * _DAY
    taken: dict[UUID, list[datetime]] = defaultdict(list)
    for account, at in planned.taken(scope, {row.account_id for row in rows}, since=now, until=until):
        taken[account].append(at)
    working = calendars(loader.current(), {row.account.office_id for row in rows})
    coming = sorted(_coming(rows, working, now), key=lambda free: free.at)
    return [free for free in coming if is_free(free.at, taken[free.slot.account_id], now=now)]


def _coming(rows: Iterable[Slot], working: dict[UUID, WorkingCalendar], now: datetime) -> Iterable[Free]:
    for row in rows:
        calendar = working[row.account.office_id]
        today = calendar.day_of(now)
        days = (today + number * _DAY for number in range(AHEAD))
        moments = (moment(calendar, day, row.hour) for day in days if falls_on(row, day, calendar))
        yield from (Free(at, row) for at in moments if at > now)


def comes(weekday: int, calendar: WorkingCalendar, *, now: datetime) -> bool:
    """Whether that day of the week is no weekly holiday of the office, once at least of the days looked ahead."""
    today = calendar.day_of(now)
    days = (today + number * _DAY for number in range(AHEAD))
    return any(day.weekday() == weekday and not calendar.is_weekend(day) for day in days)


def falls_on(slot: Slot, day: date, calendar: WorkingCalendar) -> bool:
    """Whether that hour is kept on that day: not where the office is closed for a holiday or the weekend."""
    return day.weekday() == slot.weekday and calendar.is_working_day(day)


def is_free(at: datetime, taken: Sequence[datetime], *, now: datetime) -> bool:
    """Whether no post of the account lies so near that the two would be too close."""
    book = loader.current()
    apart: timedelta = book.rule("posts-apart", on=book.calendar.day_of(now)).parameters.apart
    return all(abs(at - other) >= apart for other in taken)
