"""Terms that end and renamings that fall due are recalled, once for each day that the rulebook names (5.a, 5.c)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from sanglap.accounts.models import Account, PanelMember, Renaming
from sanglap.accounts.services.telling import about
from sanglap.accounts.states import AccountState, RenamingState
from sanglap.guideline import loader
from sanglap.notices.models import Kind, Notice
from sanglap.notices.services import About, tell_all
from sanglap.offices.scope import in_force
from sanglap.offices.selectors import holders_by_office
from sanglap.people.models import User
from sanglap.people.permissions import Permission

BATCH = 500


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Tell those who manage the accounts, and those whose term ends; gives of how many accounts. As many queries
    whatever their number.
    """
    book = loader.current()
    today = book.calendar.day_of(now)
    days = sorted(book.rule("order-follows", on=today).parameters.remind_days)
    told = sum(_terms(timedelta(days=before), now) for before in days)
    return told + _renamings(now)


def _terms(before: timedelta, now: datetime) -> int:
    known = Notice.objects.filter(kind=Kind.TERM, subject_id=OuterRef("account"), due=OuterRef("ends_at") - before)
    rows = (
        PanelMember.objects.filter(in_force(now), ~Exists(known), ends_at__lte=now + before)
        .exclude(account__state=AccountState.CLOSED)
        .select_related("account", "user")
        .order_by("ends_at", "pk")[:BATCH]
    )
    ending: dict[tuple[UUID, datetime], list[PanelMember]] = defaultdict(list)
    for seat in rows:
        if seat.ends_at is not None:
            ending[seat.account_id, seat.ends_at].append(seat)
    accounts = {seats[0].account_id: seats[0].account for seats in ending.values()}
    _tell(
        Kind.TERM,
        [
            (accounts[account], ends - before, [seat.user for seat in seats])
            for (account, ends), seats in ending.items()
        ],
        now,
    )
    return len(ending)


def _renamings(now: datetime) -> int:
    book = loader.current()
    today = book.calendar.day_of(now)
    warn = timedelta(days=book.rule("renaming-due", on=today).parameters.warn_days)
    known = Notice.objects.filter(kind=Kind.RENAMING, subject_id=OuterRef("account"), at__gte=OuterRef("begun_at"))
    rows = (
        Renaming.objects.filter(~Exists(known), state=RenamingState.BEGUN, due_on__lte=today + warn)
        .exclude(account__state=AccountState.CLOSED)
        .select_related("account")
        .order_by("due_on", "pk")[:BATCH]
    )
    due: list[tuple[Account, datetime, list[User]]] = [
        (row.account, book.calendar.begins(row.due_on), []) for row in rows
    ]
    _tell(Kind.RENAMING, due, now)
    return len(due)


def _tell(kind: Kind, due: Iterable[tuple[Account, datetime, list[User]]], now: datetime) -> None:
    due = list(due)
    heads = holders_by_office({account.office_id for account, _at, _also in due}, Permission.ACCOUNT_MANAGE, now=now)
    told: list[tuple[About, list[User]]] = [
        (about(account, at), [*heads[account.office_id], *also]) for account, at, also in due
    ]
    tell_all(kind, told, now=now)
