"""What campaigns do by themselves."""

from sanglap.campaigns import telling
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("campaigns.tell", every=60.0, wakes=("offer.withdrawn",))
def tell() -> bool:
    return telling.tell_withdrawn(now=clock.now()) == telling.BATCH
