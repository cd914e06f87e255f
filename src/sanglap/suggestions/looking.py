"""Reading many feeds at once, politely. No database: what is to be read is brought along."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import structlog

from sanglap.suggestions.models import SiteFeed
from sanglap.suggestions.reading import fetching
from sanglap.suggestions.reading.fetching import Reading
from sanglap.verification.reading.addresses import host

log = structlog.get_logger(__name__)

AT_ONCE = 20


async def look(feeds: Sequence[SiteFeed]) -> list[tuple[UUID, Reading]]:
    """Read these, many at once but one at a time at each host; their offices were read along. What fails by a fault of
    ours is logged and left out: it comes again when its time is given up.
    """
    gate, doors = asyncio.Semaphore(AT_ONCE), defaultdict[str, asyncio.Lock](asyncio.Lock)
    async with fetching.client() as client:

        async def one(feed: SiteFeed) -> tuple[UUID, Reading] | None:
            async with doors[host(feed.address)], gate:
                try:
                    found = await fetching.read(
                        client, feed.address, website=feed.office.website, etag=feed.etag, modified=feed.modified
                    )
                except Exception:
                    log.exception("a feed could not be read", feed=str(feed.pk))
                    return None
                return feed.pk, found

        results = await asyncio.gather(*(one(feed) for feed in feeds))
    return [result for result in results if result is not None]


async def look_once(address: str, website: str) -> Reading:
    """Read one that nobody has entered yet."""
    async with fetching.client() as client:
        return await fetching.read(client, address, website=website)
