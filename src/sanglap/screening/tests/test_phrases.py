from __future__ import annotations

import pytest

from sanglap.screening import copies
from sanglap.screening.findings import Profile, Severity
from sanglap.screening.phrases import Lexicon, Pair, Phrase

pytestmark = pytest.mark.clause("9")


def phrase(*words: str, whole: bool = False, unless: tuple[str, ...] = ()) -> Phrase:
    return Phrase(
        "one", "abuse", "9.e", Severity.BLOCK, frozenset({Profile.DRAFT}), words, {"bn": "ক", "en": "a"},
        whole=whole, unless=unless,
    )  # fmt: skip


def found(lexicon: Lexicon, text: str, profile: Profile = Profile.DRAFT) -> list[str]:
    made = copies.undone(copies.plain([text]))
    hits = lexicon.found(made.text(0), profile)
    return [text[slice(*made.span(0, hit.start, hit.end, text))] for hit in hits]


def test_endings_may_follow() -> None:
    lexicon = Lexicon([phrase("কুত্তার বাচ্চা", "harami")])
    assert found(lexicon, "ওই কুত্তার  বাচ্চাদের বল") == ["কুত্তার  বাচ্চাদের"]
    assert found(lexicon, "Haramira sob") == ["Haramira"]
    assert found(lexicon, "কুত্তার নতুন বাচ্চা, biharami") == []


def test_the_whole_word_alone_and_short_words() -> None:
    assert found(Lexicon([phrase("stupid", whole=True)]), "stupidity is stupid") == ["stupid"]
    # A short word would begin half the language.
    assert found(Lexicon([phrase("ইতর")]), "ইতরামি ইতর") == ["ইতর"]


def test_longer_expressions_are_innocent() -> None:
    lexicon = Lexicon([phrase("ভোট দেবেন", unless=("কীভাবে ভোট দেবেন",))], harmless=["নিয়ম মেনে ভোট দেবেন"])
    assert found(lexicon, "কীভাবে ভোট দেবেন জানুন") == []
    assert found(lexicon, "নিয়ম মেনে ভোট দেবেন") == []
    assert found(lexicon, "আমাকে ভোট দেবেন") == ["ভোট দেবেন"]


def test_disguises_and_profiles() -> None:
    lexicon = Lexicon([phrase("শয়তানের বাচ্চা")])
    assert found(lexicon, "তুই শ.য়.তা.নে.র বাচ্চা") == ["শ.য়.তা.নে.র বাচ্চা"]
    assert found(lexicon, "তুই শয়তানের বাচ্চা", Profile.COMMENT) == []


def test_a_pair_is_found_together_alone() -> None:
    """Neither a community's name nor a harsh word is anything by itself (clause 9.d)."""
    lexicon = Lexicon([], pairs=[Pair(phrase("চাকমা", "pahari"), ("অলস", "olos"), 2)])
    assert found(lexicon, "চাকমারা নাকি খুব অলস, শুনলাম") == ["চাকমারা নাকি খুব অলস"]
    assert found(lexicon, "olos pahari ra") == ["olos pahari"]
    assert found(lexicon, "চাকমা ভাষার বই। অলস দুপুর") == []
    assert found(lexicon, "চাকমা ভাষায় লেখা বই পড়ে অলস দুপুর") == []
    assert found(lexicon, "চাকমা") == found(lexicon, "অলস") == []


def test_a_third_has_to_stand_beside_a_pair() -> None:
    """That girls cannot do something may be a complaint; what they are said to be unfit for tells (clause 9.f)."""
    lexicon = Lexicon([], pairs=[Pair(phrase("মেয়েরা"), ("পারে না",), 4, unless=("পথে",), beside=("অঙ্ক", "চাকরি"))])
    assert found(lexicon, "মেয়েরা অঙ্ক পারে না") == ["মেয়েরা অঙ্ক পারে না"]
    assert found(lexicon, "চাকরি করতে মেয়েরা পারে না") == ["মেয়েরা পারে না"]
    assert found(lexicon, "মেয়েরা স্কুলে যেতে পারে না") == []
    assert found(lexicon, "মেয়েরা স্কুলে যেতে পারে না। চাকরি নেই") == []
    assert found(lexicon, "এ পথে মেয়েরা চাকরি করতে যেতে পারে না") == []
