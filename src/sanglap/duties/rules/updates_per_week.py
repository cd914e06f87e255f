"""Clause 7.a: every account is updated, or answers on it, so often in every working week. Posts and answers count."""

from datetime import datetime, timedelta

from django.db import connection

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.duties.models import Duty, Standing
from sanglap.guideline.calendar import Week, WorkingCalendar
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.models import Rule

_RECKON = """
WITH counted AS (
    SELECT account_id, count(*) AS done, to_jsonb((array_agg(id ORDER BY published_at, id))[1:10]) AS evidence
    FROM outbox_delivery
    WHERE state = 'published' AND kind = ANY(%(counts)s)
      AND published_at >= %(start)s AND published_at < %(end)s
    GROUP BY account_id
), stands AS (
    SELECT d.id, coalesce(c.done, 0) AS done, coalesce(c.evidence, '[]'::jsonb) AS evidence,
        CASE WHEN coalesce(c.done, 0) >= %(owed)s THEN 'kept'
             WHEN %(now)s >= %(end)s THEN 'broken'
             WHEN %(now)s >= %(warn)s THEN 'at_risk'
             ELSE 'running' END AS standing
    FROM duties_duty d LEFT JOIN counted c ON c.account_id = d.account_id
    WHERE d.rule = %(rule)s AND d.starts_on = %(starts_on)s
)
UPDATE duties_duty d
SET done = s.done, evidence = s.evidence, standing = s.standing, owed = %(owed)s, due_at = %(due)s,
    since = CASE WHEN d.standing = s.standing THEN d.since ELSE %(now)s END, reckoned_at = %(now)s
FROM stands s
WHERE d.id = s.id
  AND (d.done, d.standing, d.owed, d.due_at, d.evidence)
      IS DISTINCT FROM (s.done, s.standing, %(owed)s, %(due)s, s.evidence)
"""


def reckon(book: Rulebook, *, now: datetime) -> int:
    """Bring this week and the last one up to date for every account; gives how many duties changed."""
    this_week = book.calendar.week(book.calendar.day_of(now))
    last_week = book.calendar.week(this_week.start - timedelta(days=1))
    rule = book.rule("updates-per-week", on=this_week.start)
    _begin(rule, this_week, now)
    return sum(
        _reckon(book.rule("updates-per-week", on=week.start), week, book.calendar, now)
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


def _reckon(rule: Rule, week: Week, calendar: WorkingCalendar, now: datetime) -> int:
    days = calendar.working_days(week)
    end = calendar.begins(week.end + timedelta(days=1))
    due = calendar.closes(days[-1]) if days else end
    warn = calendar.take_working_time(due, timedelta(hours=rule.parameters.warn_working_hours)) if days else end
    with connection.cursor() as cursor:
        cursor.execute(
            _RECKON,
            {
                "rule": rule.citation,
                "starts_on": week.start,
                "start": calendar.begins(week.start),
                "end": end,
                "counts": sorted(rule.parameters.counts),
                "owed": rule.parameters.owed(len(days)),
                "due": due,
                "warn": warn,
                "now": now,
            },
        )
        return int(cursor.rowcount)
