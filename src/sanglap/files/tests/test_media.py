"""What is made of videos and sounds, the hostile ones above all: each by a process that can reach nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import pytest
from PIL import Image

from sanglap.files import media
from sanglap.files.media import Limits, Made, Unfit
from sanglap.files.tests.malformed import EVIL
from sanglap.files.tests.recorded import EITHER, PLACE, REFUSED, SOUND, Build, film, recorded

pytestmark = pytest.mark.clause("6.a")
SECONDS = 20.0
"""However busy the machine is, none of the files takes so long."""
Outcome = Made | str


def _made(folder: Path, number: int, content: bytes) -> Outcome:
    source = folder / f"{number}"
    source.write_bytes(content)
    try:
        return media.make(source, folder / f"{number}.made", folder / f"{number}.jpg", wait=SECONDS)
    except Unfit as unfit:
        return unfit.code


def _all(folder: Path, builds: Iterable[Build]) -> list[Outcome]:
    """What came of each; two at a time, since each is a process of its own."""
    contents = [build() for build in builds]
    with ThreadPoolExecutor(2) as hands:
        return list(hands.map(_made, [folder] * len(contents), range(len(contents)), contents))


def test_what_is_refused_is_refused_for_its_reason(tmp_path: Path) -> None:
    assert len(REFUSED) >= 25
    codes = _all(tmp_path, [build for _code, build in REFUSED.values()])
    wanted = {name: code for name, (code, _build) in REFUSED.items()}
    assert dict(zip(REFUSED, codes, strict=True)) == wanted


def test_what_is_taken_in_holds_nothing_but_what_is_seen_and_heard(tmp_path: Path) -> None:
    found = _all(tmp_path, [build for _type, build in SOUND.values()])
    said = {name: one if isinstance(one, str) else one.media_type for name, one in zip(SOUND, found, strict=True)}
    assert said == {name: media_type for name, (media_type, _build) in SOUND.items()}
    for number, (name, one) in enumerate(zip(SOUND, found, strict=True)):
        assert isinstance(one, Made), name
        assert 1_900 <= one.milliseconds <= 2_200, name
        content = (tmp_path / f"{number}.made").read_bytes()
        for hidden in (EVIL, PLACE.encode(), b"x264", b"2026", b"/etc/passwd", b"script"):
            assert hidden not in content, (name, hidden)
        _plays(tmp_path / f"{number}.made", one, name)
        if one.video:
            with Image.open(tmp_path / f"{number}.jpg") as poster:
                assert poster.size == (one.width, one.height) == (96, 64), name


def _plays(path: Path, made: Made, name: str) -> None:
    with av.open(str(path)) as container:
        kinds = [stream.type for stream in container.streams]
        assert kinds == [kind for kind, there in (("video", made.video), ("audio", made.audio)) if there], name
        for stream in container.streams:
            assert sum(1 for _frame in container.decode(stream)) > 10, name
            container.seek(0)
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}, name


def test_of_what_may_go_either_way_comes_no_harm(tmp_path: Path) -> None:
    began = time.monotonic()
    for name, one in zip(EITHER, _all(tmp_path, EITHER.values()), strict=True):
        assert isinstance(one, Made) or one in media.FAULTS, name
    assert time.monotonic() - began < SECONDS


def test_an_index_stands_before_what_it_is_of(tmp_path: Path) -> None:
    assert isinstance(_made(tmp_path, 0, film()), Made)
    content = (tmp_path / "0.made").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(length=1), "long"),
        (Limits(pixels=90 * 60), "pixels"),
        (Limits(memory=1), "memory"),
        (Limits(written=4_096), "broken"),
    ],
)
def test_limits_hold(tmp_path: Path, limits: Limits, code: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(film())
    with pytest.raises(Unfit) as refused:
        media.make(source, tmp_path / "made", tmp_path / "poster", limits=limits)
    assert refused.value.code == code


def test_it_is_ended_in_time(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(recorded("mp4", "libx264"))
    with pytest.raises(Unfit, match="slow"):
        media.make(source, tmp_path / "made", tmp_path / "poster", wait=0.01)


def test_the_program_can_open_nothing_more(tmp_path: Path) -> None:
    """Run with its own guard, and then with what a reader of a container might try."""
    tried = """
import runpy, socket, sys
program = runpy.run_path(sys.argv[1])
program["_shut"]({"memory": 2**31, "seconds": 9, "written": 9}, files=3)
for what in (lambda: open("/etc/passwd"), socket.socket):
    try:
        what()
    except OSError:
        continue
    raise SystemExit(1)
"""
    command = [sys.executable, "-I", "-c", tried, str(media._PROGRAM)]
    assert subprocess.run(command, check=False, capture_output=True, timeout=30).returncode == 0


def test_it_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGLAP_SECRET", "EVIL")
    told: Mapping[str, str] = media._surroundings()
    assert "EVIL" not in json.dumps(dict(told))
