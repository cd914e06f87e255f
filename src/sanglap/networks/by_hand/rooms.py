"""Which videos and sounds the platforms take whose accounts are kept by hand, so far as they say it themselves."""

from __future__ import annotations

from typing import Final

from sanglap.networks.contract import RecordingRoom

_MEGABYTE: Final = 1024 * 1024
_SOUNDS: Final = ("audio/mpeg", "audio/mp4", "audio/ogg")
_FULL: Final = 3_840 * 2_160

USUAL: Final = RecordingRoom(types=("video/mp4", "video/webm", *_SOUNDS), captions=True)
"""Where nothing is known: everything, as far as a person can post it."""
_BY_PLATFORM: Final = {
    # Of sound alone there is no post on these.
    "facebook": RecordingRoom(types=("video/mp4",), captions=True),
    "instagram": RecordingRoom(types=("video/mp4",), bytes=300 * _MEGABYTE),
    "youtube": RecordingRoom(types=("video/mp4", "video/webm"), captions=True),
    "x": RecordingRoom(types=("video/mp4",), bytes=512 * _MEGABYTE, seconds=140),
    "linkedin": RecordingRoom(types=("video/mp4",), captions=True),
    "bluesky": RecordingRoom(types=("video/mp4",), bytes=300 * _MEGABYTE, captions=True),
    "mastodon": RecordingRoom(types=("video/mp4", "video/webm", *_SOUNDS), bytes=99 * _MEGABYTE, pixels=_FULL),
    "telegram": RecordingRoom(types=("video/mp4", *_SOUNDS)),
}


def room(platform: str) -> RecordingRoom:
    """That of the catalogue's platform of that key."""
    return _BY_PLATFORM.get(platform, USUAL)
