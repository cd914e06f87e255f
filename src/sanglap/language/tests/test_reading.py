"""The filters of the templates."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sanglap.core.localized import LocalizedText
from sanglap.language.templatetags import reading

AT = datetime(2026, 11, 23, 5, 7, tzinfo=UTC)


def test_in_bangla() -> None:
    with override("bn"):
        assert reading.number(12345678) == "১,২৩,৪৫,৬৭৮"
        assert reading.digits("7.a / 12") == "৭.a / ১২"
        assert reading.day(date(2026, 11, 23), "long") == "সোমবার, ২৩ নভেম্বর ২০২৬"
        assert "১১:০৭" in reading.clock_time(AT)
        assert "২৩ নভেম্বর ২০২৬" in reading.moment(AT)


def test_in_english() -> None:
    with override("en"):
        assert reading.number(12345678) == "1,23,45,678"
        assert reading.day(date(2026, 11, 23)) == "23 November 2026"


@pytest.mark.parametrize("name", ["number", "day", "moment", "clock_time", "iso"])
def test_nothing_is_shown_for_nothing(name: str) -> None:
    assert getattr(reading, name)(None) == ""


def test_a_text_in_another_language_says_so() -> None:
    with override("en"):
        assert reading.localized(LocalizedText(bn="দপ্তর <b>")) == '<span lang="bn">দপ্তর &lt;b&gt;</span>'
        assert reading.localized(LocalizedText(bn="দপ্তর", en="A & B")) == "A &amp; B"


def test_paragraphs_are_escaped() -> None:
    assert reading.paragraphs("এক\nদুই\n\n<script>") == "<p>এক<br>দুই</p>\n<p>&lt;script&gt;</p>"
    assert reading.paragraphs("") == ""


def test_paragraphs_of_a_text_in_several_languages_are_the_readers_and_escaped_once() -> None:
    with override("en"):
        both = LocalizedText(bn="ক", en="Bangladesh's\n\n<b>")
        assert reading.paragraphs(both) == "<p>Bangladesh&#x27;s</p>\n<p>&lt;b&gt;</p>"
        assert reading.paragraphs({"bn": "ক"}) == '<p lang="bn">ক</p>'


def _bare(html: str) -> str:
    """The marks without what is said at their ends."""
    return re.sub(r'<mark class="sg-marked" data-begin="[^"]+" data-end="[^"]+">', "[", html).replace("</mark>", "]")


def test_marks_stand_where_they_are_told_to_and_everything_is_escaped() -> None:
    text = "<b>এক</b>\nদুই & তিন\n\n\nচার"
    start = text.index("দুই")
    assert _bare(reading.marked(text, [(start, start + 5)])) == (
        "<p>&lt;b&gt;এক&lt;/b&gt;<br>[দুই &amp;] তিন</p>\n<p>চার</p>"
    )
    assert _bare(reading.marked(text, [(0, 3)])).startswith("<p>[&lt;b&gt;]এক")
    last = text.index("চার")
    assert _bare(reading.marked(text, [(last, len(text))])).endswith("<p>[চার]</p>")


def test_a_mark_over_lines_and_paragraphs_goes_on_in_each() -> None:
    assert _bare(reading.marked("ab\ncd\n\nef", [(1, 8)])) == "<p>a[b]<br>[cd]</p>\n<p>[e]f</p>"


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "abcdef"),
        ([(3, 5), (1, 4)], "a[bcde]f"),
        ([(1, 2), (2, 3)], "a[bc]def"),
        ([(1, 5), (2, 3)], "a[bcde]f"),
        ([(-3, 1), (5, 90)], "[a]bcde[f]"),
        ([(4, 4), (5, 2), (70, 80)], "abcdef"),
    ],
)
def test_marks_that_overlap_are_one_and_those_outside_are_none(spans: list[tuple[int, int]], shown: str) -> None:
    assert _bare(reading.marked("abcdef", spans)) == f"<p>{shown}</p>"


@given(
    st.text(alphabet="ab<&\n ক্ষ", max_size=30),
    st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=5),
)
def test_marks_add_nothing_and_take_nothing_away(text: str, spans: list[tuple[int, int]]) -> None:
    shown = re.sub("<mark[^>]*>|</mark>", "", reading.marked(text, spans))
    assert shown == reading.paragraphs(text)
