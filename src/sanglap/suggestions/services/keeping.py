"""Which feeds are read next, and keeping what was found in them: each entry becomes a suggestion once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sanglap.core.ids import new_id
from sanglap.offices.states import OfficeState
from sanglap.suggestions.models import Entry, Kind, SiteFeed, Suggestion
from sanglap.suggestions.reading import entries as reading
from sanglap.suggestions.reading.fetching import Reading
from sanglap.suggestions.services.feeds import rule_at
from sanglap.suggestions.states import FeedState
from sanglap.verification.reading.addresses import host

BATCH = 40
OF_ONE_HOST = 4
"""The most that one batch takes up of the same host."""
LEASE = timedelta(minutes=10)
_MOST_FAULTS = 1_000


@transaction.atomic
def claim(*, now: datetime) -> list[SiteFeed]:
    """Take up what is due, kept from other workers for a while: what waits longest first, of each host a few."""
    due = (
        SiteFeed.objects.filter(next_at__lte=now, office__state=OfficeState.OPEN)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("office")
        .order_by("next_at")
    )
    taken = list(_few_of_each_host(due[: 2 * BATCH]))[:BATCH]
    SiteFeed.objects.filter(pk__in=[feed.pk for feed in taken]).update(next_at=now + LEASE)
    return taken


def _few_of_each_host(rows: Iterable[SiteFeed]) -> Iterable[SiteFeed]:
    taken: Counter[str] = Counter()
    for feed in rows:
        of = host(feed.address)
        taken[of] += 1
        if taken[of] <= OF_ONE_HOST:
            yield feed


@transaction.atomic
def keep(feed_id: UUID, read: Reading, *, now: datetime) -> list[Suggestion]:
    """Keep what a reading found; gives the new suggestions. Of a feed that was stopped meanwhile nothing is kept."""
    feed = SiteFeed.objects.select_for_update(of=("self",)).get(pk=feed_id)
    if feed.state != FeedState.RUNNING:
        return []
    made: list[Suggestion] = []
    if read.fault is not None:
        feed.fault, feed.elsewhere = read.fault, read.elsewhere[:1000]
        feed.fault_since = feed.fault_since or now
        feed.faults = min(feed.faults + 1, _MOST_FAULTS)
    else:
        feed.fault, feed.elsewhere, feed.fault_since, feed.faults = "", "", None, 0
        feed.etag, feed.modified = read.etag, read.modified
        if read.found is not None:
            feed.title = read.found.title or feed.title
            made = _taken_in(feed, read.found.entries, now)
            feed.begun_at = feed.begun_at or now
    feed.read_at, feed.next_at = now, now + rule_at(now).until_next(feed.faults)
    feed.save()
    return made


def _taken_in(feed: SiteFeed, found: Sequence[reading.Entry], now: datetime) -> list[Suggestion]:
    """All that is new is known from now on; the newest of it becomes suggestions, in the order in which it was said."""
    rule = rule_at(now)
    new = _unknown(feed, found)
    taken = new[: rule.at_once if feed.begun_at else rule.first]
    feed.left_out = len(new) - len(taken) if feed.begun_at else 0
    rows = {one.key: Entry(id=new_id(), feed=feed, key=one.key, link_key=one.link_key, seen_at=now) for one in new}
    Entry.objects.bulk_create(rows.values())
    return Suggestion.objects.bulk_create(
        Suggestion(
            id=new_id(), office_id=feed.office_id, kind=Kind.FEED, entry=rows[one.key], words=one.words, link=one.link,
            said_at=one.at if one.at and one.at <= now else None, at=now,
        )
        for one in reversed(taken)
    )  # fmt: skip


def _unknown(feed: SiteFeed, found: Sequence[reading.Entry]) -> list[reading.Entry]:
    """Those whose id and link were both not seen yet: a website that changes its ids suggests nothing anew."""
    links = {one.link_key for one in found if one.link_key}
    rows = Entry.objects.filter(Q(key__in={one.key for one in found}) | Q(link_key__in=links), feed=feed)
    known = {mark for pair in rows.values_list("key", "link_key") for mark in pair if mark}
    return [one for one in found if one.key not in known and one.link_key not in known]
