"""The store is swept now and then."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.files import services


@loop("files.sweep", every=3600.0)
def sweep() -> bool:
    services.sweep(now=clock.now())
    return False
