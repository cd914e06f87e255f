"""What colleagues and offices' websites suggested: some waits, some was published, and the feeds that are read."""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.register import Office
from sanglap.bench.seed.world import World
from sanglap.suggestions.models import Entry, SiteFeed, Suggestion
from sanglap.suggestions.models import Kind as Source
from sanglap.suggestions.states import FeedState, SuggestionState

_FEED = Form(SiteFeed, "id", "office_id", "address", "entered_by_id", "entered_at", "state", "next_at")
_ENTRY = Form(Entry, "id", "feed_id", "key", "seen_at")
_SUGGESTION = Form(
    Suggestion, "id", "office_id", "kind", "suggested_by_id", "origin_id", "entry_id", "words", "at", "state",
    "seen_to_by_id", "seen_to_at", "reason",
)  # fmt: skip
_HOUR, _DAY = 3_600_000, 86_400_000
_SUGGESTED_EVERY, _FEED_EVERY, _ENTRIES = 2, 12, 5
"""Two of so many accounts' offices have suggestions; one of so many has a feed, with so many entries that were seen."""
_OF_FEEDS = 1 << 40
"""From this number on: the suggestions that come from feeds."""
_WORDS = "আজ প্রাথমিক বিদ্যালয়ে চারা লাগানো হলো, ছবি দিলাম।"
_REASON = "ধন্যবাদ। এটি আমাদের পেজের বিষয় নয়।"


def _load(world: World, _part: int) -> int:
    rows = Gathered(_FEED, _ENTRY, _SUGGESTION)
    for number, account in enumerate(world.active):
        office, writer, head = account.office, world.writer(account), world.head(account.office)
        if writer is None or head is None:
            continue
        if office.known or number % _SUGGESTED_EVERY == 0:
            for turn, state in enumerate((SuggestionState.WAITING, SuggestionState.DECLINED)):
                at = world.now - (3 + 40 * turn) * _HOUR
                open_ = state == SuggestionState.WAITING
                rows.add(
                    _SUGGESTION, key(at, 2 * number + turn), office.key, Source.PERSON.value, head, office.key, NULL,
                    _WORDS, stamp(at), state.value, NULL if open_ else writer, NULL if open_ else stamp(at + _HOUR),
                    "" if open_ else _REASON,
                )  # fmt: skip
        if number % _FEED_EVERY == 0:
            _read(world, rows, number, office, head)
    return rows.copy()


def _read(world: World, rows: Gathered, number: int, office: Office, head: str) -> None:
    """A feed and what it said."""
    feed, since = key(world.now - 90 * _DAY, number), world.now - 90 * _DAY
    rows.add(
        _FEED, feed, office.key, f"https://{office.code}.example.gov.bd/feed/{number}", head, stamp(since),
        FeedState.RUNNING.value, stamp(world.now + _HOUR),
    )  # fmt: skip
    for turn in range(_ENTRIES):
        at, count = world.now - turn * _DAY, number * _ENTRIES + turn
        entry = key(at, count)
        rows.add(_ENTRY, entry, feed, f"{number}:{turn}", stamp(at))
        rows.add(
            _SUGGESTION, key(at, _OF_FEEDS + count), office.key, Source.FEED.value, NULL, NULL, entry, _WORDS,
            stamp(at), SuggestionState.WAITING.value, NULL, NULL, "",
        )  # fmt: skip


KIND = Kind("suggestions", lambda _world: 1, _load)
