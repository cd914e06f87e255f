"""Names that are not given: of children in a case, victims, accused persons, receivers of relief (clause 6.c)."""

from __future__ import annotations

import pytest

from sanglap.offices.screener import screener
from sanglap.screening.findings import Profile, Severity

pytestmark = pytest.mark.clause("6.c")

NAMED = (
    ("victim", "ধর্ষণের শিকার সুমি খাতুনকে হাসপাতালে ভর্তি করা হয়েছে।"),
    ("victim", "ভিকটিম মোসা. রোকসানা এখন সদর হাসপাতালে চিকিৎসাধীন।"),
    ("victim", "নির্যাতনের শিকার গৃহবধূ ফাতেমা আক্তারের পাশে উপজেলা প্রশাসন।"),
    ("victim", "পাচারের শিকার রাবেয়া বেগম দেশে ফিরেছেন।"),
    ("victim", "The victim, Fatema Khatun, was taken to the district hospital."),
    ("victim", "dhorshoner shikar meyetir nam Sumaiya Akter, se ekhon hospital e"),
    ("child", "বাল্যবিবাহ থেকে রক্ষা পেল স্কুলছাত্রী মরিয়ম আক্তার।"),
    ("child", "মাদক মামলায় আটক কিশোর সোহেল রানাকে আদালতে পাঠানো হয়েছে।"),
    ("child", "Child marriage stopped: schoolgirl Ayesha Begum goes back to school."),
    ("age", "পৌরসভায় ৭ বছর বয়সী শিশুকে ধর্ষণের অভিযোগে মামলা হয়েছে।"),
    ("age", "উত্তরপাড়ার ১১ বছর বয়সী এক কিশোরী যৌন নিপীড়নের অভিযোগ করেছে।"),
    ("age", "A 9 year old girl from Teota was raped on Monday."),
    ("accused", "মাদকসহ মো. সোহেল রানাকে আটক করা হয়েছে।"),
    ("accused", "চুরির মামলার আসামি জুয়েল মিয়াকে গ্রেপ্তার করেছে পুলিশ।"),
    ("accused", "সন্দেহভাজন রুবেল হোসেন এখন পুলিশের হেফাজতে।"),
    ("accused", "অভিযুক্ত আবদুল করিমের বিরুদ্ধে তদন্ত চলছে।"),
    ("accused", "Police arrested Md. Rubel Hossain with stolen goods."),
    ("accused", "chori mamlar asami jewel miah ke atok kora hoyeche, sohel miah palieche"),
    ("relief", "ত্রাণ পেয়ে খুশি চরের বাসিন্দা জরিনা বেগম।"),
    ("relief", "আশ্রয়ণের ঘর পেলেন ভূমিহীন আবুল হোসেন।"),
    ("relief", "কম্বল পেয়েছেন তেওতার রহিম উদ্দিন ও তাঁর পরিবার।"),
    ("relief", "উপকারভোগী হালিমা খাতুনের হাতে সেলাই মেশিন তুলে দেওয়া হয়।"),
    ("relief", "Karim Uddin, a beneficiary, received relief goods today."),
    ("relief", "হুইলচেয়ার পেলেন প্রতিবন্ধী রফিকুল ইসলাম।"),
)
HARMLESS = (
    "নির্যাতনের শিকার হলে ১০৯ নম্বরে ফোন করুন, পরিচয় গোপন থাকবে।",
    "ধর্ষণের শিকার নারী ও শিশুর নাম ও ছবি প্রকাশ করা আইনে নিষেধ।",
    "ভ্রাম্যমাণ আদালতে নির্বাহী ম্যাজিস্ট্রেট মো. কামরুল হাসানের নেতৃত্বে তিনজনকে আটক করা হয়।",
    "মাদকসহ দুইজনকে আটক করা হয়েছে, তাঁদের আদালতে পাঠানো হয়েছে।",
    "৭ থেকে ১২ বছর বয়সী শিশুদের টিকা দেওয়া হবে আগামী রবিবার।",
    "১৮ বছরের নিচে মেয়ের বিয়ে বাল্যবিবাহ, এটি দণ্ডনীয় অপরাধ।",
    "শিশু নির্যাতনের মামলায় ১০৯৮ নম্বরে জানান।",
    "আজ ১২০টি পরিবার ত্রাণের চাল পেয়েছেন, বাকি ৪০টি কাল পাবেন।",
    "ত্রাণ পেতে ইউনিয়ন পরিষদে নাম লেখান।",
    "উপজেলা নির্বাহী অফিসার মো. বেলাল হোসেন ত্রাণ বিতরণ উদ্বোধন করেন।",
    "হোসেনপুর উপজেলায় মাদকসহ একজন আটক।",
    "বেগম রোকেয়া দিবসে নির্যাতনের শিকার পাঁচ নারী সম্মাননা পান, তাঁদের নাম প্রকাশ করা হয়নি।",
    "চিত্রাঙ্কন প্রতিযোগিতায় প্রথম হয়েছে শিশু শিল্পী মরিয়ম আক্তার।",
    "মোহাম্মদপুর থানায় হারানো মোবাইল ফেরত দেওয়া হয়েছে।",
    "বয়স্ক ভাতা পেতে উপকারভোগীদের কার্ড সঙ্গে আনতে হবে।",
    "নিখোঁজ ব্যক্তির খোঁজ পেলে ৯৯৯ নম্বরে জানান।",
    "Victims of violence can call 109 at any hour; names are kept secret.",
    "Two persons were arrested with stolen goods and sent to the court.",
    "Children under five years old get the vaccine on Sunday.",
    "tran pete union porishode nam likhan",
)


def named(text: str) -> bool:
    (screened,) = screener().screen([text], Profile.DRAFT)
    return any(one.category == "named-person" and one.severity is Severity.WARN for one in screened.findings)


def test_who_is_not_to_be_named_is_found() -> None:
    missed = [text for _kind, text in NAMED if not named(text)]
    assert len(missed) <= len(NAMED) // 8, missed
    (one,) = screener().screen([NAMED[0][1]], Profile.DRAFT)
    assert {found.clause for found in one.findings if found.category == "named-person"} == {"6.c"}


def test_what_names_nobody_is_left_alone() -> None:
    assert not [text for text in HARMLESS if named(text)]


def test_a_citizen_may_name_whom_he_speaks_of() -> None:
    (one,) = screener().screen([NAMED[12][1]], Profile.COMMENT)
    assert not [found for found in one.findings if found.category == "named-person"]
