"""How alike two texts are: the same whatever their looks, less with every word that differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.digits import to_bangla
from sanglap.language.likeness import figures_apart, likeness, shingles, words

pytestmark = pytest.mark.clause("6.d")

WORD = st.text("কখগজটতনমরলসহিাুেো০১২৭ abcxyz019", min_size=1, max_size=8).map(lambda word: word.replace(" ", "ক"))
WORDS = st.lists(WORD, min_size=1, max_size=40)
TEXT = WORDS.map(" ".join)


def alike(one: str, other: str) -> float:
    return likeness(shingles(one), shingles(other))


@given(TEXT)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert alike(text, text) == 1


@given(TEXT, TEXT)
def test_whichever_comes_first(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1


@given(WORDS, st.data())
def test_spaces_case_digits_and_what_nobody_sees_make_no_difference(said: list[str], data: st.DataObject) -> None:
    gaps = [data.draw(st.sampled_from([" ", "\n", "\n\n", "  ", "\t ", "\u00a0", ", ", "। "])) for _word in said]
    changed = "".join(word + gap for word, gap in zip(said, gaps, strict=True))
    place = data.draw(st.integers(0, len(changed)))
    unseen = data.draw(st.sampled_from(["\u200b", "\ufeff", "\u2060", "\u200c", "\u200d", "\u00ad"]))
    changed = changed[:place] + unseen + changed[place:]
    assert alike(" ".join(said), to_bangla(changed).upper()) == 1


@given(WORDS, st.integers(0, 39), st.sampled_from(["নতুনশব্দ", "brandnew"]))
def test_another_word_makes_it_less_alike(said: list[str], place: int, new: str) -> None:
    changed = [*said[: place % len(said)], new, *said[place % len(said) + 1 :]]
    assert alike(" ".join(said), " ".join(changed)) < 1


@pytest.mark.parametrize("nothing", ["", " \n", "!!! —", "\u200b", "😀"])
def test_without_words_nothing_is_alike(nothing: str) -> None:
    assert alike(nothing, nothing) == 0
    assert alike(nothing, "টিকা") == 0
    assert words(nothing) == []


def test_letters_with_a_dot_are_one_letter_however_they_are_written() -> None:
    assert alike("বাড়ি যায়", "বা\u09dcি যা\u09df") == 1


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("আগামী ১২ মার্চ সকাল ১০টায় টিকা", "আগামী 15 মার্চ সকাল ১১টায় টিকা।", [("12", "15"), ("10টায়", "11টায়")]),
        ("বরাদ্দ ১,৫০,০০০ টাকা, ১০:৩০", "বরাদ্দ ২,০০০ টাকা, ১০:৩০", [("1,50,000", "2,000")]),
        ("১২ মার্চ টিকা", "12 মার্চ টিকা", []),
        ("১২ মার্চ টিকা", "১৫ এপ্রিল টিকা", []),
        ("১২ মার্চ টিকা", "১২ ও ১৩ মার্চ টিকা", []),
        ("", "", []),
    ],
)
def test_figures_are_named_where_nothing_else_differs(one: str, other: str, apart: list[tuple[str, str]]) -> None:
    told = [tuple(words(" ".join(pair))) for pair in apart]
    assert [tuple(pair) for pair in figures_apart(one, other)] == told
