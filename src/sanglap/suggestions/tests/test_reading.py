"""Feeds as websites really write them, and as nobody should: what is read of each, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanglap.suggestions.reading.entries import LONGEST_SUMMARY, Feed, NotFeed, feed
from sanglap.suggestions.reading.markup import Declares, NotXml
from sanglap.suggestions.reading.moments import moment

pytestmark = pytest.mark.clause("6")
URL = "https://shibalaya.example.gov.bd/news/feed"


def rss(*items: str, head: str = "<title>সংবাদ</title>", before: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'{before}<rss version="2.0" {spaces}><channel>{head}{listed}</channel></rss>'


def atom(*entries: str, base: str = "") -> str:
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title type="html">News &amp;amp; more</title>{listed}</feed>'
    )


def read(text: str | bytes, charset: str = "") -> Feed:
    return feed(text if isinstance(text, bytes) else text.encode(), charset, URL)


def one(text: str | bytes, charset: str = "") -> tuple[str, str, str]:
    entry = read(text, charset).entries[0]
    return entry.title, entry.summary, entry.link


ITEM = "<title>টিকাদান শুরু</title><link>https://shibalaya.example.gov.bd/1</link><guid>1</guid>"


def test_the_three_forms_say_the_same() -> None:
    said = "<title>শিরোনাম</title><link>https://a.example/1</link><description>কথা</description>"
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<channel><title>সংবাদ</title></channel><item rdf:about="https://a.example/1">{said}</item></rdf:RDF>'
    )
    of_atom = '<id>x</id><title>শিরোনাম</title><link href="https://a.example/1"/><summary>কথা</summary>'
    assert one(rss(said)) == one(rdf) == one(atom(of_atom)) == ("শিরোনাম", "কথা", "https://a.example/1")
    assert read(atom(of_atom)).title == "News & more"
    assert read(rss(said)).entries[0].words == "শিরোনাম\n\nকথা"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>'
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'


@pytest.mark.parametrize(
    "text",
    [BOMB, OUTSIDE, OUTSIDE.replace("<!ENTITY x ", "<!ENTITY % x "), "<!DOCTYPE rss><rss><channel/></rss>"],
    ids=["billion-laughs", "outside", "parameter", "doctype"],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
def test_declarations_are_refused_in_any_encoding(text: str, codec: str) -> None:
    with pytest.raises(Declares):
        read(text.encode(codec))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", NotXml),
        ("nothing of the kind", NotXml),
        ("<rss><channel><item></channel></rss>", NotXml),
        ("<rss><channel><title>cut off", NotXml),
        ('{"items": []}', NotXml),
        ("<a>" * 100 + "</a>" * 100, NotXml),
        ("<rss>" + "<a/>" * 60_000 + "</rss>", NotXml),
        ("<sitemap><url>x</url></sitemap>", NotFeed),
        ("<rss version='2.0'></rss>", NotFeed),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", NotFeed),
    ],
)
def test_what_is_no_feed_is_told_apart(text: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        read(text)


@pytest.mark.parametrize(
    "body",
    [
        rss(ITEM).encode(),
        rss(ITEM).encode("utf-8-sig"),
        rss(ITEM).encode("utf-16"),
        rss(ITEM, before="").encode("utf-16-le"),
        rss(ITEM, before='<?xml version="1.0" encoding="ISO-8859-1"?>').encode(),
        rss(ITEM, before='<?xml version="1.0" encoding="nonsense-7"?>').encode(),
        rss(ITEM, before='\n\n <?xml version="1.0"?>').encode(),
        b"Warning: mysql_connect() in line 3\n" + rss(ITEM).encode(),
        rss(ITEM).replace("শুরু", "শু\x00\x0bরু").encode(),
        rss(ITEM.replace("টিকাদান", "টিকা\u200bদান")).encode(),
    ],
    ids=["utf8", "bom", "utf16", "utf16-bare", "lies", "nonsense", "late", "warning", "controls", "unseen"],
)
def test_bangla_is_read_whatever_is_said_of_its_encoding(body: bytes) -> None:
    assert one(body, "iso-8859-1")[0] == "টিকাদান শুরু"


def test_another_encoding_is_read_as_it_says_and_broken_signs_stop_nothing() -> None:
    bare, head = "<title>caf\u00e9</title>", "<title>News</title>"
    latin = rss(bare, head=head, before='<?xml version="1.0" encoding="iso-8859-1"?>').encode("latin-1")
    assert one(latin)[0] == "caf\u00e9"
    assert one(rss(bare, head=head, before="").encode("latin-1"), "windows-1252")[0] == "caf\u00e9"
    assert one(rss(ITEM).encode().replace(b"</title><link>", b"\xff</title><link>"))[0].startswith("টিকাদান শুরু")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("&lt;b&gt;বড়&lt;/b&gt; খবর", "বড় খবর"),
        ("<![CDATA[<i>বড়</i> &amp; ছোট]]>", "বড় & ছোট"),
        ("<b>বড়</b> খবর", "বড় খবর"),
        ("টিকা&nbsp;শুরু &copy; ২০২৬", "টিকা শুরু © ২০২৬"),
        ("Cox & Sons &unknown; &", "Cox & Sons &unknown; &"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;খবর", "খবর"),
        ("৫ &lt; ৬", "৫ < ৬"),
        ("  দুই\n  লাইন ", "দুই লাইন"),
        ("\u0985\u09beমার", "\u0986মার"),
    ],
)
def test_titles_are_plain_words(given: str, said: str) -> None:
    assert one(rss(f"<title>{given}</title>"))[0] == said
    assert one(atom(f"<title>{given}</title>"))[0] == said


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("/site/news/1", "https://shibalaya.example.gov.bd/site/news/1"),
        ("page?id=2", "https://shibalaya.example.gov.bd/news/page?id=2"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("https://other.example/খবর", "https://other.example/খবর"),
        ("javascript:alert(1)", ""),
        ("https://user:secret@other.example/", ""),
        ("http://[broken", ""),
        ("https://long.example/" + "x" * 2000, ""),
    ],
)
def test_links_are_whole_or_none(link: str, whole: str) -> None:
    assert one(rss(f"<title>x</title><link>{link}</link>"))[2] == whole
    assert one(atom(f'<title>x</title><link href="{link}"/>'))[2] == whole


def test_links_begin_where_the_feed_says() -> None:
    at_home = rss("<title>x</title><link>1.html</link>", head="<link>https://other.example/a/</link>")
    assert one(at_home)[2] == "https://other.example/a/1.html"
    based = atom('<title>x</title><link rel="self" href="s"/><link href="1"/>', base=' xml:base="https://b.example/c/"')
    assert one(based)[2] == "https://b.example/c/1"
    assert one(rss("<title>x</title><guid>https://a.example/7</guid>"))[2] == "https://a.example/7"
    assert one(rss('<title>x</title><guid isPermaLink="false">https://a.example/7</guid>'))[2] == ""


NOON = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 23 Nov 2026 12:00:00 +0600", "Mon, 23 Nov 2026 06:00:00 GMT", "23 Nov 2026 06:00 UT",
        "2026-11-23T06:00:00Z", "2026-11-23T12:00:00+06:00", "2026-11-23T12:00:00.123+0600", "2026-11-23 12:00:00",
        "2026-11-23T12:00", "23/11/2026 12:00", "২৩-১১-২০২৬ ১২:০০:০০", "২৩ নভেম্বর ২০২৬ ১২:০০", "23.11.2026, 12:00",
    ],
)  # fmt: skip
def test_dates_are_read_in_every_form(text: str) -> None:
    assert moment(text) == NOON


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "32/13/2026", "2026-02-30", "0000-00-00 00:00:00", "9" * 100, "Mon, 99 Nov 2026", "0001-01-01"],
)
def test_what_is_no_date_is_none_and_stops_nothing(text: str) -> None:
    found = moment(text)
    assert found is None or found.year == 1
    assert one(rss(f"<title>x</title><pubDate>{text}</pubDate>"))[0] == "x"


def test_the_newest_comes_first_where_all_are_dated() -> None:
    dated = [f"<title>{day}</title><pubDate>{day} Nov 2026 10:00 GMT</pubDate>" for day in (3, 9, 5)]
    assert [entry.title for entry in read(rss(*dated)).entries] == ["9", "5", "3"]
    assert [entry.title for entry in read(rss(*dated, "<title>x</title>")).entries] == ["3", "9", "5", "x"]


def test_entries_are_told_apart_without_ids_and_with_ids_that_tell_nothing() -> None:
    assert len(read(rss("<title>ক</title>", "<title>খ</title>", "<title>ক</title>", "<guid>1</guid>")).entries) == 2
    same = [f"<title>{title}</title><guid>0</guid><link>{URL}</link>" for title in ("ক", "খ")]
    entries = read(rss(*same)).entries
    assert len({entry.key for entry in entries}) == 2
    assert {entry.link_key for entry in entries} == {""}
    assert read(rss(*reversed(same))).entries[0].key == entries[1].key


def test_a_link_is_known_again_with_a_certificate() -> None:
    plain, safe = (
        read(rss(f"<title>x</title><guid>{scheme}-1</guid><link>{scheme}://a.example/1</link>")).entries[0]
        for scheme in ("http", "https")
    )
    assert plain.key != safe.key
    assert plain.link_key == safe.link_key != ""


def test_summaries_are_short_and_what_the_title_says_is_not_said_twice() -> None:
    long = rss(f"<title>খবর</title><description>{'শব্দ ' * 2_000}</description>")
    assert len(one(long)[1]) <= LONGEST_SUMMARY + 2
    assert one(long)[1].endswith("শব্দ …")
    again = read(rss("<title>খবর</title><description>খবর আজকের</description>")).entries[0]
    assert again.words == "খবর আজকের"
    inner = "<title>x</title><content:encoded>&lt;p&gt;ক&lt;/p&gt;&lt;p&gt;খ&lt;/p&gt;</content:encoded>"
    assert one(rss(inner))[1] == "ক\n\nখ"


@pytest.mark.parametrize("filling", ["<item>", "&", "<![CDATA[", "<item><title>&lt;" + "&lt;b" * 50, "<!--", "]]>"])
def test_two_megabytes_of_anything_take_no_time(filling: str) -> None:
    text = "<rss><channel>" + filling * (2_000_000 // len(filling))
    started = perf_counter()
    with pytest.raises(NotXml):
        read(text)
    assert perf_counter() - started < 5


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/&;![]CDATAarssitemchanneltitle \"'=:ক", max_size=200), st.booleans())
def test_nothing_makes_it_fail_otherwise(text: str, inside: bool) -> None:  # noqa: FBT001 - Hypothesis's own argument
    with suppress(NotXml, NotFeed, Declares):
        read(rss(text) if inside else text)
