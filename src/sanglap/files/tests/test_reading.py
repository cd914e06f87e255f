"""Text in pictures is read where the program is; where it is not, or fails, that is said and nothing else happens."""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from sanglap.files import reading
from sanglap.files.tests.drawn import poster
from sanglap.language.normal import normalise

pytestmark = pytest.mark.clause("6.c")
NOTICE = (
    "উপজেলা নির্বাহী অফিসারের কার্যালয়",
    "রবিবার সকাল দশটায় ইউনিয়ন পরিষদে শিশুদের টিকা দেওয়া হবে।",
    "যোগাযোগ: ০১৭১১-২২৩৩৪৪",
    "Vaccination camp on Sunday",
)
WORDS = [normalise(word) for line in NOTICE for word in line.split()]


def share(image: bytes) -> float:
    """Which part of the words was read right."""
    got = reading.read(image).text.split()
    return sum(word in got for word in WORDS) / len(WORDS)


@pytest.mark.parametrize(
    ("size", "ink", "paper", "least"),
    [
        (34, "black", "white", 0.95), (24, "black", "white", 0.95), (34, "white", "#0b5d44", 0.95),
        (18, "black", "white", 0.9),
    ],
)  # fmt: skip
def test_bangla_and_english_are_read(tesseract: str, size: int, ink: str, paper: str, least: float) -> None:
    assert share(poster(NOTICE, size=size, ink=ink, paper=paper)) >= least


def test_each_word_says_where_it_stands_in_the_text_and_in_the_picture(tesseract: str) -> None:
    read = reading.read(poster(NOTICE))
    line = read.text.splitlines()[2]
    assert line == "যোগাযোগ: ০১৭১১-২২৩৩৪৪"
    number = next(word for word in read.words if read.text[word.start : word.end] == "০১৭১১-২২৩৩৪৪")
    # The third of four lines on a sheet of 80 + 4 * 68 points.
    assert (40 + 2 * 68) / 352 - 0.05 <= number.box.top <= (40 + 3 * 68) / 352
    assert 0.1 < number.box.left < 0.3
    assert 0 < number.box.height < 68 / 352
    assert all(read.text[one.start : one.end].strip() == read.text[one.start : one.end] != "" for one in read.words)


@pytest.mark.parametrize("turned", [90, 180, 7])
def test_what_is_turned_or_huge_takes_a_bounded_time(tesseract: str, turned: int) -> None:
    begun = time.monotonic()
    reading.read(poster(NOTICE * 12, size=40, width=3_000, turned=turned))
    assert time.monotonic() - begun < reading.SECONDS


def test_a_picture_without_writing_has_no_text(tesseract: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (3, 2_000), (0, 90, 60, 128)).save(out, "PNG")
    assert reading.read(out.getvalue()).text == ""


@pytest.mark.parametrize("content", [b"", b"no picture", poster(NOTICE)[:900]])
def test_what_is_no_picture_is_unreadable(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(reading, "ready", lambda: True)
    with pytest.raises(reading.Unreadable):
        reading.read(content)


@pytest.fixture
def pretended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands first on the path; a program of the reader's name there is the one that is called."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    reading.ready.cache_clear()
    yield tmp_path
    reading.ready.cache_clear()


def program(folder: Path, script: str, languages: str = "ben eng") -> None:
    path = folder / reading.PROGRAM
    listed = "\\n".join(["List:", *languages.split()])
    path.write_text(f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "{listed}\\n"; exit; fi\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(("languages", "lacking"), [("ben eng osd", ""), ("eng osd", "ben"), ("ben", "eng")])
def test_without_one_of_the_languages_it_is_off(pretended: Path, languages: str, lacking: str) -> None:
    program(pretended, "exit 3", languages)
    assert reading.missing() == lacking
    assert reading.ready() is (lacking == "")
    with pytest.raises(reading.Off if lacking else reading.Unreadable):
        reading.read(poster(NOTICE))


def test_without_the_program_it_is_off(pretended: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(pretended))
    assert reading.missing() == reading.PROGRAM
    with pytest.raises(reading.Off):
        reading.read(poster(NOTICE))


def test_what_takes_too_long_is_ended(pretended: Path) -> None:
    program(pretended, "exec sleep 30")
    begun = time.monotonic()
    with pytest.raises(reading.Slow):
        reading.read(poster(NOTICE), seconds=0.5)
    assert time.monotonic() - begun < 5


def test_the_program_is_told_no_secret(pretended: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    program(pretended, f"cat > /dev/null; env > {pretended}/told")
    reading.read(poster(NOTICE))
    told = (pretended / "told").read_text()
    assert "secret" not in told
    assert "OMP_THREAD_LIMIT=1" in told


def test_rows_that_make_no_sense_are_passed_over(pretended: Path) -> None:
    words = (("96.1", "সভা"), ("59", "ছায়া"), ("31", "০১৭১১"), ("95", "|"), ("x", "কথা"))
    rows = [f"5 1 1 1 1 {number} 10 10 50 20 {sure} {word}" for number, (sure, word) in enumerate(words)]
    # An edge of something that looks like a letter, a row cut short, and one that is none.
    rows += ["5 2 1 1 1 1 0 0 9 9 90 A", "5 1", "nonsense"]
    (pretended / "table").write_text("\n".join(["level", *rows]).replace(" ", "\t"))
    program(pretended, f"cat > /dev/null; cat {pretended}/table")
    assert reading.read(poster(NOTICE)).text == "সভা ০১৭১১"
