"""A whole thread as one reads it: what was said, what was answered, what the office noted, each under its parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sanglap.content.models import Variant
from sanglap.desk.moderation.beside import open_measures, permitted
from sanglap.desk.posts.outcomes import tell_stops
from sanglap.inbox import screened, selectors
from sanglap.inbox.models import Message, MessageVersion, Note
from sanglap.moderation import selectors as moderation
from sanglap.moderation.models import Hiding, Measure
from sanglap.offices.scope import Scope
from sanglap.publishing.models import Publication
from sanglap.publishing.selectors import is_moving, publications
from sanglap.screening.findings import Finding

DEEPEST = 3
"""Further down nothing is set in any more: a phone is narrow."""


@dataclass(slots=True)
class Item:
    """One thing said: by a citizen (`message`), by the office (`variant`), or to itself (`note`)."""

    at: datetime
    depth: int = 0
    message: Message | None = None
    earlier: Sequence[MessageVersion] = ()
    variant: Variant | None = None
    publication: Publication | None = None
    note: Note | None = None
    hidings: Sequence[Hiding] = ()
    """What was decided about it under the house rules."""
    measures: Sequence[Measure] = ()
    """What the reader may decide about it."""
    findings: Sequence[Finding] = ()
    """What the screening points at in a citizen's words, for those who answer."""
    below: list[Item] = field(default_factory=list)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where in the words."""
        return [(one.start, one.end) for one in self.findings]

    @property
    def moving(self) -> bool:
        return self.variant is not None and is_moving(self.variant, self.publication)


@dataclass(frozen=True, slots=True)
class Talk:
    """One page of a thread, in reading order."""

    items: Sequence[Item]
    more: bool

    @property
    def moving(self) -> bool:
        """Whether something in it will change by itself soon."""
        return any(item.moving for item in self.items)


def talk(scope: Scope, message: Message, *, now: datetime, page: int) -> Talk:
    """The thread that the message stands in. As many queries whatever its length."""
    rows, more = selectors.thread(scope, message, now=now, page=page)
    keys = [row.pk for row in rows]
    variants = list(selectors.answers(scope, keys))
    shown = publications(scope, [variant.pk for variant in variants])
    tell_stops(scope, [publication.delivery for publication in shown.values()])
    screened.cover(scope, rows)
    found = _pointed_at(rows) if screened.reads_all(scope, message.account.office_id) else [()] * len(rows)
    said = {row.remote_id: _said(row, seen) for row, seen in zip(rows, found, strict=True)}
    by_key = {item.message.pk: item for item in said.values() if item.message}
    hidden, may = moderation.of_messages(scope, keys), permitted(scope, message.account)
    for item in by_key.values():
        if item.message:
            item.hidings = hidden.get(item.message.pk, ())
            item.measures = open_measures(may, item.message, item.hidings)
    for note in selectors.notes(scope, keys):
        by_key[note.message_id].below.append(Item(note.at, note=note))
    for variant in variants:
        publication = shown.get(variant.pk)
        item = Item(variant.revision.written_at, variant=variant, publication=publication)
        by_key[variant.revision.draft.answer.message_id].below.append(item)
        if publication and publication.delivery.remote_id:
            said[publication.delivery.remote_id] = item
    return Talk(list(_in_order(_heads(rows, said), 0)), more)


def _pointed_at(rows: Sequence[Message]) -> Sequence[Sequence[Finding]]:
    """What the screening finds in their words; a thread is of one account."""
    return screened.findings(rows[0].account.office_id, [screened.words_of(row) for row in rows]) if rows else []


def _said(row: Message, found: Sequence[Finding]) -> Item:
    *earlier, _last = row.versions.all()
    return Item(row.written_at, message=row, earlier=earlier, findings=found)


def _heads(rows: Sequence[Message], said: Mapping[str, Item]) -> list[Item]:
    """Each message under what it answers; those whose parent is not here stand at the head."""
    heads = []
    for row in rows:
        parent = said.get(row.in_reply_to)
        # A network may give nonsense: of what is older than itself alone nothing can go round in a circle.
        if parent is not None and parent.at < row.written_at:
            parent.below.append(said[row.remote_id])
        else:
            heads.append(said[row.remote_id])
    return heads


def _in_order(items: Sequence[Item], depth: int) -> Iterator[Item]:
    for item in sorted(items, key=lambda one: one.at):
        item.depth = min(depth, DEEPEST)
        yield item
        yield from _in_order(item.below, depth + 1)
