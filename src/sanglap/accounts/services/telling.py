"""Who is told of what becomes of an account (clauses 4, 5.c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sanglap.accounts.models import Account, AccountMove
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import holders, reviewers
from sanglap.people.models import User
from sanglap.people.permissions import Permission

_MACHINE = Scope.everything("notices")


def about(account: Account, occasion: datetime | None = None) -> About:
    return About(Subject.ACCOUNT, account.pk, account.office_id, {"account": account.called}, due=occasion)


def proposed(account: Account, *, by: User | None, now: datetime) -> None:
    """Tell those who review the office's accounts, the nearest above alone."""
    people = reviewers(account.office, Permission.ACCOUNT_REVIEW, now=now)
    tell(Kind.PROPOSAL, about(account, now), to=people, now=now, but=by)


def managers(kind: Kind, account: Account, *, by: User | None, now: datetime) -> None:
    """Tell those who manage the office's accounts."""
    people = holders(_MACHINE, account.office, Permission.ACCOUNT_MANAGE, now=now)
    tell(kind, about(account, now), to=people, now=now, but=by)


def seated(account: Account, people: Iterable[User], *, by: User | None, now: datetime) -> None:
    """Tell those who have come onto its panel."""
    tell(Kind.PANEL, about(account, now), to=people, now=now, but=by)


def offered(move: AccountMove, *, by: User | None, now: datetime) -> None:
    """Tell those who manage the accounts of the office to which it is offered."""
    people = holders(_MACHINE, move.taker, Permission.ACCOUNT_MANAGE, now=now)
    tell(Kind.OFFERED, _about_move(move, move.taker_id, now), to=people, now=now, but=by)


def decided_move(move: AccountMove, *, by: User | None, now: datetime) -> None:
    """Tell those who manage the accounts of either office what came of it."""
    for office in (move.giver, move.taker):
        people = holders(_MACHINE, office, Permission.ACCOUNT_MANAGE, now=now)
        tell(Kind.MOVED, _about_move(move, office.pk, now), to=people, now=now, but=by)


def _about_move(move: AccountMove, office_id: UUID, occasion: datetime) -> About:
    return About(Subject.MOVE, move.pk, office_id, {"account": move.account.called}, due=occasion)
