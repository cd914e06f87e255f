"""What becomes of plans by itself."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.planning import beginning, declarations, verbs


@loop("planning.begin", every=300.0, wakes=(verbs.PLANNED, verbs.CHANGED))
def begin() -> bool:
    return beginning.begin(now=clock.now()) == beginning.BATCH


@loop("planning.tell", every=300.0, wakes=(verbs.DECLARED,))
def tell() -> bool:
    return declarations.tell(now=clock.now())
