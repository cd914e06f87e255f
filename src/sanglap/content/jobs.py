"""What becomes of drafts by itself."""

from sanglap.content import services
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("content.expire", every=30.0)
def expire() -> bool:
    return services.expire(now=clock.now()) == services.BATCH
