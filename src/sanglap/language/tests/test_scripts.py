"""Scripts and languages."""

import pytest

from sanglap.language.scripts import language_of, script_of


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        ("আজকের কাজ", "bangla", "bn"),
        ("The day's work", "latin", "en"),
        ("আমি Facebook ব্যবহার করি", "mixed", "bn"),
        ("See the নির্দেশিকা today", "mixed", "en"),
        ("", "none", "bn"),
        ("২০২৬ — 2026!", "none", "bn"),
        ("বিস্তারিত: https://bangladesh.gov.bd/notice @office help@gov.bd www.gov.bd", "bangla", "bn"),
        ("অ a", "mixed", "bn"),
        ("ক্‌ষ র‍্যাব", "bangla", "bn"),
        ("日本語", "none", "bn"),
    ],
)
def test_judged_by_words(text: str, script: str, language: str) -> None:
    assert script_of(text) == script
    assert language_of(text) == language


def test_a_long_word_is_judged_soon() -> None:
    assert language_of("a" * 200_000) == "en"
