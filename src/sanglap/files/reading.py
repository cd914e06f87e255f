"""The text in a picture, read by the program `tesseract` where it is installed with Bangla and English.

The program is told nothing but grey points of bounded number, runs alone, behind others and for a bounded time. What it
reads is never certain: whoever is shown it is shown the picture beside it.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import structlog
from PIL import Image, ImageOps

from sanglap.core.boxes import Box
from sanglap.language.normal import normalise

log = structlog.get_logger(__name__)

PROGRAM: Final = "tesseract"
LANGUAGES: Final = ("ben", "eng")
SECONDS: Final = 15.0
"""The longest one picture may take; most take half a second."""
MOST_WORDS: Final = 1_500
"""Of a picture so many words are kept: a full page of print has five hundred."""
LONGEST_WORD: Final = 200
_MOST_PIXELS: Final = 40_000_000
_SIDE: Final = 2_048
"""The longer side in points to which a picture is brought: with it the time is bounded, whatever was given."""
_LEAST: Final = 8
_SPARSE: Final = "11"
"""Words anywhere, as on posters: looking for columns overlooks what stands on a photo."""
_SURE: Final = 60.0
_SURE_OF_NUMBERS: Final = 30.0
"""From this confidence on, of 100, a word counts. Leaves and bricks are read as words below it; a telephone number that
is read with doubt is pointed at rather too often than too seldom.
"""
_FEWEST: Final = 3
"""A line with fewer letters and digits is no writing, but an edge of something."""
_ROOM: Final = 0.4
"""So much of its height stays free around a word."""
_COLUMNS: Final = 12
_WORD: Final = "5"


class Unreadable(Exception):
    """The picture was not read: it is broken, or the program failed. The message is for the log."""


class Slow(Unreadable):
    """It took too long, this time: the machine may have been busy."""


class Off(Exception):
    """Text in pictures is not read here: the program or one of its languages is not installed."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, where it stands in the text (code points), and where in the picture."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Text:
    """What was read, in normal form, line by line."""

    text: str = ""
    words: Sequence[Word] = ()


@cache
def ready() -> bool:
    """Whether the program is here with both languages. Asked once in each process."""
    return not missing()


def missing() -> str:
    """What is lacking for reading: "tesseract" or a language of it, as "ben"; "": nothing."""
    if shutil.which(PROGRAM) is None:
        return PROGRAM
    try:
        told = subprocess.run(
            [PROGRAM, "--list-langs"], capture_output=True, env=_surroundings(), timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return PROGRAM
    known = told.stdout.decode(errors="replace").split()
    return next((language for language in LANGUAGES if language not in known), "")


def read(image: bytes, *, seconds: float = SECONDS) -> Text:
    """The words in the picture. It takes up to so many seconds, so no transaction should be open.

    Raises Off; Unreadable, or Slow.
    """
    if not ready():
        raise Off
    points = _grey(image)
    command = ["nice", "-n", "10", PROGRAM, "stdin", "stdout", "-l", "+".join(LANGUAGES), "--psm", _SPARSE, "tsv"]
    try:
        told = subprocess.run(
            command, input=_written(points), capture_output=True, env=_surroundings(), timeout=seconds, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise Slow(f"not read within {seconds:.1f} s") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:500]) from error
    return _put_together(list(_words(told.stdout.decode(errors="replace"), points.size)))


def _surroundings() -> dict[str, str]:
    """What the program is told of this machine: no secret of ours, and to use one core."""
    known = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {**known, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _grey(image: bytes) -> Image.Image:
    """The picture in grey, upright, on white paper, of bounded size. Raises Unreadable."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(image)) as opened:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            _check_size(opened)
            opened.draft("RGB", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((_SIDE, _SIDE))
            flat = Image.new("RGBA", upright.size, "white")
            flat.alpha_composite(upright.convert("RGBA"))
            return flat.convert("L")
    # Pillow's readers raise whatever a broken file makes them stumble over.
    except Exception as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:500]) from error


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > _MOST_PIXELS:
        raise Unreadable("too many pixels")


def _written(points: Image.Image) -> bytes:
    if min(points.size) < _LEAST:
        points = ImageOps.expand(points, border=_LEAST, fill="white")
    out = io.BytesIO()
    points.save(out, "PPM")
    return out.getvalue()


def _words(table: str, size: tuple[int, int]) -> Iterator[tuple[tuple[str, ...], str, Box]]:
    """Each word that counts, with the line that it stands in. What is no row of a word is passed over."""
    for row in table.splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) != _COLUMNS or columns[0] != _WORD:
            continue
        word = normalise(columns[11].replace("\0", "")).strip()[:LONGEST_WORD]
        try:
            left, top, width, height = (int(value) for value in columns[6:10])
            sure = float(columns[10])
        except ValueError:
            continue
        if _counts(word, sure):
            yield tuple(columns[1:5]), word, _around(left, top, width, height, size)


def _around(left: int, top: int, width: int, height: int, size: tuple[int, int]) -> Box:
    """A box in points as fractions of the picture, with some room, so that a frame leaves the word to be read."""
    room, (wide, high) = _ROOM * height, size
    first, above = max(0.0, left - room), max(0.0, top - room)
    last, below = min(wide, left + width + room), min(high, top + height + room)
    return Box(first / wide, above / high, (last - first) / wide, (below - above) / high)


def _counts(word: str, sure: float) -> bool:
    signs = [sign for sign in word if sign.isalnum()]
    number = signs and all(sign.isdigit() for sign in signs)
    return bool(signs) and sure >= (_SURE_OF_NUMBERS if number else _SURE)


def _put_together(found: Sequence[tuple[tuple[str, ...], str, Box]]) -> Text:
    lines: dict[tuple[str, ...], list[tuple[str, Box]]] = {}
    for line, word, box in found[:MOST_WORDS]:
        lines.setdefault(line, []).append((word, box))
    text, words = "", []
    for members in lines.values():
        if sum(sign.isalnum() for word, _box in members for sign in word) < _FEWEST:
            continue
        text += "\n" if text else ""
        for number, (word, box) in enumerate(members):
            text += " " if number else ""
            words.append(Word(len(text), len(text) + len(word), box))
            text += word
    return Text(text, words)
