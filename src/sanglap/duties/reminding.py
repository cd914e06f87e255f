"""Telling the panels of what is to be confirmed or rehearsed soon: one notice for an account, however much waits."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import panel
from sanglap.accounts.states import AccountState
from sanglap.attestations import due as confirming
from sanglap.attestations.statements import AttestationKind
from sanglap.incidents import due as drilling
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell_all
from sanglap.offices.selectors import holders_by_office
from sanglap.people.models import User
from sanglap.people.permissions import Permission

BATCH = 500
TOLD_FOR = timedelta(days=3)
"""Of what has waited for longer nobody is told any more."""

_MINE = "WITH mine AS (SELECT id AS account_id FROM accounts_account WHERE state = %(active)s), "
_SOON = """, waits AS (
    SELECT account_id, warn_at FROM owed UNION ALL
    -- A first drill has months: of it one is told when its time nears, as of any other.
    SELECT account_id, warn_at FROM drills
), soon AS (
    -- The moment at which the last of what waits began to wait: a new thing is a new occasion, a thing done is none.
    SELECT account_id, count(*) AS number, max(warn_at) AS occasion
    FROM waits WHERE warn_at <= %(at)s GROUP BY account_id
)
SELECT account_id, number, occasion FROM soon
WHERE occasion > %(since)s
  AND EXISTS (SELECT FROM seated WHERE seated.account_id = soon.account_id AND until > %(at)s)
  AND NOT EXISTS (
    SELECT FROM notices_notice n
    WHERE n.kind = %(kind)s AND n.subject_id = soon.account_id AND n.due = soon.occasion
  )
ORDER BY occasion, account_id LIMIT %(batch)s"""


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Tell the panels, and those who manage the office's accounts, of what begins to wait; gives of how many accounts.
    As many queries whatever their number.
    """
    waiting = {account: (number, occasion) for account, number, occasion in _soon(now)}
    rows = list(Account.objects.filter(pk__in=waiting).order_by("pk"))
    heads = holders_by_office({row.office_id for row in rows}, Permission.ACCOUNT_MANAGE, now=now)
    panels: dict[UUID, list[User]] = defaultdict(list)
    for member in panel([row.pk for row in rows], at=now):
        panels[member.account_id].append(member.user)
    tell_all(
        Kind.CONFIRM,
        [(_about(row, *waiting[row.pk]), [*heads[row.office_id], *panels[row.pk]]) for row in rows],
        now=now,
    )
    return len(rows)


def _soon(now: datetime) -> list[Any]:
    values = {
        "active": AccountState.ACTIVE.value, "since": now - TOLD_FOR, "kind": Kind.CONFIRM.value, "batch": BATCH,
        **confirming.given(AttestationKind, at=now), **drilling.given(at=now),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"{_MINE}{confirming.TABLES}, {drilling.TABLES}{_SOON}", values)
        return list(cursor.fetchall())


def _about(account: Account, number: int, occasion: datetime) -> About:
    words = {"account": account.called, "number": number}
    return About(Subject.ACCOUNT, account.pk, account.office_id, words, due=occasion)
