"""The filters of the templates."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

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
