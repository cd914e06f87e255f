from __future__ import annotations

import pytest

from sanglap.offices.screener import screener
from sanglap.screening.findings import Profile, Severity

pytestmark = pytest.mark.clause("6.d")


def greetings(text: str, profile: Profile = Profile.DRAFT) -> list[tuple[str, Severity]]:
    (found,) = screener().screen([text], profile)
    return [(one.words, one.severity) for one in found.findings if one.category == "greeting"]


@pytest.mark.parametrize(
    "text",
    [
        "শুভ সকাল সবাইকে",
        "ঈদ মোবারক 🌙✨",
        "সবাইকে শুভেচ্ছা ও অভিনন্দন",
        "জেলা প্রশাসন কুড়িগ্রামের পক্ষ থেকে সবাইকে পবিত্র ঈদুল ফিতরের শুভেচ্ছা। ঈদ মোবারক! #eid_mubarak",
        "শুভ নববর্ষ ১৪৩৩",
        "Good morning dear followers",
        "Happy New Year 2027 to all from our office 🎉",
        "shuvo sokal sobaike",
        "eid mubarak shobai ke",
        "শুভ সকালললল @bondhu",
        "  জুমা মোবারক।\n",
    ],
)
def test_nothing_but_a_greeting_is_one_note_over_the_whole(text: str) -> None:
    assert greetings(text) == [(text.strip(), Severity.NOTE)]


@pytest.mark.parametrize(
    "text",
    [
        "শুভ সকাল। আজ দুপুর ২টা পর্যন্ত নতুনহাট এলাকায় বিদ্যুৎ থাকবে না।",
        "ঈদ উপলক্ষে ২৫ মার্চ অফিস বন্ধ থাকবে। ঈদ মোবারক",
        "শারদীয় শুভেচ্ছা। প্রতিমা বিসর্জন দশমীর দিন বিকেলে, ঘাট নম্বর ২।",
        "Good morning. The ferry leaves at nine.",
        "আজ অফিস খোলা",
        "সবাই মিলে পতাকা",
        "#ঈদ ২০২৬",
        "",
        "🌙",
    ],
)
def test_a_greeting_with_news_and_no_greeting_are_none(text: str) -> None:
    assert greetings(text) == []


def test_citizens_may_greet() -> None:
    assert greetings("শুভ সকাল সবাইকে", Profile.COMMENT) == []
