"""Bringing in many accounts and statuses at once, as of the times they tell: one JSON object a line.

`{"kind": "account", "id", "handle", "name", "note", "created_at", "citizen", "token"}`,
`{"kind": "face", "account", "fields", "settings", "site", "avatar", "header"}`, of which all but the account may be
left out and the pictures are base64, and
`{"kind": "status", "id", "account", "in_reply_to", "language", "versions": [{"at", "text"}, …]}`, whatever is answered
before what answers it. A line that was brought in before changes nothing.
"""

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from sanglap.practice import selectors, services
from sanglap.practice import text as wording
from sanglap.practice.models import Account, Edit, Face, Mention, Notification, Site, Status, Token, Visibility

BATCH = 2_000

_ANSWERED = """
UPDATE practice_status SET
  in_reply_to_account_id = (SELECT p.account_id FROM practice_status p WHERE p.id = practice_status.in_reply_to_id)
WHERE in_reply_to_id IS NOT NULL AND in_reply_to_account_id IS NULL
"""
_REPLIES = """
UPDATE practice_status SET replies_count = c.count
FROM (SELECT in_reply_to_id AS id, count(*) AS count FROM practice_status GROUP BY in_reply_to_id) c
WHERE c.id = practice_status.id
"""
_COUNTS = """
UPDATE practice_account SET statuses_count = c.count, last_status_at = c.last
FROM (SELECT account_id AS id, count(*) AS count, max(created_at) AS last FROM practice_status GROUP BY account_id) c
WHERE c.id = practice_account.id
"""


def load(lines: Iterable[str]) -> int:
    """Bring them in, all or none; gives how many lines there were."""
    count = 0
    with services.writing():
        rows = (json.loads(line) for line in lines)
        while batch := list(islice(rows, BATCH)):
            count += len(batch)
            _accounts([row for row in batch if row["kind"] == "account"])
            _faces([row for row in batch if row["kind"] == "face"])
            _statuses([row for row in batch if row["kind"] == "status"])
        with connection.cursor() as cursor:
            for statement in (_ANSWERED, _REPLIES, _COUNTS):
                cursor.execute(statement)
    return count


def _accounts(rows: list[dict[str, Any]]) -> None:
    names = ("id", "handle", "name", "note", "citizen")
    Account.objects.bulk_create(
        (Account(**{name: row[name] for name in names}, created_at=_moment(row["created_at"])) for row in rows),
        ignore_conflicts=True,
    )
    Token.objects.bulk_create(
        (
            Token(digest=selectors.digest(row["token"]), account_id=row["id"], scopes=services.ALL_SCOPES)
            for row in rows
            if row["token"]
        ),
        ignore_conflicts=True,
    )


def _faces(rows: list[dict[str, Any]]) -> None:
    Face.objects.bulk_create(
        (
            Face(
                account_id=row["account"],
                fields=row.get("fields", []),
                settings=row.get("settings", {}),
                site=row.get("site", Site.LINKED),
                **{place: b64decode(row[place]) for place in ("avatar", "header") if row.get(place)},
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )


def _statuses(rows: list[dict[str, Any]]) -> None:
    known = set(Status.objects.filter(id__in=[row["id"] for row in rows]).values_list("id", flat=True))
    fresh = [row for row in rows if row["id"] not in known]
    Status.objects.bulk_create(_status(row) for row in fresh)
    Edit.objects.bulk_create(edit for row in fresh for edit in _edits(row))
    _mention(fresh)


def _status(row: dict[str, Any]) -> Status:
    versions = row["versions"]
    return Status(
        id=row["id"],
        account_id=row["account"],
        in_reply_to_id=row["in_reply_to"],
        text=versions[-1]["text"],
        language=row["language"],
        visibility=Visibility.PUBLIC,
        created_at=_moment(versions[0]["at"]),
        edited_at=_moment(versions[-1]["at"]) if len(versions) > 1 else None,
    )


def _edits(row: dict[str, Any]) -> Iterator[Edit]:
    """The versions of a status that was edited; of another there is nothing to keep."""
    versions = row["versions"]
    for version in versions if len(versions) > 1 else ():
        yield Edit(status_id=row["id"], text=version["text"], created_at=_moment(version["at"]))


def _mention(rows: list[dict[str, Any]]) -> None:
    """Whom the texts name is named, and told once."""
    named = [(row, handle) for row in rows for handle in wording.handles(row["versions"][-1]["text"])]
    accounts = {one.handle: one for one in Account.objects.filter(handle__in={handle for _, handle in named})}
    found = [(row, accounts[handle]) for row, handle in named if handle in accounts]
    Mention.objects.bulk_create(Mention(status_id=row["id"], account=one) for row, one in found)
    Notification.objects.bulk_create(
        Notification(account=one, status_id=row["id"], created_at=_moment(row["versions"][0]["at"]))
        for row, one in found
    )


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
