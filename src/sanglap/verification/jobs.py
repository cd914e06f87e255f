"""Profiles and websites are looked at when their time has come: claimed, looked at without any transaction, kept."""

import structlog
from asgiref.sync import async_to_sync

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.verification import looking, services, verbs

log = structlog.get_logger(__name__)


@loop("verification.enrol", every=60.0, wakes=("account.proposed", "account.approved", "account.closed"))
def enrol() -> bool:
    services.enrol(now=clock.now())
    return False


@loop("verification.look", every=5.0, wakes=(verbs.ASKED, verbs.ASKED_SITE))
def look() -> bool:
    watches = services.claim(now=clock.now())
    if not watches:
        return False
    for result in async_to_sync(looking.look)(services.tasks(watches, now=clock.now())):
        try:
            keep(result)
        except Exception:
            # One that cannot be kept must not keep the others from being kept; it comes again.
            log.exception("a look could not be kept", watch=str(result.task.watch_id))
    return True


def keep(result: looking.Result) -> None:
    """Keep one result; the pictures are made clean before its transaction begins."""
    now = clock.now()
    if isinstance(result, looking.SiteSeen):
        services.keep_site(result, now=now)
    else:
        services.keep_profile(result, shown=services.taken_in(result, now=now), now=now)
