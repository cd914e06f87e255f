"""The public figures are reckoned beforehand."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.moderation.services import reckon


@loop("moderation.figures", every=60.0)
def figures() -> bool:
    reckon(now=clock.now())
    return False
