"""Reckoning where everybody stands: each rule is one set-based query over all accounts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from sanglap.accounts.models import Account
from sanglap.duties.models import DutyKind, Reckoned
from sanglap.duties.rules import (
    confirmed,
    first_answer,
    keeping,
    office_name,
    panel,
    platform_choice,
    purposes_served,
    seen_outside,
    tallying,
    updates_per_week,
)
from sanglap.duties.rules.only import these
from sanglap.duties.rules.week import Reckoning
from sanglap.guideline import loader
from sanglap.guideline.calendar import Week
from sanglap.guideline.loader import Rulebook
from sanglap.offices.selectors import calendar_groups
from sanglap.offices.selectors.calendar import Group

RULES: Mapping[DutyKind, Callable[[Reckoning], int]] = {
    DutyKind.PLATFORM: platform_choice.reckon,
    DutyKind.PURPOSES: purposes_served.reckon,
    DutyKind.NAME: office_name.reckon,
    DutyKind.PROFILE: seen_outside.profile,
    DutyKind.PANEL: panel.reckon,
    DutyKind.PICTURES: confirmed.pictures,
    DutyKind.SECURITY: confirmed.security,
    DutyKind.SETTINGS: confirmed.settings,
    DutyKind.TERMS: confirmed.terms,
    DutyKind.LETTERHEAD: confirmed.letterhead,
    DutyKind.WEBSITE: seen_outside.website,
    DutyKind.GRIEVANCE: seen_outside.grievance,
    DutyKind.UPDATES: updates_per_week.reckon,
    DutyKind.ANSWERS: first_answer.reckon,
}
"""How each duty is reckoned. What the rulebook in force does not demand is not reckoned."""

RECKON_LOCK = 0x5A4E474C_44555459
LOOK_BACK = timedelta(days=30)
"""Accounts that came to another office longer ago have been followed."""
_MANY = 1_000
_REACH = timedelta(days=120)
"""So far from a week may a warning lie, behind a long closure: what was entered for days beyond is not read."""


def reckon(*, now: datetime) -> int:
    """Bring this week and the last one up to date for every account at work, one worker at a time; gives how many
    duties changed. As many queries whatever the number of accounts and calendars.
    """
    with alone():
        _of_all()
        changed = bring_up(now=now)
        Reckoned.objects.update_or_create(pk=1, defaults={"at": now, "whole_at": now})
        return changed


def bring_up(*, now: datetime, only: list[UUID] | None = None) -> int:
    """The same for these accounts alone, or for all; the caller sees to it that nobody else reckons meanwhile."""
    book = loader.current()
    this_week = book.calendar.week(book.calendar.day_of(now))
    last_week = book.calendar.week(this_week.start - timedelta(days=1))
    found, given = groups(book, [last_week, this_week], only), these(only)
    _keep(book, this_week, now, given)
    return _reckon(Reckoning(book, last_week, found, now, given), weekly=True) + _reckon(
        Reckoning(book, this_week, found, now, given)
    )


def reckon_week(starts_on: date, *, accounts: QuerySet[Account] | None = None, now: datetime) -> int:
    """Reckon what is owed weekly in one week, however long ago, from the records as they stand; gives how many duties
    changed.

    `accounts` are those that were at work then; those at work now where nothing is said. Raises ValueError for a day
    with which no week begins, and for a week that is to come.
    """
    book = loader.current()
    week = book.calendar.week(starts_on)
    if week.start != starts_on or book.calendar.begins(starts_on) > now:
        raise ValueError(f"no week that could be reckoned begins with {starts_on}")
    only = None if accounts is None else these(accounts.values_list("pk", flat=True))
    with alone():
        _of_all()
        begins = book.calendar.begins(starts_on)
        _begin(book, week, now, since=begins, weekly=True, only=only, were=only is not None)
        return _reckon(Reckoning(book, week, groups(book, [week]), now), weekly=True)


def recount(*, now: datetime, weeks: Sequence[date] = ()) -> None:
    """Count anew how many stand how, from the duties themselves: in the running week, in the last one what is owed
    weekly, which is reckoned still, and in those that are named by their first days. It is due where offices were
    moved, and after rows were brought in by other ways.
    """
    calendar = loader.current().calendar
    this_week = calendar.week(calendar.day_of(now)).start
    last_week = calendar.week(this_week - timedelta(days=1)).start
    starts = sorted({this_week, *weeks})
    values: dict[str, Any] = {
        "starts": starts,
        "weekly": sorted({last_week, *starts}),
        "kinds": [kind.value for kind in DutyKind if kind.weekly],
        "ends": [calendar.begins(calendar.week(start).end + timedelta(days=1)) for start in starts],
        "running": this_week,
        "past": starts != [this_week],
    }
    with alone(), connection.cursor() as cursor:
        _of_all()
        cursor.execute(tallying.FORGET, values)
        cursor.execute(tallying.RECOUNT, values)


@contextmanager
def alone() -> Iterator[None]:
    """One transaction, and no other worker that reckons meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECKON_LOCK])
        yield


