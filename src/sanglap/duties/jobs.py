"""Duties are reckoned when what they rest on has happened, and in any case now and then."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.duties import services, telling


@loop(
    "duties.reckon",
    every=30.0,
    wakes=(
        "delivery.published",
        "delivery.found",
        "message.answered",
        "account.activated",
        "account.panel_set",
        "account.suspended",
        "exemption.granted",
        "exemption.ended",
    ),
)
def reckon() -> bool:
    services.reckon(now=clock.now())
    telling.tell(now=clock.now())
    return False


@loop("duties.recount", every=6 * 3600.0, wakes=("office.moved", "office.merged", "office.created", "office.closed"))
def recount() -> bool:
    services.recount(now=clock.now())
    return False
