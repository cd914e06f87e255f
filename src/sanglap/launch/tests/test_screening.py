from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.clause("9")


def sanglap(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sanglap.launch", *words], input=given, capture_output=True, check=False
    )


def test_a_line_of_text_gives_a_line_of_json() -> None:
    texts = ["আমার নম্বর ০১৭১২৩৪৫৬৭৮", "", "আমি আর বাঁচতে চাই না", "\u2028 এক"]
    done = sanglap("screen", "--profile", "comment", given="\n".join(texts).encode() + b"\n\xff\xfe\r\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows[:4]] == texts
    assert len(rows) == 5
    (phone,) = rows[0]["findings"]
    assert (phone["clause"], phone["words"], phone["source"]) == ("6.c", "০১৭১২৩৪৫৬৭৮", "pattern:phone")
    assert rows[0]["script"] == "bangla"
    assert set(phone["reason"]) == {"bn", "en"}
    assert rows[2]["findings"][0]["category"] == "danger"
    assert set(rows[0]["scores"]) == {"religion", "gender", "threat"}


def test_a_data_folder_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    done = sanglap("screening", "train", "--data", str(tmp_path), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert b"bdshs-val.csv is not there." in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_task_that_is_given_decisions_too_is_refused_and_not_half_done(tmp_path: Path) -> None:
    given = ["--data", str(tmp_path), "--task", str(tmp_path / "task.yaml"), "--own", str(tmp_path / "own.csv")]
    done = sanglap("screening", "train", *given)
    assert done.returncode == 1
    assert b"leave --own away, or --task" in done.stderr


def test_whoever_writes_a_line_and_waits_has_his_answer() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sanglap.launch", "screen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asked:
        assert asked.stdin
        assert asked.stdout
        for text in ("এক", "দুই"):
            asked.stdin.write(text.encode() + b"\n")
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["text"] == text
        asked.stdin.close()
        assert asked.wait() == 0
