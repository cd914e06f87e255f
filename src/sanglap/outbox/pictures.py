"""The pictures of what goes out, read from the store and held to what was approved."""

import asyncio
from dataclasses import replace

from sanglap.files import store
from sanglap.networks.contract import Outgoing, Picture, Refused


async def with_content(outgoing: Outgoing) -> Outgoing:
    """The same, with what is in its pictures. Raises Refused where one is missing or is not what was approved."""
    if not outgoing.pictures:
        return outgoing
    return await asyncio.to_thread(_read, outgoing)


def _read(outgoing: Outgoing) -> Outgoing:
    return replace(outgoing, pictures=tuple(_filled(picture) for picture in outgoing.pictures))


def _filled(picture: Picture) -> Picture:
    try:
        with store.read(picture.digest) as blob:
            content = blob.read()
    except store.Missing:
        raise Refused("a picture is no longer in the store") from None
    if store.digest_of(content) != picture.digest:
        raise Refused("a picture in the store is not the approved one")
    return replace(picture, content=content)
