"""Accounts on networks that offer no usable API: people post what was approved, and say where it stands.

Nothing here calls anybody. What would call raises Refused: whoever asks has not looked at the capabilities.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from sanglap.core.localized import LocalizedText
from sanglap.networks.contract import (
    Capabilities,
    CommentPage,
    Connector,
    Limits,
    Outgoing,
    Profile,
    Published,
    RecordingRoom,
    Refused,
    Registration,
    Session,
    Shown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx

USUAL = RecordingRoom(types=("video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg"), captions=True)
"""Where no platform is known: everything, as far as a person can post it."""
ROOM = Limits(characters=5_000, pictures=10, recordings=USUAL)
"""No network is asked: about what the usual ones take."""


def _nobody_is_called() -> NoReturn:
    raise Refused("this account is kept by hand")


class ByHand:
    """The connector of what has none."""

    key = "by-hand"
    measure = "characters"
    name = LocalizedText(bn="হাতে পরিচালিত", en="Kept by hand")
    capabilities = Capabilities(
        idempotency=None,
        alt_text=True,
        edit=False,
        delete_own=False,
        delete_others=False,
        hide_reversible=False,
        hide_irreversible=False,
        native_schedule=False,
        history_backfill=False,
        reply_restricted=False,
        by_hand=True,
        room=ROOM,
    )

    async def register(self, server: str, redirect_uri: str, http: httpx.AsyncClient) -> Registration:
        _nobody_is_called()

    def consent_url(self, known: Registration, state: str, challenge: str) -> str:
        _nobody_is_called()

    async def exchange(
        self, known: Registration, code: str, verifier: str, http: httpx.AsyncClient
    ) -> Mapping[str, str]:
        _nobody_is_called()

    async def revoke(self, session: Session, known: Registration | None) -> None:
        _nobody_is_called()

    async def limits(self, session: Session) -> Limits:
        return ROOM

    async def check(self, session: Session) -> Profile:
        _nobody_is_called()

    async def look(self, server: str, handle: str, http: httpx.AsyncClient) -> Profile:
        _nobody_is_called()

    async def prepare(self, session: Session, outgoing: Outgoing) -> Outgoing:
        _nobody_is_called()

    async def publish(self, session: Session, outgoing: Outgoing, key: str) -> Published:
        _nobody_is_called()

    async def find_recent(self, session: Session, outgoing: Outgoing, since: datetime) -> Sequence[Published]:
        _nobody_is_called()

    async def shown_since(self, session: Session, remote_id: str, since: datetime) -> Sequence[Shown]:
        _nobody_is_called()

    async def gone(self, session: Session, remote_ids: Sequence[str]) -> Sequence[str]:
        _nobody_is_called()

    async def fetch_comments(self, session: Session, posts: Sequence[str], cursor: str) -> CommentPage:
        _nobody_is_called()


CONNECTOR: Connector = ByHand()
