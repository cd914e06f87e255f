"""Everything that only reads."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from sanglap.practice import hot
from sanglap.practice.models import Account, Notification, Status, Token, Visibility

Row = TypeVar("Row", bound=Model)
OPEN = (Visibility.PUBLIC, Visibility.UNLISTED)

_ANCESTORS = """
WITH RECURSIVE above(id, parent, depth) AS (
  SELECT id, in_reply_to_id, 0 FROM practice_status WHERE id = %s
  UNION ALL
  SELECT s.id, s.in_reply_to_id, above.depth + 1 FROM practice_status s JOIN above ON s.id = above.parent
  WHERE above.depth < %s
)
SELECT id FROM above WHERE depth > 0 ORDER BY depth DESC
"""
_DESCENDANTS = """
WITH RECURSIVE below(id, depth, path) AS (
  SELECT id, 1, printf('%%020d', id) FROM practice_status WHERE in_reply_to_id = %s
  UNION ALL
  SELECT s.id, below.depth + 1, below.path || printf('%%020d', s.id)
  FROM practice_status s JOIN below ON s.in_reply_to_id = below.id WHERE below.depth < %s
)
SELECT id, depth FROM below ORDER BY path LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Which page of a list, newest first. `min_id` reads on from there; `since_id` only bounds."""

    limit: int
    max_id: int | None = None
    min_id: int | None = None
    since_id: int | None = None

    def of(self, rows: QuerySet[Row, Row]) -> list[Row]:
        """The page's rows, the newest first."""
        if self.max_id is not None:
            rows = rows.filter(id__lt=self.max_id)
        if self.min_id is not None:
            return list(rows.filter(id__gt=self.min_id).order_by("id")[: self.limit])[::-1]
        if self.since_id is not None:
            rows = rows.filter(id__gt=self.since_id)
        return list(rows.order_by("-id")[: self.limit])


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token(secret: str) -> Token | None:
    """The token with its account, also one that was revoked."""
    return hot.token(digest(secret))


def account(handle: str) -> Account | None:
    return Account.objects.filter(handle=handle.removeprefix("@").lower()).first()


def offices() -> list[Account]:
    return list(Account.objects.filter(citizen=False).order_by("name", "id"))


def citizens() -> list[Account]:
    """The citizens that somebody played, the latest first."""
    return list(Account.objects.filter(citizen=True).order_by("-id")[:20])


def visible_to(reader: Account | None) -> QuerySet[Status, Status]:
    """The statuses this reader may see, with what is shown of them."""
    allowed = Q(visibility__in=OPEN)
    if reader is not None:
        allowed |= Q(account=reader) | Q(id__in=reader_mentions(reader))
    rows = Status.objects.filter(allowed).select_related("account")
    return rows.prefetch_related("mentions__account")


def reader_mentions(reader: Account) -> QuerySet[Any, Any]:
    return Status.objects.filter(mentions__account=reader).values("id")


def status(status_id: int, reader: Account | None) -> Status | None:
    return visible_to(reader).filter(id=status_id).first()


def statuses_of(owner: Account, reader: Account | None, *, replies: bool, span: Span) -> list[Status]:
    """The account's statuses; without replies, those that answer itself are still there."""
    rows = visible_to(reader).filter(account=owner)
    if not replies:
        rows = rows.filter(Q(in_reply_to_account=None) | Q(in_reply_to_account=owner))
    return span.of(rows)


def latest(limit: int, tag: str = "") -> list[Status]:
    """The latest public posts that answer nothing; with that hashtag, where one is given."""
    rows = visible_to(None).filter(visibility=Visibility.PUBLIC)
    rows = rows.filter(text__icontains=f"#{tag}") if tag else rows.filter(in_reply_to_account=None)
    return list(rows.order_by("-id")[:limit])


def ancestors(head: Status, reader: Account | None, limit: int) -> list[Status]:
    """What the status answers, the beginning of the thread first."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [head.id, limit])
        ids = [row[0] for row in cursor.fetchall()]
    found = visible_to(reader).in_bulk(ids)
    return [found[one] for one in ids if one in found]


def descendants(head: Status, reader: Account | None, *, limit: int, depth: int) -> list[tuple[Status, int]]:
    """What answers the status, each right under what it answers, with its depth (1: answers the head)."""
    with connection.cursor() as cursor:
        cursor.execute(_DESCENDANTS, [head.id, depth, limit])
        rows = cursor.fetchall()
    found = visible_to(reader).in_bulk([row[0] for row in rows])
    return [(found[one], level) for one, level in rows if one in found]


def notifications(owner: Account, *, sender: int | None, span: Span) -> list[Notification]:
    rows = Notification.objects.filter(account=owner).select_related("status__account")
    if sender is not None:
        rows = rows.filter(status__account_id=sender)
    return span.of(rows.prefetch_related("status__mentions__account"))


def tally() -> dict[str, Any]:
    """How many statuses exist; per account how many, how many distinct, how many one too many."""
    rows = Status.objects.values_list("account__handle", "account__citizen", "text", "in_reply_to_id")
    everyone: dict[str, Counter[tuple[str, int | None]]] = {}
    citizen_of: dict[str, bool] = {}
    for handle, citizen, text, parent in rows:
        everyone.setdefault(handle, Counter())[text, parent] += 1
        citizen_of[handle] = citizen
    accounts = {
        handle: {
            "statuses": texts.total(),
            "distinct": len({text for text, _ in texts}),
            "duplicates": texts.total() - len(texts),
            "citizen": citizen_of[handle],
        }
        for handle, texts in sorted(everyone.items())
    }
    return {
        "statuses": sum(one["statuses"] for one in accounts.values()),
        "duplicates": sum(one["duplicates"] for one in accounts.values()),
        "accounts": accounts,
    }
