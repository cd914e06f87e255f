"""What publishing does by itself."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.publishing import services


@loop("publishing.release", every=1.0, wakes=("variant.approved",))
def release() -> bool:
    return services.release(now=clock.now()) > 0


@loop("publishing.recheck", every=1.0, wakes=("delivery.resend",))
def recheck() -> bool:
    services.recheck(now=clock.now())
    return False


@loop("publishing.tell", every=5.0, wakes=("delivery.failed", "delivery.outcome_unknown", "delivery.laid_ready"))
def tell() -> bool:
    services.tell_troubles(now=clock.now())
    return False
