"""The posts of a calendar: those that are out and those that are planned, and what is to be said of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sanglap.accounts.selectors import panels_of
from sanglap.content import planned
from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.desk.planning.asking import Asked, Stage
from sanglap.guideline import loader
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Stop
from sanglap.outbox.selectors import covering
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission
from sanglap.publishing import selectors as publishing
from sanglap.publishing.models import Publication

MOST = 600
"""So many posts are shown together."""
_STAGES: Mapping[str, Stage] = {
    VariantState.DRAFT: Stage.DRAFT,
    VariantState.SUBMITTED: Stage.WAITING,
    VariantState.APPROVED: Stage.COMING,
    VariantState.RETURNED: Stage.BACK,
    VariantState.EXPIRED: Stage.BACK,
    DeliveryState.PUBLISHED: Stage.OUT,
    DeliveryState.SCHEDULED: Stage.COMING,
    DeliveryState.ATTEMPTING: Stage.COMING,
}
_TO_COME = frozenset({Stage.DRAFT, Stage.WAITING, Stage.COMING})


@dataclass(frozen=True, slots=True)
class Entry:
    """One post on one account."""

    at: datetime
    words: str
    """The first that its account shows."""
    tongue: str
    variant: Variant
    publication: Publication | None
    near: datetime | None = None
    """When another post of the account goes out too close to it."""
    held_by: Stop | None = None
    """A stop that holds it at its time, as things stand."""
    may_move: bool = False

    @property
    def stage(self) -> Stage:
        """How far it has come; what wants a person in the outbox is in trouble."""
        state = self.publication.delivery.state if self.publication else self.variant.state
        return _STAGES.get(state, Stage.TROUBLE)

    @property
    def to_come(self) -> bool:
        """Whether it is still to go out."""
        return self.stage in _TO_COME


@dataclass(frozen=True, slots=True)
class Listed:
    """Those of a span of time, in order; `cut` where there are more than are shown."""

    rows: Sequence[Entry]
    cut: bool
    apart: timedelta
    whole: Sequence[Entry] = ()
    """Those of every stage, whichever is asked for."""


def entries(scope: Scope, asked: Asked, *, since: datetime, until: datetime, now: datetime) -> Listed:
    """The posts of the offices and the account asked for, between those moments. The same few queries whatever their
    number.
    """
    book = loader.current()
    apart: timedelta = book.rule("posts-apart", on=book.calendar.day_of(now)).parameters.apart
    # What lies just outside may be too close to what lies inside.
    found = sorted(_found(scope, asked, since - apart, until + apart), key=lambda entry: (entry.at, entry.variant.pk))
    shown = [one for one in _with_near(found, apart) if since <= one.at < until]
    kept = [one for one in shown if asked.stage in {"", one.stage}]
    return Listed(_told(scope, kept[:MOST], now), len(found) >= MOST, apart, shown)


def _found(scope: Scope, asked: Asked, since: datetime, until: datetime) -> Iterator[Entry]:
    waiting = planned.between(scope, asked.offices, since=since, until=until)
    sent = publishing.between(scope, asked.offices, since=since, until=until)
    if asked.account:
        waiting, sent = waiting.filter(account=asked.account), sent.filter(variant__account=asked.account)
    if asked.campaign:
        waiting = waiting.filter(revision__draft__in_campaign__campaign=asked.campaign)
        sent = sent.filter(variant__revision__draft__in_campaign__campaign=asked.campaign)
    # What the selectors annotate.
    for variant in waiting[:MOST]:
        at = variant.revision.draft.publish_at
        if at is not None:
            yield Entry(at, variant.words, variant.tongue, variant, None)  # type: ignore[attr-defined]
    for one in sent[:MOST]:
        yield Entry(one.at, one.words, one.tongue, one.variant, one)  # type: ignore[attr-defined]


def _with_near(found: Iterable[Entry], apart: timedelta) -> list[Entry]:
    """The same, each that is still to go out with the moment of another of its account that comes too close."""
    rows = list(found)
    lines: dict[UUID, list[int]] = defaultdict(list)
    for number, entry in enumerate(rows):
        if entry.stage != Stage.BACK:
            lines[entry.variant.account_id].append(number)
    for line in lines.values():
        for first, second in pairwise(line):
            if rows[second].at - rows[first].at < apart:
                rows[first] = replace(rows[first], near=rows[second].at)
                rows[second] = replace(rows[second], near=rows[first].at)
    return [row if row.to_come else replace(row, near=None) for row in rows]


def _told(scope: Scope, rows: Sequence[Entry], now: datetime) -> list[Entry]:
    """The same with what holds them and whether the reader may move them."""
    coming = [row for row in rows if row.to_come]
    stops = covering(scope, [row.variant.account for row in coming], now=now) if coming else {}
    movable = _movable(scope, coming, now)
    return [
        replace(row, held_by=_held(row, stops), may_move=row.variant.pk in movable) if row.to_come else row
        for row in rows
    ]


def _held(row: Entry, stops: Mapping[UUID, Stop]) -> Stop | None:
    stop = stops.get(row.variant.account_id)
    return stop if stop and (stop.until is None or stop.until > row.at) else None


def _movable(scope: Scope, rows: Sequence[Entry], now: datetime) -> set[UUID]:
    """Those that the reader may give another time, as far as it is seen from each alone: its page asks again."""
    open_ = [row.variant for row in rows if row.publication is None]
    allowed = scope.among({variant.revision.draft.office_id for variant in open_})
    panels = panels_of(scope.person, at=now) if open_ else set()
    found = set()
    for variant in open_:
        approved = variant.state == VariantState.APPROVED
        wanted = Permission.POST_APPROVE if approved else Permission.POST_WRITE
        if allowed.may(wanted, variant.revision.draft.office_id) and (not approved or variant.account_id in panels):
            found.add(variant.pk)
    return found
