"""What stands on the page of the day, section by section: each asks for what is the reader's own to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.content import selectors as content
from sanglap.content.models import Variant, WorkingCopy
from sanglap.desk.duties.remedies import tell_ways
from sanglap.duties import selectors as duties
from sanglap.duties.models import Duty, DutyKind
from sanglap.guideline import loader
from sanglap.inbox import selectors as inbox
from sanglap.inbox.models import Message
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.people.permissions import Permission
from sanglap.publishing import selectors as publishing

SHOWN = 5
AHEAD = 3
"""Working days that one looks ahead."""


def late(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """Answers that are late, the latest first, where the reader answers or approves answers."""
    rows = inbox.awaited(scope, now=now).filter(due_at__lt=now)
    return rows.order_by("due_at")[:SHOWN]


def to_answer(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """Open messages where the reader answers: his own first, then those that nobody sees to, by when they are due."""
    rows = inbox.open_to(scope, now=now)
    return rows.order_by(F("mine").desc(), F("due_at").asc(nulls_last=True), "written_at")[:SHOWN]


def trouble(scope: Scope) -> QuerySet[Delivery]:
    """What did not go out by itself, where the reader writes."""
    rows = publishing.in_trouble(scope, Permission.POST_WRITE)
    return rows.select_related("publication__variant__revision")[:SHOWN]


def returned(scope: Scope) -> QuerySet[Variant]:
    """What the reader wrote and the panel sent back, or nobody approved in time."""
    return content.sent_back(scope).select_related("revision__draft__answer")[:SHOWN]


def begun(scope: Scope) -> Iterable[WorkingCopy]:
    """New posts that the reader began and did not save."""
    return content.begun(scope)[:SHOWN] if scope.has(Permission.POST_WRITE) else []


def planned(scope: Scope, *, now: datetime) -> QuerySet[Variant]:
    """What goes out by itself in the next working days, where the reader writes."""
    until = loader.current().calendar.after_working_days(now, AHEAD)
    return content.planned(scope, now=now, until=until)[:SHOWN]


def to_review(scope: Scope) -> QuerySet[Account]:
    """Proposals that wait for the reader's review."""
    rows = accounts.accounts(scope, Permission.ACCOUNT_REVIEW)
    return rows.filter(state__in=[AccountState.PROPOSED, AccountState.IN_REVIEW]).order_by("pk")[:SHOWN]


def to_complete(scope: Scope) -> QuerySet[Account]:
    """Accounts that the reader manages and that wait for him: information is wanted, or they are to be put to work."""
    rows = accounts.accounts(scope, Permission.ACCOUNT_MANAGE)
    return rows.filter(state__in=[AccountState.MORE_INFORMATION, AccountState.APPROVED]).order_by("pk")[:SHOWN]


def week(scope: Scope) -> tuple[Sequence[Duty], Sequence[Duty]]:
    """The week's updates, and the other duties that are at risk or broken."""
    updates = list(duties.this_week(scope, DutyKind.UPDATES)[:SHOWN])
    wanting = list(duties.wanting(scope, *(kind for kind in DutyKind if kind != DutyKind.UPDATES))[:SHOWN])
    tell_ways(scope, [*updates, *wanting])
    return updates, wanting
