"""Who is told: the panel when somebody hides, whoever may answer when an appeal comes in, and how it ended."""

from __future__ import annotations

from datetime import datetime

from sanglap.accounts.selectors import panel
from sanglap.moderation.models import Appeal, Hiding
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import holders, reviewers
from sanglap.people.models import User
from sanglap.people.permissions import Permission


def _about(hiding: Hiding, due: datetime) -> About:
    account = hiding.account
    return About(Subject.HIDING, hiding.pk, account.office_id, {"account": account.called}, due=due)


def _panel(hiding: Hiding, now: datetime) -> list[User]:
    return [member.user for member in panel([hiding.account_id], at=now)]


def decided(hiding: Hiding, *, now: datetime) -> None:
    """Tell the account's panel, but whoever did it."""
    tell(Kind.HIDING, _about(hiding, hiding.decided_at), to=_panel(hiding, now), now=now, but=hiding.decided_by)


def appealed(appeal: Appeal, *, now: datetime) -> None:
    """Tell those who may answer: at the office itself, or above where it is theirs or nobody else is there."""
    tell(Kind.APPEAL, _about(appeal.hiding, appeal.due_at), to=_answering(appeal, now), now=now)


def _answering(appeal: Appeal, now: datetime) -> list[User]:
    office, machine = appeal.hiding.account.office, Scope.everything("notices")
    there: list[User] = []
    if not appeal.above:
        for permission in (Permission.POST_APPROVE, Permission.OFFICE_MANAGE):
            there += holders(machine, office, permission, now=now)
    barred = {appeal.hiding.decided_by_id, *appeal.hiding.appeals.values_list("decided_by", flat=True)}
    there = [person for person in there if person.pk not in barred]
    above = reviewers(office, Permission.ACCOUNT_REVIEW, now=now)
    return there or [person for person in above if person.pk not in barred]


def answered(appeal: Appeal, *, now: datetime) -> None:
    """Tell the panel and whoever hid it how the appeal ended, but whoever answered."""
    people = [*_panel(appeal.hiding, now), appeal.hiding.decided_by]
    tell(Kind.APPEALED, _about(appeal.hiding, now), to=people, now=now, but=appeal.decided_by)
