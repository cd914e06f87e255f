"""Duties are reckoned when what they rest on has happened, and in any case now and then."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.duties import services, telling


@loop(
    "duties.reckon",
    every=30.0,
    wakes=("delivery.published", "delivery.found", "message.answered", "account.activated", "account.panel_set"),
)
def reckon() -> bool:
    services.reckon(now=clock.now())
    telling.tell(now=clock.now())
    return False
