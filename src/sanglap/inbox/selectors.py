"""Reading messages and the threads they stand in."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from sanglap.content.models import Variant
from sanglap.inbox.models import Feed, Message, MessageVersion
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def messages(scope: Scope, permission: Permission = Permission.MESSAGE_VIEW) -> QuerySet[Message]:
    """The messages to accounts of offices where the reader has the permission, newest first, with their words."""
    newest = MessageVersion.objects.filter(message=OuterRef("pk")).order_by("-number")
    return (
        scope.limit(Message.objects.all(), permission, "account__office_id")
        .annotate(text=Subquery(newest.values("text")[:1]), edited_at=Subquery(newest.values("edited_at")[:1]))
        .select_related("account__office", "post")
        .order_by("-written_at", "-id")
    )


def thread(scope: Scope, message: Message) -> list[Message]:
    """All messages under the same post, oldest first; a message that stands alone is its own thread."""
    rows = messages(scope).prefetch_related("versions")
    rows = rows.filter(post=message.post_id) if message.post_id else rows.filter(pk=message.pk)
    return list(rows.order_by("written_at", "id"))


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
