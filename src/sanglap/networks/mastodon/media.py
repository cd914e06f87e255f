"""Uploading pictures, videos and sounds. Until a post names it, an upload is shown nowhere: it may be repeated,
whatever became of it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from sanglap.networks.contract import NotSent, Picture, Recording, Refused, Session
from sanglap.networks.mastodon import mapping
from sanglap.networks.mastodon.calls import get, in_path, understood, upload

if TYPE_CHECKING:
    from collections.abc import Sequence

PAUSE = 0.5
"""Seconds between two questions whether a picture is ready."""
QUESTIONS = 20
LONG_PAUSE, LONG_QUESTIONS = 2.0, 150
"""The same of a video, which a server codes anew: five minutes."""
_ENDINGS = {"audio/mpeg": "mp3", "audio/mp4": "m4a"}


async def upload_all(session: Session, pictures: Sequence[Picture]) -> list[str]:
    """The server's ids of the pictures, in order, ready to be shown. Raises every error but OutcomeUnknown."""
    ids = [await _upload(session, picture) for picture in pictures]
    return [await _ready(session, remote_id, PAUSE, QUESTIONS) if waits else remote_id for remote_id, waits in ids]


async def send(session: Session, recording: Recording) -> str:
    """The server's id of the video or sound, ready to be shown. Raises every error but OutcomeUnknown."""
    if recording.path is None:
        raise Refused("the recording was not read")
    ending = _ENDINGS.get(recording.media_type, recording.media_type.rpartition("/")[2])
    with recording.path.open("rb") as content:
        file = (f"{recording.digest[:16]}.{ending}", content, recording.media_type)
        answer = await upload(session, "/api/v2/media", file, {"description": recording.alt})
    remote_id = understood(lambda said: mapping.identity(said.json()), answer)
    if answer.status_code != httpx.codes.ACCEPTED:
        return remote_id
    return await _ready(session, remote_id, LONG_PAUSE, LONG_QUESTIONS)


async def _upload(session: Session, picture: Picture) -> tuple[str, bool]:
    """Its id, and whether the server is still at work on it (202)."""
    ending = picture.media_type.rpartition("/")[2]
    file = (f"{picture.digest[:16]}.{ending}", picture.content, picture.media_type)
    answer = await upload(session, "/api/v2/media", file, {"description": picture.alt})
    remote_id = understood(lambda said: mapping.identity(said.json()), answer)
    return remote_id, answer.status_code == httpx.codes.ACCEPTED


async def _ready(session: Session, remote_id: str, pause: float, questions: int) -> str:
    for _question in range(questions):
        await asyncio.sleep(pause)
        answer = await get(session, f"/api/v1/media/{in_path(remote_id)}")
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            return remote_id
    raise NotSent("the server is still at work on what was uploaded")
