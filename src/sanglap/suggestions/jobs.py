"""Feeds are read when their time has come: claimed, read without any transaction, kept. What became is followed."""

import structlog
from asgiref.sync import async_to_sync

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.suggestions import looking, services, verbs

log = structlog.get_logger(__name__)


@loop("suggestions.read", every=30.0, wakes=(verbs.ENTERED, verbs.ASKED, "feed.resumed"))
def read() -> bool:
    feeds = services.claim(now=clock.now())
    if not feeds:
        return False
    for key, found in async_to_sync(looking.look)(feeds):
        try:
            services.keep(key, found, now=clock.now())
        except Exception:
            # One that cannot be kept must not keep the others from being kept; it comes again.
            log.exception("what a feed says could not be kept", feed=str(key))
    return True


@loop("suggestions.follow", every=60.0)
def follow() -> bool:
    return services.follow(now=clock.now())


@loop("suggestions.sweep", every=3600.0)
def sweep() -> bool:
    lapsed, left = services.lapse(now=clock.now()), services.sweep(now=clock.now())
    return bool(lapsed or left)
