"""What becomes of plans by itself."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.planning import beginning, declarations, verbs


@loop("planning.begin", every=300.0, wakes=(verbs.PLANNED, verbs.CHANGED))
def begin() -> bool:
    # One of which a day was missed may be due for its next at once, so it is looked again until none is.
    return beginning.begin(now=clock.now()) > 0


@loop("planning.tell", every=300.0, wakes=(verbs.DECLARED,))
def tell() -> bool:
    return declarations.tell(now=clock.now())
