"""Keeping duties up to date as things happen: pass by pass, of those accounts alone with which something has happened.

What anybody does is in the history, so the history tells whom it touches. What time alone changes is found hour by
hour, when all accounts are gone through; only answers, whose time runs by the hour, are followed from pass to pass.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.duties.models import Reckoned
from sanglap.duties.services.reckoning import alone, bring_up, groups, reckon
from sanglap.guideline import loader
from sanglap.inbox.states import WAITING

WHOLE_EVERY = timedelta(hours=1)
OVERLAP = timedelta(minutes=2)
"""So long may an act take to be written down: what was told late of the time before the last pass is found still."""
FOR_ALL = (
    "calendar.entered", "calendar.changed", "calendar.removed", "platforms.terms",
    "office.moved", "office.moved-by-list", "office.move-taken-back",
)  # fmt: skip
"""What touches more than the accounts of the office under which the history keeps it. Whoever is moved takes along
those below, and all of them have another calendar above them.
"""

_TOUCHED = """
SELECT c.id FROM accounts_account c
WHERE c.office_id IN (SELECT office_id FROM audit_entry WHERE at > %(since)s AND office_id IS NOT NULL)
UNION
-- An account that has gone to another office is told of under one of the two.
SELECT object_id::uuid FROM audit_entry WHERE at > %(since)s AND object_type = %(account)s
UNION
-- What a look from outside found (name, texts, pictures, settings) stands in the history only where it turned.
SELECT account_id FROM verification_watch WHERE looked_at > %(since)s AND account_id IS NOT NULL
UNION
SELECT c.id FROM verification_watch w JOIN accounts_account c ON c.office_id = w.office_id
WHERE w.looked_at > %(since)s AND w.account_id IS NULL
UNION
-- Answers that were owed by now, and those of which warning is given from now on.
SELECT account_id FROM inbox_message
WHERE state = ANY(%(waiting)s)
  AND (due_at > %(since)s AND due_at <= %(now)s OR due_at > %(warned)s AND due_at <= %(warning)s)
"""


def keep_up(*, now: datetime) -> int:
    """Bring up to date what may stand otherwise since the last pass, one worker at a time; gives how many duties
    changed. All accounts are gone through each hour, on a new day, and after what touches them all.
    """
    with alone():
        last = Reckoned.objects.first()
        if last is None or _whole(last, now):
            return reckon(now=now)
        touched = _touched(last.at - OVERLAP, now)
        changed = bring_up(now=now, only=touched) if touched else 0
        Reckoned.objects.update(at=now)
        return changed


def _whole(last: Reckoned, now: datetime) -> bool:
    day = loader.current().calendar.day_of
    if now - last.whole_at >= WHOLE_EVERY or day(last.whole_at) != day(now):
        return True
    return Entry.objects.filter(at__gt=last.at - OVERLAP, verb__in=FOR_ALL).exists()


def _touched(since: datetime, now: datetime) -> list[UUID]:
    book = loader.current()
    today = book.calendar.day_of(now)
    calendars = (book.calendar, *(group.calendar for group in groups(book, [book.calendar.week(today)])))
    try:
        before = book.rule("first-answer", on=today).parameters.warn_before
    except LookupError:  # this rulebook asks for no answers
        before = timedelta(0)
    values: dict[str, Any] = {
        "since": since,
        "now": now,
        "account": Account._meta.label_lower,  # noqa: SLF001 - Django's public name of its models
        "waiting": [state.value for state in WAITING],
        "warned": min(calendar.add_working_time(since, before) for calendar in calendars),
        "warning": max(calendar.add_working_time(now, before) for calendar in calendars),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, values)
        return [key for (key,) in cursor.fetchall()]
