"""What is understood of pages: encodings as they are declared and as they are, bases, broken and huge HTML."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.verification.reading.page import Page, decoded, understood

URL = "https://shibalaya.manikganj.gov.bd/a/b"
BANGLA = "শিবালয় উপজেলা"


def urls(html: str, url: str = URL) -> list[str]:
    return [link.url for link in understood(html, url).links]


class TestEncodings:
    @pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252", "nonsense", "rot13"])
    def test_good_utf_8_is_utf_8_whatever_is_declared(self, declared: str) -> None:
        assert decoded(BANGLA.encode(), declared) == BANGLA

    def test_a_mark_goes_before_all(self) -> None:
        assert decoded(BANGLA.encode("utf-8-sig"), "windows-1252") == BANGLA
        assert decoded(BANGLA.encode("utf-16")) == BANGLA

    def test_windows_1252(self) -> None:
        assert decoded("café – “x”".encode("windows-1252")) == "café – “x”"
        assert decoded("café – “x”".encode("windows-1252"), "iso-8859-1") == "café – “x”"

    def test_declared_in_the_page(self) -> None:
        html = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>Привет"
        assert "Привет" in decoded(html.encode("windows-1251"))
        assert "Привет" in decoded(html.encode("windows-1251"), "utf-8")

    def test_wide_by_declaration(self) -> None:
        assert decoded("কথা".encode("utf-16-le"), "utf-16") in {"কথা", "\ufeffকথা"}

    @given(st.binary(max_size=400), st.text(max_size=20))
    def test_nothing_fails(self, body: bytes, declared: str) -> None:
        understood(decoded(body, declared), URL)


class TestLinks:
    def test_base_and_kinds(self) -> None:
        html = """<base href="https://other.gov.bd/x/"><a href="y">এক</a><a href='//z.bd/'>দুই</a><a href=?q>তিন</a>
        <a href="#top">না</a><a href="javascript:void(0)">না</a><a href="mailto:a@b.bd">না</a><a>না</a>
        <map><area href="/map"></map><base href="https://late.bd/">"""
        assert urls(html) == [
            "https://other.gov.bd/x/y", "https://z.bd/", "https://other.gov.bd/x/?q", "https://other.gov.bd/map"
        ]  # fmt: skip

    def test_rel_me(self) -> None:
        html = "<link rel='me' href='https://social.bd/@a'><link rel=stylesheet href=/x.css><a rel=me href=/y>আমরা</a>"
        assert urls(html) == ["https://social.bd/@a", "https://shibalaya.manikganj.gov.bd/y"]

    def test_boxes_in_which_a_network_shows_a_page(self) -> None:
        html = """<iframe src="https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fwww.facebook.com%2Foffice">
        </iframe><div class="fb-page" data-href="https://www.facebook.com/other"></div>"""
        assert "https://www.facebook.com/office" in urls(html)
        assert "https://www.facebook.com/other" in urls(html)

    def test_what_is_commented_out_or_in_a_script_is_no_link(self) -> None:
        assert urls("<!-- <a href=/a>x</a> --><script>'<a href=/b>x</a>'</script><a href=/c>x</a>") == [
            "https://shibalaya.manikganj.gov.bd/c"
        ]

    def test_words_of_a_link(self) -> None:
        page = understood("<a href=/a><img alt=''> <b>যোগাযোগ</b></A> পরে <a href=/b title='ফেসবুক'><i></i></a>", URL)
        assert [link.words for link in page.links] == ["যোগাযোগ", "ফেসবুক"]


class TestBroken:
    @pytest.mark.parametrize(
        "html",
        [
            "<a href=/x>",
            "</a><a HREF='/x' href='/y'",
            "<html<a><a href = '/x' class=>খোলা",
            "<a\nhref\n=\n/x\n>খোলা",
            "<table><tr><a href='/x'>খোলা</td>",
        ],
    )
    def test_broken_html(self, html: str) -> None:
        assert urls(html) == ["https://shibalaya.manikganj.gov.bd/x"]

    @pytest.mark.parametrize(
        "part", ["<a href='/x'>", "<!--", "<script>", "<a ", "<a href='", "&#1;", "<p>", "<meta charset", "a.b."]
    )
    def test_huge_pages_take_no_long(self, part: str) -> None:
        html = part * (1_500_000 // len(part))
        begun = time.process_time()
        understood(html, URL)
        assert time.process_time() - begun < 8


class TestItself:
    def test_title_and_what_it_says_for_machines(self) -> None:
        page = understood(
            "<title> শিবালয়\n উপজেলা </title><meta property='og:title' content='প্রশাসন'>"
            "<meta name=Description content='সেবা'><svg><title>না</title></svg>",
            URL,
        )
        assert page.title == BANGLA
        assert (page.about["og:title"], page.about["description"]) == ("প্রশাসন", "সেবা")

    @pytest.mark.parametrize(
        ("html", "scripted"),
        [
            ("<div id=root></div><script src=/app.js></script>", True),
            ("<noscript>Turn JavaScript on, please.</noscript><script>1</script>", True),
            ("<div id=root></div>", False),
            (f"<script>1</script><p>{'কথা ' * 100}</p>", False),
            ("<script>1</script><a href=/1>১</a><a href=/2>২</a><a href=/3>৩</a>", False),
        ],
    )
    def test_needs_script(self, html: str, *, scripted: bool) -> None:
        assert understood(html, URL).scripted is scripted

    def test_a_page_without_anything(self) -> None:
        page = understood("", URL)
        assert page == Page(URL, "", "", (), {}, scripted=False)
