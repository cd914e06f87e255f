"""What is reckoned beforehand of offices."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.offices.services.figures import reckon_areas


@loop("offices.areas", every=60.0)
def reckon() -> bool:
    reckon_areas(now=clock.now())
    return False
