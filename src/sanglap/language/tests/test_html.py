"""Plain text from HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.html import plain_text

LINK = (
    '<p>দেখুন <a href="https://bangladesh.gov.bd/a/very/long/path" rel="nofollow"><span class="invisible">https://</span>'
    '<span class="ellipsis">bangladesh.gov.bd/a/very</span><span class="invisible">/long/path</span></a></p>'
)
MENTION = (
    '<p><span class="h-card"><a href="https://x.org/@bob" class="u-url mention">@<span>bob</span></a></span> '
    'ধন্যবাদ <a href="https://x.org/tags/a" class="mention hashtag">#<span>সেবা</span></a></p>'
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>এক</p><p>দুই<br />তিন<br>চার</p>", "এক\n\nদুই\nতিন\nচার"),
        ("<p>ক<br><br>খ</p>", "ক\n\nখ"),
        (LINK, "দেখুন https://bangladesh.gov.bd/a/very/long/path"),
        (MENTION, "@bob ধন্যবাদ #সেবা"),
        ("<p>a &lt;b&gt; &amp;amp; &quot;c&quot; &#2453;&#x995; &nbsp;x</p>", 'a <b> &amp; "c" কক \u00a0x'),
        ("plain < text & more <3 x", "plain < text & more <3 x"),
        ("", ""),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<p>x</p>\n  <ul>\n  <li>a</li>\n  <li>b\n c</li>\n</ul>\n<p>y</p>\n", "x\n\na\nb c\n\ny"),
        ("<b>a</b> <i>b</i>\n<i>c</i>", "a b c"),
        ("<p>a  b</p>", "a  b"),
        ("<p>a</p> <p> </p><p>b</p>", "a\n\nb"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("<tr><td>a</td><td>b</td></tr>", "a b"),
        ("a<!-- <p>no</p> -->b<!-->c<?php x ?>d<!doctype html>e", "abcde"),
        ("a<script>if (a<b) '<p>'</script>b<STYLE>p{}</style >c", "abc"),
        ('<a title="1 > 0" href=x>a</a>', "a"),
        ("<img alt='a>b'>c", "c"),
        ("a<script>never closed", "a"),
        ("a<p unclosed", "a"),
        ("a<!-- unclosed <p>", "a"),
        ("<p>a</b></i></p></p></div>b", "a\n\nb"),
        ("&#0;&#xD800;&#x110000;&#99999999999;&notanentity;", "\ufffd\ufffd\ufffd\ufffd¬anentity;"),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text(st.sampled_from([*"<>/!-='\"& \nপbr&#;x1"]), max_size=40) | st.text())
def test_takes_any_string(html: str) -> None:
    assert isinstance(plain_text(html), str)


@given(st.lists(st.text(st.sampled_from("কখ a<>&\"'"), min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_what_was_escaped_comes_back(paragraphs: list[str]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    html = "".join(f"<p>{escaped(text)}</p>" for text in paragraphs)
    assert plain_text(html) == "\n\n".join(paragraphs).strip()


N = 100_000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>" * N + "x" + "</div>" * N, "x"),
        ("<b>" * N, ""),
        ("<" * N, "<" * N),
        ("<a " * N, ""),
        ('<a b="' * N, ""),
        ("<!--" * N, ""),
        ("<script>" * N, ""),
        ("<script></scrip" * N, ""),
        ("x" + " \n" * N + "y", "x y"),
        ("x" + " " * N + "y", "x" + " " * N + "y"),
        ("&#" + "9" * N + ";", "\ufffd"),
        ("&#" + "0" * N + "65;", "A"),
        ("&#x" + "f" * N, "\ufffd"),
        ("&am" * N, "&am" * N),
    ],
    ids=range(14),
)
def test_hostile_input_is_read_soon(html: str, text: str) -> None:
    """Where time grew with the square of the length, these would take minutes."""
    assert plain_text(html) == text
