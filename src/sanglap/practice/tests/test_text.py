"""Lengths and HTML as Mastodon makes them. The module is pure, so it is called directly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.practice import text

ORIGIN = "https://practice.example"


@pytest.mark.parametrize(
    ("given_text", "length"),
    [
        ("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", 16),
        ("ক্ষ", 1),
        ("https://www.example.gov.bd/" + "a" * 300, 23),
        ("http://a.bd", 23),
        ("দেখুন https://a.bd।", 4 + 23 + 1),
        ("(https://a.bd/x_(y))", 25),
        ("@office@far.example", 7),
        ("@office", 7),
        ("xhttps://a.bd", 13),
        ("http://localhost/x", 18),
        ("👩‍👩‍👧", 1),
        ("", 0),
    ],
)
def test_count(given_text: str, length: int) -> None:
    assert text.count(given_text) == length


def test_fits_agrees_with_count_at_the_border() -> None:
    assert text.fits("ক" * 500)
    assert not text.fits("ক" * 501)
    assert text.fits("ক্ষ" * 500), "graphemes count, not code points"
    assert not text.fits("ক" * 490 + " http://a.bd"), "a short link weighs 23"
    assert text.fits("ক" * 476 + " https://a.bd/" + "x" * 400)


def test_paragraphs_and_lines() -> None:
    assert text.to_html("এক\nদুই\n\n\nতিন", ORIGIN, {}) == "<p>এক<br />দুই</p><p>তিন</p>"


def test_windows_line_ends() -> None:
    assert text.to_html("এক\r\nদুই\r\n\r\nতিন", ORIGIN, {}) == "<p>এক<br />দুই</p><p>তিন</p>"


def test_long_link() -> None:
    shown = text.to_html("https://www.example.gov.bd/notice/2026/a?b=1&c=2.", ORIGIN, {})
    assert 'href="https://www.example.gov.bd/notice/2026/a?b=1&amp;c=2"' in shown
    assert '<span class="invisible">https://www.</span>' in shown
    assert '<span class="ellipsis">example.gov.bd/notice/2026/a?b</span>' in shown
    assert shown.endswith('<span class="invisible">=1&amp;c=2</span></a>.</p>')


def test_mention_of_a_known_account() -> None:
    shown = text.to_html("@Office ধন্যবাদ", ORIGIN, {"office": "office"})
    assert shown.startswith('<p><span class="h-card" ')
    assert f'<a href="{ORIGIN}/@office" class="u-url mention">@<span>office</span></a></span>' in shown


def test_unknown_and_foreign_mentions_stay_text() -> None:
    assert (
        text.to_html("@nobody @office@far.example", ORIGIN, {"office": "office"})
        == "<p>@nobody @office@far.example</p>"
    )
    assert text.handles("@a @B @a @c@far.example x@d") == ["a", "b"]


def test_hashtag() -> None:
    assert text.tags("#গণশুনানি #123 a#b") == ["গণশুনানি"]


@given(st.text(alphabet="<>&\"'@#:/.পa \n", max_size=60))
def test_no_character_of_the_writers_becomes_markup(written: str) -> None:
    shown = text.to_html(written, ORIGIN, {})
    allowed = ("p>", "/p>", "br />", "a href=", "/a>", "span", "/span>")
    assert all(piece.startswith(allowed) for piece in shown.split("<")[1:])


@given(st.text(max_size=80))
def test_fits_never_disagrees(written: str) -> None:
    assert text.fits(written) == (text.count(written) <= text.MAX_CHARACTERS)
