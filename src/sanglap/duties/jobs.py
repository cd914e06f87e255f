"""Duties are reckoned when something was published or an account began, and in any case now and then."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.duties import services


@loop("duties.reckon", every=30.0, wakes=("delivery.published", "delivery.found", "account.activated"))
def reckon() -> bool:
    services.reckon(now=clock.now())
    return False
