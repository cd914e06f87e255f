"""What takes long to send is laid ready at the network first, outside the call that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sanglap.core import http
from sanglap.networks.contract import NotSent, Outgoing, Session
from sanglap.networks.registry import connector
from sanglap.outbox import store
from sanglap.outbox.pictures import with_content
from sanglap.outbox.store import Claim

Asked = Callable[[Claim], Awaitable[bool]]
"""Whether that may be shown now."""
QUESTIONS, PAUSE = 8, 1.0
"""The gate is found open again every few seconds; so often it is asked, so many seconds apart."""


async def laid_ready(claim: Claim, session: Session, said: Outgoing, may_go_on: Asked | None) -> Outgoing:
    """The same, with its video or sound lying ready at the network. Raises every error but OutcomeUnknown, among them
    NotSent where a stop came meanwhile, or the gate is no longer open.
    """
    said = await with_content(said)
    most = store.SENDING.total_seconds()
    try:
        patient = http.Timeout(read=60.0, total=most)
        async with asyncio.timeout(most), http.client(timeout=patient, connections=1) as own:
            ready = await connector(claim.network).prepare(replace(session, http=own), said)
    except TimeoutError:
        raise NotSent("the video or sound could not be sent in time") from None
    if may_go_on is not None and not await _still(claim, may_go_on):
        raise NotSent("it was stopped, or its gate closed, while its video or sound was being sent")
    return ready


async def _still(claim: Claim, may_go_on: Asked) -> bool:
    for number in range(QUESTIONS):
        if number:
            await asyncio.sleep(PAUSE)
        if await may_go_on(claim):
            return True
    return False
