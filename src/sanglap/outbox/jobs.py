"""What the outbox does by itself besides sending."""

from sanglap.core import clock
from sanglap.core.jobs import LISTENED, loop
from sanglap.outbox import compare, reconcile, store, verbs

ENGINE_WAKES = frozenset({verbs.SCHEDULED})
"""Upon these the engine looks at once for what is due."""
LISTENED.update(ENGINE_WAKES)


@loop("outbox.sweep", every=1.0)
def sweep() -> bool:
    store.sweep(now=clock.now())
    return False


@loop("outbox.reconcile", every=1.0)
def look_for_unknown() -> bool:
    delivery = reconcile.take(now=clock.now())
    if delivery is not None:
        reconcile.look(delivery, now=clock.now())
    return delivery is not None


@loop("outbox.compare", every=2.0, wakes=("delivery.posted_by_hand",))
def look_at_links() -> bool:
    delivery = compare.take()
    if delivery is not None:
        compare.look(delivery, now=clock.now())
    return delivery is not None
