"""Reckoning where everybody stands: each rule is one set-based query over all accounts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.duties.models import Duty, DutyKind, Standing
from sanglap.duties.rules import first_answer, panel, updates_per_week
from sanglap.duties.rules.week import Reckoning
from sanglap.guideline import loader
from sanglap.guideline.calendar import Week
from sanglap.guideline.loader import Rulebook
from sanglap.offices.selectors import calendar_groups

RULES: Mapping[DutyKind, Callable[[Reckoning], int]] = {
    DutyKind.UPDATES: updates_per_week.reckon,
    DutyKind.ANSWERS: first_answer.reckon,
    DutyKind.PANEL: panel.reckon,
}

RECKON_LOCK = 0x5A4E474C_44555459
_REACH = timedelta(days=120)
"""So far from a week may a warning lie, behind a long closure: what was entered for days beyond is not read."""


def reckon(*, now: datetime) -> int:
    """Bring this week and the last one up to date for every account at work, one worker at a time; gives how many
    duties changed. As many queries whatever the number of accounts and calendars.
    """
    book = loader.current()
    this_week = book.calendar.week(book.calendar.day_of(now))
    last_week = book.calendar.week(this_week.start - timedelta(days=1))
    with _alone():
        _begin(book, this_week, _at_work(), since=now)
        _follow_moves(this_week)
        return _reckon(book, [last_week, this_week], now)


def reckon_week(starts_on: date, *, accounts: QuerySet[Account] | None = None, now: datetime) -> int:
    """Reckon one week, however long ago, from the records as they stand; gives how many duties changed.

    `accounts` are those that were at work then; those at work now where nothing is said. Raises ValueError for a day
    with which no week begins, and for a week that is to come.
    """
    book = loader.current()
    week = book.calendar.week(starts_on)
    if week.start != starts_on or book.calendar.begins(starts_on) > now:
        raise ValueError(f"no week that could be reckoned begins with {starts_on}")
    with _alone():
        _begin(book, week, _at_work() if accounts is None else accounts, since=book.calendar.begins(starts_on))
        return _reckon(book, [week], now)


@contextmanager
def _alone() -> Iterator[None]:
    """One transaction, and no other worker that reckons meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECKON_LOCK])
        yield


def _at_work() -> QuerySet[Account]:
    return Account.objects.filter(state=AccountState.ACTIVE)


def _reckon(book: Rulebook, weeks: Sequence[Week], now: datetime) -> int:
    first, last = weeks[0].start - _REACH, weeks[-1].end + _REACH
    groups = calendar_groups(book, Account.objects.values_list("office_id"), first=first, last=last)
    reckonings = [Reckoning(book, week, groups, now) for week in weeks]
    return sum(rule(reckoning) for reckoning in reckonings for rule in RULES.values())


def _follow_moves(week: Week) -> None:
    """The week in which an account moves to another office is that office's; what was before stays where it was."""
    elsewhere = Duty.objects.filter(starts_on=week.start).exclude(office_id=F("account__office_id"))
    own = Account.objects.filter(pk=OuterRef("account")).values("office_id")
    Duty.objects.filter(pk__in=elsewhere.values("pk")).update(office_id=Subquery(own))


def _begin(book: Rulebook, week: Week, accounts: QuerySet[Account], *, since: datetime) -> None:
    """A row of each kind for each of these accounts that has none for that week yet."""
    for kind in RULES:
        known = Duty.objects.filter(kind=kind, starts_on=week.start)
        without = accounts.exclude(pk__in=known.values("account_id")).values_list("pk", "office_id")
        citation = book.rule(kind, on=week.start).citation
        Duty.objects.bulk_create(
            (
                Duty(
                    account_id=account,
                    office_id=office,
                    kind=kind,
                    rule=citation,
                    starts_on=week.start,
                    ends_on=week.end,
                    standing=Standing.RUNNING,
                    since=since,
                    done=0,
                    owed=0,
                    reckoned_at=since,
                )
                for account, office in without.iterator()
            ),
            ignore_conflicts=True,
            batch_size=2000,
        )
