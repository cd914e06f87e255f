"""Reading messages and the threads they stand in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When

from sanglap.content.models import Draft, Variant
from sanglap.inbox.models import Answer, Feed, Message, MessageVersion, Note
from sanglap.inbox.screened import cover
from sanglap.inbox.states import WAITING, MessageState
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import still_serves
from sanglap.people.permissions import Permission


def messages(scope: Scope, permission: Permission = Permission.MESSAGE_VIEW) -> QuerySet[Message]:
    """The messages to accounts of offices where the reader has the permission, newest first, with their words."""
    newest = MessageVersion.objects.filter(message=OuterRef("pk")).order_by("-number")
    return (
        scope.limit(Message.objects.all(), permission, "account__office_id")
        .annotate(text=Subquery(newest.values("text")[:1]), edited_at=Subquery(newest.values("edited_at")[:1]))
        .select_related("account__office", "post", "assigned_to", "entered_by")
        .order_by("-written_at", "-id")
    )


def answered(scope: Scope, drafts: Iterable[Draft]) -> dict[UUID, Message]:
    """What those of these drafts answer that are answers, by draft; personal data is covered where the reader need not
    see it. Two queries at most.
    """
    told = [draft.pk for draft in drafts if draft.kind == Kind.ANSWER]
    pairs = dict(Answer.objects.filter(draft__in=told).values_list("draft_id", "message_id")) if told else {}
    found = {row.pk: row for row in messages(scope).filter(pk__in=pairs.values())} if pairs else {}
    cover(scope, found.values())
    return {draft: found[message] for draft, message in pairs.items() if message in found}


class Show(StrEnum):
    """What of the inbox is shown."""

    ALL = "all"
    WAITING = "waiting"
    LATE = "late"
    MINE = "mine"
    NOBODYS = "nobodys"
    MARKED = "marked"
    """What the screening points at, against the house rules."""


def shown(scope: Scope, show: Show, *, now: datetime) -> QuerySet[Message]:
    """The inbox, the newest taken in first, with `held`: whether whoever it was given to still answers there.

    What is late, the reader's own or nobody's is told of what waits for an answer; what was given to somebody who left
    is nobody's.
    """
    rows = _with_holder(messages(scope), now).order_by("-id")
    waiting = rows.filter(state__in=WAITING)
    match show:
        case Show.ALL:
            return rows
        case Show.WAITING:
            return waiting
        case Show.LATE:
            return waiting.filter(due_at__lt=now, answered_at=None)
        case Show.MINE:
            return waiting.filter(assigned_to=scope.user)
        case Show.NOBODYS:
            return waiting.filter(Q(assigned_to=None) | Q(held=False), state=MessageState.OPEN)
        case Show.MARKED:
            return waiting.exclude(band="")


def in_danger(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """What may come from somebody in danger, where the reader answers, the newest first: answered, deleted by its
    author or not, until somebody has seen to it.
    """
    rows = _with_holder(messages(scope, Permission.MESSAGE_ANSWER), now)
    return rows.filter(danger=True, danger_settled_at=None).order_by("-id")


def _with_holder(rows: QuerySet[Message], now: datetime) -> QuerySet[Message]:
    held = still_serves(Permission.MESSAGE_ANSWER, user="assigned_to", office="account__office", now=now)
    # Only of what somebody sees to: the database may gather all who serve anywhere to answer it.
    return rows.annotate(held=Case(When(assigned_to=None, then=Value(value=False)), default=held))


def open_to(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """What waits for an answer where the reader answers, but for what others see to; `mine`: he sees to it himself."""
    rows = _with_holder(messages(scope, Permission.MESSAGE_ANSWER), now).filter(state=MessageState.OPEN)
    mine = Case(When(assigned_to=scope.user, then=Value(value=True)), default=Value(value=False))
    return rows.filter(Q(assigned_to=None) | Q(held=False) | Q(assigned_to=scope.user)).annotate(mine=mine)


def awaited(scope: Scope, *, now: datetime) -> QuerySet[Message]:
    """What has had no first answer, where the reader answers; whoever sees to it."""
    rows = _with_holder(messages(scope, Permission.MESSAGE_ANSWER), now)
    return rows.filter(state__in=WAITING, answered_at=None)


SHOWN = 200
"""Messages of a thread on one page."""


def thread(scope: Scope, message: Message, *, now: datetime, page: int = 0) -> tuple[list[Message], bool]:
    """The messages under the same post, oldest first, so many to a page, and whether there are more; one that stands
    alone is its own thread.
    """
    rows = _with_holder(messages(scope), now).prefetch_related("versions")
    rows = rows.filter(post=message.post_id) if message.post_id else rows.filter(pk=message.pk)
    first = page * SHOWN
    found = list(rows.order_by("written_at", "id")[first : first + SHOWN + 1])
    return found[:SHOWN], len(found) > SHOWN


def page_of(scope: Scope, message: Message) -> int:
    """On which page of its thread a message stands."""
    if not message.post_id:
        return 0
    before = Q(written_at__lt=message.written_at) | Q(written_at=message.written_at, pk__lt=message.pk)
    return messages(scope).filter(before, post=message.post_id).order_by().count() // SHOWN


def notes(scope: Scope, message_ids: Sequence[UUID]) -> QuerySet[Note]:
    """What the office says of these messages to itself, oldest first."""
    rows = Note.objects.filter(message__in=message_ids).select_related("by")
    return scope.limit(rows, Permission.MESSAGE_VIEW, "message__account__office_id").order_by("at", "id")


def answers(scope: Scope, message_ids: Sequence[UUID]) -> QuerySet[Variant]:
    """The answers to these messages as their panels were shown them, oldest first, with how they fare."""
    rows = Variant.objects.filter(revision__draft__answer__message__in=message_ids)
    return (
        scope.limit(rows, Permission.MESSAGE_VIEW, "account__office_id")
        .select_related("revision__draft__answer", "revision__written_by", "account", "publication__delivery")
        .order_by("revision__written_at")
    )


def feeds(scope: Scope) -> QuerySet[Feed]:
    """How the taking in of comments fares."""
    return scope.limit(Feed.objects.all(), Permission.ACCOUNT_VIEW, "account__office_id")
