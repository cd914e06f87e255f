"""What is to be confirmed soon is told of by itself."""

from sanglap.attestations import telling
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("attestations.remind", every=1800.0, wakes=("account.panel_set", "account.activated"))
def remind() -> bool:
    return telling.remind(now=clock.now()) == telling.BATCH
