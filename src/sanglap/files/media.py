"""Videos and sounds: made anew by a program of its own (`remuxing`), which can reach nothing and is ended in time.

What is kept holds the pictures and the sound as they were coded, in a container that was written here, and nothing
else. Whatever is in the file, the process that asked goes on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = structlog.get_logger(__name__)
_PROGRAM: Final = Path(__file__).with_name("remuxing.py")
_MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 512 * _MEGABYTE
"""Of what is brought: what the largest of the usual networks takes."""
_ENDED: Final = {signal.SIGXCPU, signal.SIGKILL}
WAIT: Final = 180.0
"""Seconds after which the program is ended, whatever it does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the program may use, and what it takes in."""

    memory: int = 1_536 * _MEGABYTE
    """Bytes of addresses, libraries and all."""
    seconds: int = 120
    """Of reckoning."""
    written: int = MOST_BYTES + 64 * _MEGABYTE
    length: int = 2 * 60 * 60
    """Seconds that it may last."""
    pixels: int = 3_840 * 2_160
    side: int = 4_096


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a file."""

    media_type: str
    """As `video/mp4`."""
    milliseconds: int
    bits: int
    """Of one second."""
    video: str
    """By what its pictures are coded, as `h264`; "": there are none."""
    audio: str
    width: int = 0
    height: int = 0
    """As players show it."""
    frames: float = 0.0
    """Of one second."""


_FORMS: Final = {"mp4": "mp4", "webm": "webm", "mp3": "mpeg", "ogg": "ogg"}
ENDINGS: Final[Mapping[str, str]] = {
    "video/mp4": ".mp4", "video/webm": ".webm", "audio/mp4": ".m4a", "audio/mpeg": ".mp3", "audio/ogg": ".ogg"
}  # fmt: skip
"""What is made, and how its file's name ends."""
FAULTS: Final[Mapping[str, _StrPromise]] = {
    "empty": _("The file is empty. Choose it again."),
    "too_big": _("The file is larger than 512 MB. Make it smaller or shorter."),
    "kind": _("Only videos (MP4, WebM, MOV) and sounds (MP3, M4A, OGG) are taken. Save it as MP4 or MP3."),
    "codec": _("The video or sound is coded as networks do not show it. Save it as MP4 (H.264 with AAC) or MP3."),
    "broken": _("The video or sound is broken or not whole. Export or record it again."),
    "long": _("The video or sound lasts longer than two hours. Cut it."),
    "pixels": _("The video is larger than 3840 × 2160. Make it smaller."),
    "slow": _("The video or sound could not be made ready in time. Make it shorter or smaller."),
    "memory": _("The video or sound is made in an unusual way. Save it anew as MP4 or MP3."),
    "lost": _("The file was lost before it was made ready. Bring it again."),
}
"""Why something is not taken in, and what to do."""


class Unfit(Exception):
    """It is not taken in; `code` is one of `FAULTS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code if code in FAULTS else "broken"


def make(source: Path, target: Path, poster: Path, *, limits: Limits | None = None, wait: float = WAIT) -> Made:
    """Write what is in `source` anew to `target`, and a picture of it, where it has any, to `poster`.

    It takes up to `wait` seconds, so no transaction should be open. Raises Unfit.
    """
    if not source.exists():
        raise Unfit("lost")
    size = source.stat().st_size
    if not size or size > MOST_BYTES:
        raise Unfit("too_big" if size else "empty")
    told = json.dumps(asdict(limits or Limits()))
    command = ["nice", "-n", "10", sys.executable, "-I", str(_PROGRAM), str(source), str(target), str(poster), told]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=_surroundings(), timeout=wait, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unfit("slow") from None
    said = _said(done.stdout)
    if done.returncode or "fault" in said:
        log.info("a recording was not taken in", code=done.returncode, said=said)
        # Ended from outside for its time, or fallen over since its memory was used up in the middle of something.
        raise Unfit(said.get("fault", "slow" if -done.returncode in _ENDED else "memory"))
    return _made(said)


def _surroundings() -> dict[str, str]:
    """What the program is told of this machine: no secret of ours."""
    return {"LC_ALL": "C.UTF-8", **{name: os.environ[name] for name in ("PATH",) if name in os.environ}}


def _said(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _made(said: Mapping[str, Any]) -> Made:
    form = _FORMS[said["container"]]
    names = ("milliseconds", "bits", "video", "audio", "width", "height", "frames")
    return Made(media_type=f"{'video' if said['video'] else 'audio'}/{form}", **{name: said[name] for name in names})
