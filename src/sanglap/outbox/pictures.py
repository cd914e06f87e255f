"""The pictures of what goes out, and its video or sound, read from the store and held to what was approved."""

import asyncio
import hashlib
from dataclasses import replace

from sanglap.files import store
from sanglap.networks.contract import Outgoing, Picture, Recording, Refused


async def with_content(outgoing: Outgoing) -> Outgoing:
    """The same, with what is in its pictures. Raises Refused where one is missing or is not what was approved."""
    if not outgoing.pictures and not outgoing.recording:
        return outgoing
    return await asyncio.to_thread(_read, outgoing)


def _read(outgoing: Outgoing) -> Outgoing:
    pictures = tuple(_filled(picture) for picture in outgoing.pictures)
    return replace(outgoing, pictures=pictures, recording=outgoing.recording and _found(outgoing.recording))


def _found(recording: Recording) -> Recording:
    """It is too large to be held in memory: only where it lies is said."""
    try:
        path = store.place_of(recording.digest)
        with path.open("rb") as content:
            same = hashlib.file_digest(content, "sha256").hexdigest() == recording.digest
    except (store.Missing, FileNotFoundError):
        raise Refused("the recording is no longer in the store") from None
    if not same:
        raise Refused("the recording in the store is not the approved one")
    return replace(recording, path=path)


def _filled(picture: Picture) -> Picture:
    try:
        with store.read(picture.digest) as blob:
            content = blob.read()
    except store.Missing:
        raise Refused("a picture is no longer in the store") from None
    if store.digest_of(content) != picture.digest:
        raise Refused("a picture in the store is not the approved one")
    return replace(picture, content=content)
