"""Lengths as the networks count them. Marked figures were counted by the network's own library."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.lengths import MEASURES, code_points, graphemes, mastodon_length, utf8_bytes, x_length
from sanglap.language.normal import normalise

STATE = "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"


def test_measured() -> None:
    assert code_points(STATE) == 29
    assert utf8_bytes(STATE) == 83
    assert graphemes(STATE) == 16


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("ক্ষ", 1), ("র‍্যাব", 2), ("ড়", 1), ("👨‍👩‍👧", 1), ("🇧🇩🇧🇩", 2), ("🇧🇩🇧", 2), ("e\u0301", 1), ("1️⃣", 1)],
)
def test_graphemes(text: str, length: int) -> None:
    assert graphemes(text) == length


class TestMastodon:
    @pytest.mark.parametrize(
        ("text", "now", "before"),
        [  # each_grapheme_cluster of Ruby 4.0.0 and 3.4.1
            (STATE, 16, 19),
            ("ক্ষ", 1, 2),
            ("র‍্যাব", 2, 3),
            ("ক্‍ষ", 1, 2),
            ("ক্‌ষ", 2, 2),
            ("ড়", 1, 1),
            ("👨‍👩‍👧", 1, 1),
            ("🇧🇩🇧🇩", 2, 2),
        ],
    )
    def test_conjuncts(self, text: str, now: int, before: int) -> None:
        assert mastodon_length(text) == now
        assert mastodon_length(text, conjuncts_apart=True) == before

    @pytest.mark.parametrize(
        ("text", "length"),
        [
            ("https://bangladesh.gov.bd", 23),
            ("https://bangladesh.gov.bd/" + "a" * 300, 23),
            ("http://x.io", 23),
            ("দেখুন: https://bangladesh.gov.bd/নোটিশ?পাতা=২ আজ", 3 + 2 + 23 + 1 + 2),
            ("(https://x.io/a_(b)).", 1 + 23 + 2),
            ("https://x.io/a, https://x.io/b!", 23 + 2 + 23 + 1),
            ("https://বাংলাদেশ.বাংলা/ক", 23),
            ("https://x.gov.bdতে", 24),
            ("x.io/a", 6),
            ("ftp://x.io", 10),
            ("http://localhost:8000/a", 23),
            ("https://localhost/" + "a" * 40, 58),
            ("#https://x.io", 13),
            ("https://x.zone", 23),
            ("@alice@" + "b" * 30 + ".com", 6),
            ("ও @alice@x.org, @bob", 1 + 1 + 6 + 2 + 4),
            ("name@x.org", 10),
            ("x/@alice@x.org", 14),
        ],
    )
    def test_links_and_mentions(self, text: str, length: int) -> None:
        assert mastodon_length(text) == length

    def test_the_servers_own_cost(self) -> None:
        assert mastodon_length("ক https://bangladesh.gov.bd/notice", url_cost=30) == 32

    @given(st.text(st.sampled_from("কষতর্া িé👧🇧 \n"), max_size=30))
    def test_older_servers_never_count_less(self, text: str) -> None:
        assert mastodon_length(text, conjuncts_apart=True) >= mastodon_length(text) == graphemes(text)


class TestX:
    @pytest.mark.parametrize(
        ("text", "length"),
        [  # twitter-text 3.1
            (STATE, 29),
            ("ড়", 2),
            ("\u09dc", 2),
            ("e\u0301", 1),
            ("ক্ষ🙂", 5),
            ("👨‍👩‍👧", 2),
            ("🇧🇩", 2),
            ("1️⃣", 2),
            ("☀️", 2),
            ("👍🏽", 2),
            ("©", 1),
            ("中文", 4),
            ("“…”", 4),
            ("https://bangladesh.gov.bd/notice/12345678901234567890", 23),
            ("https://bangladesh.gov.bd/নোটিশ", 28),
            ("দেখুন bangladesh.gov.bd/a", 29),
            (".com,bd.gov", 28),
            ("name@x.org", 10),
        ],
    )
    def test_weights(self, text: str, length: int) -> None:
        assert x_length(text) == length


@pytest.mark.parametrize("part", ["a.", "www.", "🇧", "@a", "https://a.", "(a", "আ", "\u0301\u0323"])
@pytest.mark.parametrize("count", [mastodon_length, x_length, graphemes])
def test_hostile_texts_are_counted_soon(part: str, count: Callable[[str], int]) -> None:
    """Where time grew with the square of the length, these would take minutes."""
    assert count("https://a.com/" + part * 30_000) > 0


VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
"""Texts and their lengths by each measure; the browser is held to the same (tests/browser/test_writing.py)."""


@pytest.mark.parametrize("one", VECTORS, ids=range(len(VECTORS)))
def test_as_the_browser_counts(one: dict[str, Any]) -> None:
    tidy = normalise(one["text"]).strip()
    assert {name: measure(tidy) for name, measure in MEASURES.items()} == one["lengths"]
