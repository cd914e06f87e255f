"""What becomes of drafts by itself."""

from sanglap.content import recordings, services, sights, working
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("content.expire", every=30.0)
def expire() -> bool:
    return services.expire(now=clock.now()) == services.BATCH


@loop("content.working_copies", every=3600.0)
def sweep_working_copies() -> bool:
    working.sweep(now=clock.now())
    return False


@loop("content.sights", every=1.0)
def look() -> bool:
    """Look at one picture; of those that wait, each worker takes another."""
    digest = sights.claim(now=clock.now())
    if digest is None:
        return False
    sights.keep(digest, sights.look(digest), now=clock.now())
    return True


@loop("content.recordings", every=1.0)
def make() -> bool:
    """Make one video or sound ready; of those that wait, each worker takes another."""
    recording = recordings.claim(now=clock.now())
    if recording is None:
        return False
    recordings.make(recording, now=clock.now())
    return True
