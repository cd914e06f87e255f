"""Two changes of one text, brought together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.content.merging import merge

pytestmark = pytest.mark.clause("6")

BASE = "আগামী রবিবার টিকা দেওয়া হবে। শিশুদের সঙ্গে আনুন।"


def test_changes_in_different_places_both_stand() -> None:
    ours = BASE.replace("রবিবার", "সোমবার")
    theirs = BASE.replace("সঙ্গে আনুন।", "সঙ্গে আনুন। সময়: সকাল ৯টা।")
    merged = merge(BASE, ours, theirs)
    assert merged.text == "আগামী সোমবার টিকা দেওয়া হবে। শিশুদের সঙ্গে আনুন। সময়: সকাল ৯টা।"
    assert not merged.apart


def test_where_both_changed_the_same_ours_stands_and_theirs_is_told() -> None:
    merged = merge(BASE, BASE.replace("রবিবার", "সোমবার"), BASE.replace("রবিবার", "বুধবার"))
    assert "সোমবার" in merged.text
    assert merged.apart == (("সোমবার", "বুধবার"),)


WORDS = st.lists(st.sampled_from(["ক", "খ", "গ", "ঘ", "1"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_one_change_alone_is_taken_as_it_is(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(WORDS, WORDS, WORDS)
def test_no_word_of_ours_is_lost(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    new = set(ours.split()) - set(base.split())
    assert new <= set(merged.text.split())


def test_long_texts_are_merged_by_lines() -> None:
    base = "\n".join(f"লাইন {number}" for number in range(2_000))
    merged = merge(base, base.replace("লাইন 3\n", "লাইন তিন\n"), base + "\nশেষ")
    assert "লাইন তিন\n" in merged.text
    assert merged.text.endswith("শেষ")
