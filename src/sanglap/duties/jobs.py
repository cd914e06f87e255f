"""Duties are reckoned when what they rest on has happened, and in any case now and then."""

from uuid import UUID

from procrastinate.contrib.django import app

from sanglap.core import clock
from sanglap.core.jobs import AGAIN, loop
from sanglap.duties import reminding, services, telling

_STAND_OTHERWISE = (
    "office.moved", "office.merged", "office.created", "office.closed", "office.brought-in", "office.moved-by-list",
    "office.taken-back", "office.move-taken-back",
)  # fmt: skip
"""After these other offices stand below some office than stood there before."""


@loop(
    "duties.reckon",
    every=30.0,
    wakes=(
        "delivery.published",
        "delivery.found",
        "delivery.posted_by_hand",
        "message.answered",
        "account.activated",
        "account.panel_set",
        "account.suspended",
        "account.closed",
        "account.moved",
        "account.renamed",
        "renaming.begun",
        "attestation.made",
        "incident.closed",
        "verification.turned",
        "verification.confirmed",
        "exemption.granted",
        "exemption.ended",
    ),
    # A pass looks again at all with which something happened in the last minutes; one after each post that goes out
    # would hold up the posts.
    rest=3.0,
)
def reckon() -> bool:
    services.keep_up(now=clock.now())
    telling.tell(now=clock.now())
    return False


@loop("duties.recount", every=6 * 3600.0, wakes=_STAND_OTHERWISE)
def recount() -> bool:
    services.recount(now=clock.now())
    return False


@loop("duties.remind", every=1800.0, wakes=("account.panel_set", "account.activated"))
def remind() -> bool:
    return reminding.remind(now=clock.now()) == reminding.BATCH


@app.task(retry=AGAIN)
def go_on_reminding(reminding_id: str) -> None:
    """Remind batch by batch. The job may run twice, and be broken off."""
    while services.go_on(UUID(reminding_id), now=clock.now()):
        pass


@app.task(retry=AGAIN)
def make_export(export_id: str) -> None:
    services.make_export(UUID(export_id), now=clock.now())


@loop("duties.exports", every=3600.0)
def forget_exports() -> bool:
    services.forget_exports(now=clock.now())
    return False
