"""What stands on the page of the day, section by section: each asks for what is the reader's own to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState, RenamingState
from sanglap.campaigns import selectors as campaigns
from sanglap.campaigns.models import Offer
from sanglap.content import selectors as content
from sanglap.content import urgent
from sanglap.content.models import Variant, WorkingCopy
from sanglap.desk.accounts import panels
from sanglap.desk.duties.remedies import tell_ways
from sanglap.duties import selectors as duties
from sanglap.duties.models import Duty, DutyKind, Exemption
from sanglap.guideline import loader
from sanglap.inbox import selectors as inbox
from sanglap.inbox.models import Message
from sanglap.moderation import selectors as moderation
from sanglap.moderation.models import Appeal, Hiding
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.people.permissions import Permission
from sanglap.publishing import selectors as publishing
from sanglap.suggestions import selectors as suggestions
from sanglap.suggestions.models import Suggestion

SHOWN = 5
AHEAD = 3
"""Working days that one looks ahead."""


def late(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """Answers that are late, the latest first, where the reader answers or approves answers."""
    rows = inbox.awaited(scope, now=now).filter(due_at__lt=now)
    return rows.order_by("due_at")[:SHOWN]


def to_confirm(scope: Scope, *, now: datetime) -> QuerySet[Variant]:
    """What went the urgent way without the reader's vote and waits for his word, the oldest first."""
    return urgent.to_review(scope, now=now)[:SHOWN]


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


def offered(scope: Scope, *, now: datetime) -> QuerySet[Offer]:
    """Posts that other offices offer to those at which the reader writes, and that none of these has answered."""
    return campaigns.waiting(scope, now=now)[:SHOWN]


def planned(scope: Scope, *, now: datetime) -> QuerySet[Variant]:
    """What goes out by itself in the next working days, where the reader writes."""
    until = loader.current().calendar.after_working_days(now, AHEAD)
    return content.planned(scope, now=now, until=until)[:SHOWN]


def to_review(scope: Scope) -> QuerySet[Account]:
    """Proposals that wait for the reader's review."""
    rows = accounts.accounts(scope, Permission.ACCOUNT_REVIEW)
    return rows.filter(state__in=[AccountState.PROPOSED, AccountState.IN_REVIEW]).order_by("pk")[:SHOWN]


def appeals(scope: Scope) -> QuerySet[Appeal]:
    """Appeals against hiding that wait for the reader's answer, by when they are due."""
    return moderation.to_answer(scope)[:SHOWN]


def suggested(scope: Scope) -> QuerySet[Suggestion]:
    """What was suggested where the reader drafts and nobody has taken up, the oldest first."""
    return suggestions.waiting(scope)[:SHOWN]


def to_hide(scope: Scope) -> QuerySet[Hiding]:
    """What was decided under the house rules, or lifted, and is still to be done on the network."""
    return moderation.to_do(scope)[:SHOWN]


def to_decide(scope: Scope) -> QuerySet[Exemption]:
    """Exemptions that wait for the reader's decision."""
    return duties.to_decide(scope)[:SHOWN]


def to_complete(scope: Scope) -> QuerySet[Account]:
    """Accounts that the reader manages and that wait for him: information is wanted, or they are to be put to work."""
    rows = accounts.accounts(scope, Permission.ACCOUNT_MANAGE)
    waiting = [AccountState.CLAIMED, AccountState.MORE_INFORMATION, AccountState.APPROVED]
    return rows.filter(state__in=waiting).order_by("pk")[:SHOWN]


def register(scope: Scope, *, now: datetime) -> dict[str, object]:
    """What has to be settled of accounts that the reader manages: offers, panels that are not complete, terms that end,
    renamings under way, accounts of offices that are no more.
    """
    if not (scope.has(Permission.ACCOUNT_MANAGE) or scope.has(Permission.ACCOUNT_REVIEW)):
        return {}
    book = loader.current()
    today = book.calendar.day_of(now)
    soon = timedelta(days=max(book.rule("order-follows", on=today).parameters.remind_days))
    renamings = accounts.renamings(scope, Permission.ACCOUNT_MANAGE).filter(state=RenamingState.BEGUN)
    return {
        "today": today,
        "offered": accounts.moves_to_decide(scope)[:SHOWN],
        "unfit": accounts.with_unfit_panels(scope, panels.sizes(now), at=now).order_by("pk")[:SHOWN],
        "terms": accounts.terms_ending(scope, within=soon, now=now)[:SHOWN],
        "renamings": renamings.order_by("due_on", "pk")[:SHOWN],
        "stranded": accounts.stranded(scope, Permission.ACCOUNT_REVIEW).order_by("pk")[:SHOWN],
    }


def week(scope: Scope) -> tuple[Sequence[Duty], Sequence[Duty]]:
    """The week's updates, and the other duties that are at risk or broken."""
    updates = list(duties.this_week(scope, DutyKind.UPDATES)[:SHOWN])
    wanting = list(duties.wanting(scope, *(kind for kind in DutyKind if kind != DutyKind.UPDATES))[:SHOWN])
    tell_ways(scope, [*updates, *wanting])
    return updates, wanting
