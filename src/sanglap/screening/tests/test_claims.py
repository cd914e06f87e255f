from __future__ import annotations

import pytest

from sanglap.offices.screener import screener
from sanglap.screening import claims, copies
from sanglap.screening.findings import Profile, Severity

pytestmark = pytest.mark.clause("6.b")


def kinds(text: str) -> list[tuple[str, str]]:
    made = copies.plain([text])
    found = sorted(claims.found(made.text(0)), key=lambda hit: hit.start)
    return [(hit.kind.key, text[slice(*made.span(0, hit.start, hit.end, text))]) for hit in found]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("বন্যায় ১২ হাজার পরিবার পানিবন্দি", "figure", "১২ হাজার পরিবার"),
        ("বরাদ্দ ৫ কোটি টাকা।", "figure", "৫ কোটি টাকা"),
        ("জমির ৩৫%।", "figure", "৩৫%"),
        ("মূল্যস্ফীতি ৮ দশমিক ৪ শতাংশ", "figure", "৮ দশমিক ৪ শতাংশ"),
        ("গত সপ্তাহে তিনজনের মৃত্যু হয়েছে", "figure", "তিনজনের মৃত্যু"),
        ("শতাধিক রোগী ভর্তি আছেন", "figure", "শতাধিক রোগী"),
        ("a road of 250 km.", "figure", "250 km"),
        ("It cost Tk 1,250 crore.", "figure", "Tk 1,250 crore"),
        ("kalke 12 hajar poribar ke dibe", "figure", "12 hajar poribar"),
        ("Three die of dengue", "figure", "Three die"),
        ("১২ মার্চ ২০২৬ সভা", "date", "১২ মার্চ ২০২৬"),
        ("২১শে ফেব্রুয়ারি ছুটি", "date", "২১শে ফেব্রুয়ারি"),
        ("২০২৫-২৬ অর্থবছরে কাজ", "date", "২০২৫-২৬ অর্থবছরে"),
        ("১৯৫২ সালে যা ঘটে", "date", "১৯৫২ সালে"),
        ("until 25/03/2026", "date", "25/03/2026"),
        ("opened on March 5, 2024", "date", "March 5, 2024"),
        ("“আমরা সবাই মিলে আগামীকাল কাজ করব”", "quotation", "“আমরা সবাই মিলে আগামীকাল কাজ করব”"),
        ('the sign "no more than five people" hangs', "quotation", '"no more than five people"'),
        ("নতুন সচিব মহোদয় সভায় বলেন, কাজ হবে", "saying", "সচিব মহোদয় সভায় বলেন"),
        ("The minister said that roads are good", "saying", "minister said"),
        ("সড়ক পরিবহন আইন, ২০১৮ অনুযায়ী", "law", "সড়ক পরিবহন আইন, ২০১৮"),
        ("তথ্য অধিকার (তথ্য প্রাপ্তি) বিধিমালা ২০০৯", "law", "তথ্য অধিকার (তথ্য প্রাপ্তি) বিধিমালা ২০০৯"),
        ("Article 39", "law", "Article 39"),
        ("ধারা ৫৪ মতে", "law", "ধারা ৫৪"),
        ("এটি দেশের প্রথম সেতু", "superlative", "দেশের প্রথম"),
        ("সবচেয়ে বড় হাসপাতাল", "superlative", "সবচেয়ে বড়"),
        ("the first hospital in the country.", "superlative", "first hospital in the country"),
    ],
)
def test_what_wants_a_source_is_found(text: str, kind: str, words: str) -> None:
    assert kinds(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "হটলাইন ৩৩৩ বা ০১৭১২৩৪৫৬৭৮",
        "সকাল ৯টা থেকে বিকাল ৫টা পর্যন্ত খোলা",
        "office hours 8ta theke 4ta",
        "স্মারক নং ০৪.০০.০০০০.৪২১.১৬.০০২.২০.১২৩",
        "ওয়ার্ড ৫, ৬ ও ৯",
        "‘স্মার্ট কার্ড’ নিতে আসুন",
        "সবচেয়ে কাছের কেন্দ্রে যান",
        "আইন মেনে চলুন",
        "",
    ],
)
def test_how_an_office_is_reached_and_when_it_is_open_is_no_claim(text: str) -> None:
    assert kinds(text) == []


def test_a_claim_is_a_note_of_drafts_and_no_part_of_personal_data() -> None:
    text = "জন্ম তারিখ ০১/০২/১৯৯০, ১২ হাজার পরিবার"
    drafts, comments = (screener().screen([text], profile)[0].findings for profile in Profile)
    claimed = [one for one in drafts if one.category == "claim"]
    assert [(one.words, one.severity, one.clause) for one in claimed] == [("১২ হাজার পরিবার", Severity.NOTE, "6.b")]
    assert {one.category for one in comments} == {"personal-data"}