def _of_all() -> None:
    """A nation's accounts are sorted and hashed in memory, in this transaction alone, and never looked up one by one:
    of what a query has just gathered the database cannot know how much it is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off")


def groups(book: Rulebook, weeks: Sequence[Week], only: list[UUID] | None = None) -> Sequence[Group]:
    """The calendars of those offices with accounts, or with `only` these, that have days of their own, right for these
    weeks and what is warned of in them.
    """
    first, last = weeks[0].start - _REACH, weeks[-1].end + _REACH
    accounts = Account.objects.all() if only is None else Account.objects.filter(pk__in=only)
    return calendar_groups(book, accounts.values_list("office_id"), first=first, last=last)


def _demanded(book: Rulebook, on: date, *, weekly: bool = False) -> Iterator[tuple[DutyKind, str]]:
    """The duties that the rulebook knows on that day and that are reckoned here, each with its citation."""
    for kind in RULES:
        if weekly and not kind.weekly:
            continue
        try:
            yield kind, book.rule(kind, on=on).citation
        except LookupError:
            continue


def _reckon(week: Reckoning, *, weekly: bool = False) -> int:
    return sum(RULES[kind](week) for kind, _rule in _demanded(week.book, week.week.start, weekly=weekly))


def _keep(book: Rulebook, week: Week, now: datetime, only: str | None) -> None:
    """Lay aside what is over, and begin what is owed from now on."""
    values: dict[str, Any] = {
        "today": book.calendar.day_of(now),
        "now": now,
        "lately": now - LOOK_BACK,
        "tally_week": week.start,
        "only": only,
        "answers": DutyKind.ANSWERS.value,
        "lasting": [kind.value for kind in RULES if not kind.weekly],
    }
    with connection.cursor() as cursor:
        for statement in (keeping.OVER, tallying.CARRY, keeping.FOLLOW, keeping.REST):
            cursor.execute(statement, values)
    _begin(book, week, now, since=now, only=only)


def _begin(
    book: Rulebook,
    week: Week,
    now: datetime,
    *,
    since: datetime,
    weekly: bool = False,
    only: str | None = None,
    were: bool = False,
) -> None:
    """A row of each kind for each account at work, of `only` alone where they are given, that has none yet; where they
    `were` at work then, whether they are or not.
    """
    demanded = list(_demanded(book, week.start, weekly=weekly))
    today = book.calendar.day_of(now)
    with connection.cursor() as cursor:
        cursor.execute(
            keeping.BEGIN,
            {
                "kinds": [kind.value for kind, _rule in demanded],
                "rules": [rule for _kind, rule in demanded],
                "starts": [week.start if kind.weekly else today for kind, _rule in demanded],
                "ends": [week.end if kind.weekly else None for kind, _rule in demanded],
                "currents": [not kind.weekly or week.start <= today <= week.end for kind, _rule in demanded],
                "since": since,
                "only": only,
                "were": were,
            },
        )
        if cursor.rowcount > _MANY:
            # The database does not know of a new week's rows yet: it would take them for one or two, and join each of
            # the nation's with each.
            cursor.execute("ANALYZE duties_duty")
