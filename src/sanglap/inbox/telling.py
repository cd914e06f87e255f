"""Who is told of what people write, and of what is answered late (clause 7.b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from sanglap.accounts.models import Account, PanelMember
from sanglap.accounts.selectors import panel
from sanglap.guideline import loader
from sanglap.inbox.models import Message
from sanglap.inbox.states import WAITING
from sanglap.notices.models import Kind, Notice, Subject
from sanglap.notices.services import About, tell, tell_all
from sanglap.offices.scope import Scope, in_force
from sanglap.offices.selectors import holders
from sanglap.people.models import User
from sanglap.people.permissions import Permission

BATCH = 200
TOLD_FOR = timedelta(days=7)
"""Of what fell due longer ago nobody is told any more."""


def about(message: Message, occasion: datetime | None) -> About:
    account = message.account
    return About(Subject.MESSAGE, message.pk, account.office_id, {"account": account.called}, due=occasion)


def came_in(account: Account, *, now: datetime) -> None:
    """Tell those who answer there that messages came in: once a day, however many."""
    calendar = loader.current().calendar
    today = calendar.begins(calendar.day_of(now))
    people = holders(Scope.everything("notices"), account.office, Permission.MESSAGE_ANSWER, now=now)
    words = {"account": account.called}
    tell(Kind.MESSAGES, About(Subject.ACCOUNT, account.pk, account.office_id, words, due=today), to=people, now=now)


def danger(messages: Sequence[Message], *, now: datetime) -> None:
    """Tell those who answer there at once that somebody may be in danger, in each of these messages to one account."""
    if messages:
        office = messages[0].account.office
        people = list(holders(Scope.everything("notices"), office, Permission.MESSAGE_ANSWER, now=now))
        tell_all(Kind.DANGER, [(about(message, now), people) for message in messages], now=now)


@transaction.atomic
def late(*, now: datetime) -> int:
    """Tell the panels, and whoever sees to it, of answers that have become late; gives of how many."""
    told = Notice.objects.filter(kind=Kind.LATE, subject_id=OuterRef("pk"), due=OuterRef("due_at"))
    seated = PanelMember.objects.filter(in_force(now), account=OuterRef("account"))
    rows = list(
        Message.objects.filter(
            ~Exists(told),
            Exists(seated),
            due_at__lte=now,
            due_at__gt=now - TOLD_FOR,
            answered_at=None,
            state__in=WAITING,
        )
        .select_related("account", "assigned_to")
        .order_by("due_at")[:BATCH]
    )
    panels: dict[UUID, list[User]] = defaultdict(list)
    for member in panel([row.account_id for row in rows], at=now):
        panels[member.account_id].append(member.user)
    tell_all(
        Kind.LATE,
        [
            (about(row, row.due_at), [*panels[row.account_id], *([row.assigned_to] if row.assigned_to else [])])
            for row in rows
        ],
        now=now,
    )
    return len(rows)
