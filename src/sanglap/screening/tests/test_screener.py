from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sanglap.offices.screener import screener
from sanglap.screening import copies, everyday
from sanglap.screening.findings import Band, Finding, Profile, Severity
from sanglap.screening.model import installed
from sanglap.screening.phrases import Lexicon
from sanglap.screening.screener import Screener

pytestmark = pytest.mark.clause("9.a", "9.b", "9.c", "9.d", "9.e", "9.f", "9.g")


def one(text: str, profile: Profile = Profile.DRAFT) -> list[tuple[str, str, str]]:
    (found,) = screener().screen([text], profile)
    return [(finding.clause, finding.words, finding.source.split(":")[0]) for finding in found.findings]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("সবাই মিলে পতাকা পুড়িয়ে দাও", "9.a"),
        ("ধর্ম একটা ভণ্ডামি", "9.b"),
        ("আগামী নির্বাচনে আমাদের প্রতীকে ভোট দিন", "9.c"),
        ("ওই জংলি পাহাড়িদের কথা বাদ দিন", "9.d"),
        ("ওই কুত্তার বাচ্চা আবার এসেছে", "9.e"),
        ("tui ekta kuttar bacca", "9.e"),
        ("মেয়েদের কাজ রান্নাঘরে", "9.f"),
        ("তোকে মেরে ফেলব", "9.g"),
        ("আমার ছেলের জন্মদিন আজ", "6.c"),
    ],
)
def test_drafts_are_screened_clause_by_clause(text: str, clause: str) -> None:
    assert clause in {found for found, _words, source in one(text) if source == "phrase"}


@pytest.mark.parametrize("text", ["হিন্দু মুসলিম বৌদ্ধ খ্রিস্টান", "চাকমা মারমা সাঁওতাল", "hijra jonogosthi", "India and Pakistan"])
def test_a_name_of_a_community_is_nothing_by_itself(text: str) -> None:
    assert [found for found in one(text) if found[2] == "phrase"] == []


def test_of_a_citizen_only_the_house_rules_are_asked() -> None:
    """Politics, unity, belittling and unease are what an institution may not publish; a citizen may speak of them."""
    (found,) = screener().screen(["বিএনপি আর আওয়ামী লীগ দুই দলই চোর, অফিসারটা বদমাশ"], Profile.COMMENT)
    assert found.findings == []
    assert set(found.scores) == {"religion", "gender", "threat"}


def test_a_person_in_danger_is_seen_in_a_comment() -> None:
    assert one("আমি আর বাঁচতে চাই না", Profile.COMMENT)[0][1] == "বাঁচতে চাই না"


def test_what_no_model_was_trained_for_is_said() -> None:
    assert {"9.a", "9.d"} <= set(screener().untrained(Profile.DRAFT))


def test_a_model_alone_stops_nothing() -> None:
    (found,) = screener().screen(["তোদের মুখে থুথু মারি"], Profile.DRAFT)
    modelled = [finding for finding in found.findings if finding.source.startswith("model:")]
    assert modelled
    assert {finding.severity for finding in modelled} == {Severity.WARN}
    assert all(set(finding.reason) == {"bn", "en"} for finding in found.findings)


def test_where_a_listed_phrase_speaks_a_model_does_not_mark_harmless_words_beside() -> None:
    (found,) = screener().screen(["আগামী রবিবার টিকা দেওয়া হবে। মালাউন ছাড়া সবাই আসুন।"], Profile.DRAFT)
    assert [finding.words for finding in found.findings if finding.category == "religion"] == ["মালাউন"]


def test_its_explanation_is_exact() -> None:
    text = "তোর মতো বেয়াদব জীবনে দেখিনি"
    made = copies.undone(copies.plain([text]))
    model = installed()
    head = model.card["abuse"]
    margin = float(model.shares(made, ["abuse"]).sum()) + float(model.bias[model.heads.index("abuse")])
    likely = 1 / (1 + np.exp(-(margin * head["slope"] + head["offset"])))
    assert likely == pytest.approx(float(model.probabilities([text], ["abuse"])[0, 0]), abs=1e-4)


def test_bands_are_in_order() -> None:
    model = installed()
    assert [model.band("abuse", value) for value in (0.0, 0.6, 0.7, 1.0)] == [None, Band.LOW, Band.MEDIUM, Band.HIGH]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=80), max_size=4), st.sampled_from(Profile))
def test_it_never_raises_and_its_words_stand_in_the_text(texts: list[str], profile: Profile) -> None:
    for text, found in zip(texts, screener().screen(texts, profile), strict=True):
        for finding in found.findings:
            assert text[finding.start : finding.end] == finding.words
            assert finding.words


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=40), max_size=4))
@example(["তুই একটা শয়তান", "", "আজ অফিস খোলা", "x" * 50])
# The first text's first word once had no gap before it, and so other pieces than the same word in a later one.
@example(["muslim mane e ", "jhamela, dhormo ta e kharap"])
def test_texts_do_not_touch_each_other(texts: list[str]) -> None:
    together = screener().screen(texts, Profile.DRAFT)
    alone = [screener().screen([text], Profile.DRAFT)[0] for text in texts]
    assert [row.findings for row in together] == [row.findings for row in alone]
    for row, one_row in zip(together, alone, strict=True):
        assert dict(row.scores) == pytest.approx(dict(one_row.scores), abs=1.1e-4)


def test_every_head_of_the_model_is_told_under_a_clause() -> None:
    assert set(installed().heads) <= set(screener().told)


def test_a_rulebook_without_such_categories_asks_no_model() -> None:
    (found,) = Screener({}, Lexicon([]), installed()).screen(["তোকে মেরে ফেলব ০১৭১২৩৪৫৬৭৮"], Profile.DRAFT)
    assert (list(found.findings), dict(found.scores)) == ([], {})


def test_what_offices_and_citizens_write_every_day_is_flagged_only_where_it_tells_of_the_clause_itself() -> None:
    texts = everyday.texts()
    flagged = {
        profile: [row.text for row in screener().screen(texts, profile) if _asks(row.findings)] for profile in Profile
    }
    assert flagged[Profile.COMMENT] == []
    assert len(flagged[Profile.DRAFT]) == 2
    assert all("মতাদর্শ" in text or "ideology" in text for text in flagged[Profile.DRAFT])


def _asks(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is not Severity.NOTE for finding in findings)
