"""What the outbox does by itself besides sending."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.outbox import reconcile, store


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
