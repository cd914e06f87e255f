"""Captions of videos and sounds: read from WebVTT or SRT, written as WebVTT that holds times and words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.language.digits import format_number
from sanglap.language.normal import normalise

MOST_BYTES: Final = 1024 * 1024
MOST_CUES: Final = 5_000
LONGEST: Final = 500
"""Signs of one caption: what nobody can read in its time."""
MEDIA_TYPE: Final = "text/vtt"
_TIME: Final = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
_LINE: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TAG: Final = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_BESIDE: Final = ("NOTE", "STYLE", "REGION", "WEBVTT")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words, from one moment to another, in thousandths of a second."""

    start: int
    end: int
    text: str
    line: int = 0
    """Where its times stood in the file that was brought; 0: nobody knows any more."""


def read(content: bytes) -> list[Cue]:
    """The captions in a file. Raises ValidationError that names the line and says what to do."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file of captions is larger than 1 MB. It holds words and times alone."), "big")
    lines = _decoded(content).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    for cue in _cues(lines):
        if cues and cue.start < cues[-1].start:
            raise _fault(cue.line, _("it begins before the caption above it. Put the captions in order."), "order")
        cues.append(cue)
        if len(cues) > MOST_CUES:
            raise _fault(cue.line, _("there are more than 5,000 captions. Cut the video."), "many")
    if not cues:
        raise ValidationError(_("There is no caption in this file. Take a WebVTT (.vtt) or SRT (.srt) file."), "none")
    return cues


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The captions cannot be read as Unicode. Save the file as UTF-8."), "code") from None


def _cues(lines: Sequence[str]) -> Iterator[Cue]:
    number = 0
    while number < len(lines):
        block = number
        while block < len(lines) and lines[block].strip():
            block += 1
        if block > number:
            yield from _of_block(lines[number:block], number + 1)
        number = block + 1


def _of_block(block: Sequence[str], first: int) -> Iterator[Cue]:
    """The caption in some lines between empty ones, of which the first is the so-and-so-manieth of the file."""
    if block[0].strip().split(" ")[0] in _BESIDE:
        return
    place = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
    if place is None:
        raise _fault(first, _("no time stands here. It should be as in 00:00:05.000 --> 00:00:08.000."), "time")
    line, times = first + place, _LINE.fullmatch(block[place])
    if times is None:
        raise _fault(line, _("the time is not written as in 00:00:05.000 --> 00:00:08.000."), "time")
    start, end = _moment(*times.groups()[:4]), _moment(*times.groups()[4:])
    if end <= start:
        raise _fault(line, _("the caption ends before it begins."), "ends")
    words = _words(block[place + 1 :])
    if len(words) > LONGEST:
        raise _fault(line, _("the caption is longer than 500 characters. Divide it."), "long")
    if words:
        yield Cue(start, end, words, line)


def _moment(hours: str | None, minutes: str, seconds: str, parts: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1_000 + int(parts.ljust(3, "0"))


def _words(lines: Sequence[str]) -> str:
    plain = (normalise(unescape(_TAG.sub("", line))).replace("\0", "").strip() for line in lines)
    return "\n".join(line for line in plain if line)


def _fault(line: int, said: Any, code: str) -> ValidationError:
    """`line` is told in the reader's digits."""
    return ValidationError(_("Captions, line %(line)s: %(fault)s"), code, {"line": _number(line), "fault": said})


def _number(number: int) -> str:
    return format_number(number, get_language() or "bn")


def written(cues: Sequence[Cue]) -> bytes:
    """As clean WebVTT."""
    parts = ["WEBVTT"]
    for cue in cues:
        text = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        parts.append(f"{_told(cue.start)} --> {_told(cue.end)}\n{text}")
    return ("\n\n".join(parts) + "\n").encode()


def _told(moment: int) -> str:
    seconds, parts = divmod(moment, 1_000)
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{parts:03}"
