"""Clause 7.a: every account is updated, or answers on it, so often in every working week. Posts and answers count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.duties.models import Duty, Standing
from sanglap.guideline.calendar import Week, WorkingCalendar
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.models import Rule
from sanglap.offices.selectors import calendar_groups
from sanglap.offices.selectors.calendar import Group

_RECKON = """
WITH counted AS (
    SELECT account_id, count(*) AS done, to_jsonb((array_agg(id ORDER BY published_at, id))[1:10]) AS evidence
    FROM outbox_delivery
    WHERE state = 'published' AND kind = ANY(%(counts)s)
      AND published_at >= %(start)s AND published_at < %(end)s
    GROUP BY account_id
), calendars AS (
    -- The first is the rulebook's: it holds for every office that is not among those with days of their own.
    SELECT * FROM unnest(%(owed)s::int[], %(due)s::timestamptz[], %(warn)s::timestamptz[])
        WITH ORDINALITY AS calendar (owed, due, warn, number)
), own AS (
    SELECT * FROM unnest(%(offices)s::uuid[], %(numbers)s::int[]) AS own (office_id, number)
), stands AS (
    SELECT d.id, coalesce(c.done, 0) AS done, coalesce(c.evidence, '[]'::jsonb) AS evidence, k.owed, k.due,
        CASE WHEN coalesce(c.done, 0) >= k.owed THEN 'kept'
             WHEN %(now)s >= %(end)s THEN 'broken'
             WHEN %(now)s >= k.warn THEN 'at_risk'
             ELSE 'running' END AS standing
    FROM duties_duty d
    LEFT JOIN counted c ON c.account_id = d.account_id
    LEFT JOIN own o ON o.office_id = d.office_id
    JOIN calendars k ON k.number = coalesce(o.number, 1)
    WHERE d.rule = %(rule)s AND d.starts_on = %(starts_on)s
)
UPDATE duties_duty d
SET done = s.done, evidence = s.evidence, standing = s.standing, owed = s.owed, due_at = s.due,
    since = CASE WHEN d.standing = s.standing THEN d.since ELSE %(now)s END, reckoned_at = %(now)s
FROM stands s
WHERE d.id = s.id
  AND (d.done, d.standing, d.owed, d.due_at, d.evidence)
      IS DISTINCT FROM (s.done, s.standing, s.owed, s.due, s.evidence)
"""

_REACH = timedelta(days=120)


def reckon(book: Rulebook, *, now: datetime) -> int:
    """Bring this week and the last one up to date for every account, each by the calendar of its office; gives how many
    duties changed. As many queries whatever the number of accounts and calendars.
    """
    this_week = book.calendar.week(book.calendar.day_of(now))
    last_week = book.calendar.week(this_week.start - timedelta(days=1))
    rule = book.rule("updates-per-week", on=this_week.start)
    _begin(rule, this_week, now)
    # So far back may a warning lie, behind a long closure: what was entered for the days before is not read.
    first, last = last_week.start - _REACH, this_week.end
    groups = calendar_groups(book, Account.objects.values_list("office_id"), first=first, last=last)
    return sum(
        _reckon(book.rule("updates-per-week", on=week.start), week, book.calendar, groups, now)
        for week in (last_week, this_week)
    )


def _begin(rule: Rule, week: Week, now: datetime) -> None:
    """A row for each active account that has none for this week yet."""
    known = Duty.objects.filter(rule=rule.citation, starts_on=week.start)
    without = Account.objects.filter(state=AccountState.ACTIVE).exclude(pk__in=known.values("account_id"))
    Duty.objects.bulk_create(
        (
            Duty(
                account_id=account,
                office_id=office,
                rule=rule.citation,
                starts_on=week.start,
                ends_on=week.end,
                standing=Standing.RUNNING,
                since=now,
                done=0,
                owed=0,
                reckoned_at=now,
            )
            for account, office in without.values_list("pk", "office_id").iterator()
        ),
        ignore_conflicts=True,
        batch_size=2000,
    )


def _reckon(rule: Rule, week: Week, calendar: WorkingCalendar, groups: Sequence[Group], now: datetime) -> int:
    demands = [_demand(rule, week, one) for one in (calendar, *(group.calendar for group in groups))]
    own = [(office, number) for number, group in enumerate(groups, start=2) for office in group.office_ids]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECKON,
            {
                "rule": rule.citation,
                "starts_on": week.start,
                "start": calendar.begins(week.start),
                "end": calendar.begins(week.end + timedelta(days=1)),
                "counts": sorted(rule.parameters.counts),
                "owed": [demand.owed for demand in demands],
                "due": [demand.due for demand in demands],
                "warn": [demand.warn for demand in demands],
                "offices": [office for office, _number in own],
                "numbers": [number for _office, number in own],
                "now": now,
            },
        )
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a week demands by one calendar: how many updates, until when, and from when on one is warned (UTC)."""

    owed: int
    due: datetime
    warn: datetime


def _demand(rule: Rule, week: Week, calendar: WorkingCalendar) -> _Demand:
    days = calendar.working_days(week)
    if not days:
        end = calendar.begins(week.end + timedelta(days=1))
        return _Demand(rule.parameters.owed(0), end, end)
    due = calendar.closes(days[-1])
    warn = calendar.take_working_time(due, timedelta(hours=rule.parameters.warn_working_hours))
    return _Demand(rule.parameters.owed(len(days)), due, warn)
