"""Captions as people bring them: read, told where they are wrong, written clean."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sanglap.files.captions import Cue, read, written

pytestmark = pytest.mark.clause("6")
SRT = "1\r\n00:00:01,000 --> 00:00:03,500\r\nটিকা নিন\r\n\r\n2\r\n00:00:04,000 --> 00:00:06,000\r\nআগামী <i>রবিবার</i>\r\n"
VTT = """WEBVTT - by EVIL

STYLE
::cue { background: url(http://EVIL/) }

NOTE EVIL

intro
00:01.000 --> 00:03.500 align:start position:10%
<v EVIL>টিকা নিন</v>

00:04.000 --> 00:06.000
আগামী <b>রবিবার</b> &amp; <c.EVIL>সোমবার</c>
"""


def test_srt_and_webvtt_become_the_same_clean_captions() -> None:
    assert read(SRT.encode("utf-8-sig")) == read(SRT.encode("utf-16"))
    made = written(read(VTT.encode()))
    assert b"EVIL" not in made
    assert made.decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nটিকা নিন\n\n00:00:04.000 --> 00:00:06.000\nআগামী রবিবার &amp; সোমবার\n"
    )
    assert [(cue.start, cue.end, cue.text) for cue in read(made)] == [
        (1_000, 3_500, "টিকা নিন"), (4_000, 6_000, "আগামী রবিবার & সোমবার"),
    ]  # fmt: skip


def test_words_are_brought_into_their_normal_form() -> None:
    (cue,) = read("00:01.000 --> 00:02.000\nসড\u09bcক\u200b".encode())
    assert cue.text == read("00:01.000 --> 00:02.000\nসড়ক".encode())[0].text


def test_what_closes_a_tag_cannot_come_back() -> None:
    text = "a --> b <script> &lt;script&gt;"
    (cue,) = read(f"00:01.000 --> 00:02.000\n{text}".encode())
    assert "<script>" in cue.text, "as words"
    assert b"<script>" not in written([cue])
    assert written(read(written([cue]))) == written([cue])


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "none", ""),
        (b"WEBVTT\n\n", "none", ""),
        (b"\xff\x00\xfe" * 9, "code", ""),
        (b"x" * (1024 * 1024 + 1), "big", ""),
        (b"WEBVTT\n\nwords alone\n", "time", "৩"),
        (b"1\n00:00:01 --> 00:00:02\nx\n", "time", "২"),
        (b"00:01.000 --> 00:99.000\nx\n", "time", "১"),
        (b"00:02.000 --> 00:01.000\nx\n", "ends", "১"),
        (b"00:05.000 --> 00:06.000\nx\n\n00:04.000 --> 00:06.000\ny\n", "order", "৪"),
        (b"00:05.000 --> 00:06.000\n" + b"x" * 501, "long", "১"),
        (b"00:05.000 --> 00:06.000\nx\n\n" * 5_001, "many", "১৫,০০১"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "time", "১"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(content: bytes, code: str, line: str) -> None:
    with translation.override("bn"):
        with pytest.raises(ValidationError) as wrong:
            read(content)
        said = " ".join(wrong.value.messages)
    assert wrong.value.code == code
    assert f" {line}:" in said if line else said


def test_long_captions_are_told_in_hours() -> None:
    assert b"01:00:00.007 --> 01:01:01.500" in written([Cue(3_600_007, 3_661_500, "x")])
