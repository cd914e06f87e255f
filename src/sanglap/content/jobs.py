"""What becomes of drafts by itself."""

from sanglap.content import cards, lapsing, recordings, sights, working
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("content.expire", every=30.0)
def expire() -> bool:
    now = clock.now()
    warned = lapsing.warn(now=now)
    return lapsing.BATCH in {warned, lapsing.expire(now=now)}


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


@loop("content.cards", every=1.0)
def look_at_pages() -> bool:
    """Look at one page that posts link to; of those that wait, each worker takes another."""
    card = cards.claim(now=clock.now())
    if card is None:
        return False
    cards.keep(card, cards.look(card.address), now=clock.now())
    return True


@loop("content.recordings", every=1.0)
def make() -> bool:
    """Make one video or sound ready; of those that wait, each worker takes another."""
    recording = recordings.claim(now=clock.now())
    if recording is None:
        return False
    recordings.make(recording, now=clock.now())
    return True
