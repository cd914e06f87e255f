"""What becomes of drafts by itself."""

from sanglap.content import services, working
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("content.expire", every=30.0)
def expire() -> bool:
    return services.expire(now=clock.now()) == services.BATCH


@loop("content.working_copies", every=3600.0)
def sweep_working_copies() -> bool:
    working.sweep(now=clock.now())
    return False
