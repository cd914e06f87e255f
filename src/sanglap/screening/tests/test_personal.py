from __future__ import annotations

import pytest

from sanglap.screening import copies, personal

pytestmark = pytest.mark.clause("6.c")


def kinds(text: str) -> list[tuple[str, str]]:
    made = copies.plain([text])
    found = []
    for hit in personal.found(made.text(0)):
        start, end = made.span(0, hit.start, hit.end, text)
        found.append((hit.kind.key, text[start:end]))
    return found


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("ফোন ০১৭১২-৩৪৫৬৭৮ নম্বরে", "phone", "০১৭১২-৩৪৫৬৭৮"),
        ("call +880 1712 345678 now", "phone", "+880 1712 345678"),
        ("বিকাশ করুন: 01812345678", "mobile-money", "01812345678"),
        ("Rahim.Uddin@gmail.com লিখুন", "email", "Rahim.Uddin@gmail.com"),
        ("এনআইডি নং ১২৩৪৫৬৭৮৯০", "national-id", "১২৩৪৫৬৭৮৯০"),
        ("জাতীয় পরিচয়পত্র: 1990123456789", "national-id", "1990123456789"),
        ("জন্ম নিবন্ধন 19901234567890123", "birth-registration", "19901234567890123"),
        ("passport no. AB1234567", "passport", "AB1234567"),
        ("হিসাব নং 2050 1234 5678 9", "bank-account", "2050 1234 5678 9"),
        ("তালিকায় 1990123456789 আছে", "thirteen-or-seventeen-digits", "1990123456789"),
        ("নম্বর 5512345678 দেখুন", "ten-digits", "5512345678"),
        ("জন্ম তারিখ: ০১/০২/১৯৯০", "birth-date", "০১/০২/১৯৯০"),
        ("ঠিকানা: বাড়ি নং ১২, রোড ৫", "home-address", "বাড়ি নং ১২, রোড ৫"),
        ("গ্রাম: চরপাড়া, ডাকঘর: নতুনহাট", "village-address", "গ্রাম: চরপাড়া, ডাকঘর: নতুনহাট"),
    ],
)
def test_what_tells_who_somebody_is_gets_found(text: str, kind: str, words: str) -> None:
    assert kinds(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "হটলাইন ৩৩৩ বা ১৬১২৩",
        "স্মারক নং ০৪.০০.০০০০.৪২১.১৬.০০২.২০.১২৩",
        "ইমেইল uno.savar@dhaka.gov.bd",
        "মূল্য ১,২৫,০০,০০০ টাকা",
        "২০২৬ সালের ১২ মার্চ",
        "02-9512345 নম্বরে অফিস",
        "",
    ],
)
def test_numbers_of_offices_and_sums_are_none(text: str) -> None:
    assert kinds(text) == []
