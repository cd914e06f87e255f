"""Personal data in a text (clause 6.c): numbers, addresses and names of places by which somebody can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sanglap.screening.findings import Band
from sanglap.screening.patterns import Hit, kind, stretches

_LEAD = r"(?:নং|নম্বর|নাম্বার|no\.?|number|#)?[\s:ঃ\-–.=]{0,4}"
_PHONE = r"(?<![\d.])(?:(?:\+|00)?88[\s\-]?)?0[\s\-]?1[3-9](?:[\s\-]?\d){8}(?![\d])"


KINDS: Final = (
    kind(
        "mobile-money", rf"(?:বিকাশ|নগদ|রকেট|উপায়|bkash|bikash|nagad|rocket|upay)[^\n\d]{{0,40}}(?P<it>{_PHONE})",
        Band.HIGH, "একটি মোবাইল ব্যাংকিং নম্বর আছে।", "It contains a mobile money number.",
    ),
    kind("phone", rf"(?P<it>{_PHONE})", Band.HIGH, "একটি মোবাইল নম্বর আছে।", "It contains a mobile number."),
    kind(
        "email",
        r"(?<![\w.+\-@])(?P<it>[\w+\-][\w.+\-]{0,63}@(?!(?:[\w\-]{1,63}\.){0,4}gov\.bd\b)"
        r"[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,4})",
        Band.HIGH, "একটি ব্যক্তিগত ই-মেইল ঠিকানা আছে।", "It contains an e-mail address that is not a government one.",
    ),
    kind(
        "national-id",
        r"(?:এনআইডি|এন আই ডি|পরিচয়পত্র|\bnid\b|national id)[^\n\d]{0,30}"
        r"(?P<it>\d{17}|\d{13}|\d{10}|\d{3} \d{3} \d{4})(?!\d)",
        Band.HIGH, "একটি জাতীয় পরিচয়পত্র নম্বর আছে।", "It contains a national ID number.",
    ),
    kind(
        "birth-registration",
        r"(?:জন্ম ?নিবন্ধন|জন্ম ?সনদ|birth registration|birth certificate)[^\n\d]{0,30}(?P<it>\d{17})(?!\d)",
        Band.HIGH, "একটি জন্ম নিবন্ধন নম্বর আছে।", "It contains a birth registration number.",
    ),
    kind(
        "passport", r"(?:পাসপোর্ট|passport)[^\n\d]{0,24}?(?P<it>\b[a-z]{1,2}\d{7,8})(?!\d)",
        Band.HIGH, "একটি পাসপোর্ট নম্বর আছে।", "It contains a passport number.",
    ),
    kind(
        "bank-account",
        rf"(?:হিসাব|একাউন্ট|অ্যাকাউন্ট|ব্যাংক|\ba/c|\baccount|\bacc\b)\s?{_LEAD}(?P<it>\d(?:[\s\-]?\d){{8,18}})(?!\d)",
        Band.MEDIUM, "একটি ব্যাংক হিসাব নম্বর থাকতে পারে।", "It may contain a bank account number.",
    ),
    kind(
        "thirteen-or-seventeen-digits", r"(?<![\d.,/\-])(?P<it>(?:19|20)\d{15}|\d{13})(?![\d/\-]|[.,]\d)",
        Band.MEDIUM, "১৩ বা ১৭ অঙ্কের একটি নম্বর আছে; জাতীয় পরিচয়পত্রের নম্বর হতে পারে।",
        "It contains a number of 13 or 17 digits, which may be a national ID number.",
    ),
    kind(
        "ten-digits", r"(?<![\d.,/\-+])(?P<it>[1-9]\d{9})(?![\d/\-]|[.,]\d)",
        Band.LOW, "১০ অঙ্কের একটি নম্বর আছে; জাতীয় পরিচয়পত্রের নম্বর হতে পারে।",
        "It contains a number of 10 digits, which may be a national ID number.",
    ),
    kind(
        "birth-date",
        r"(?:জন্ম ?তারিখ|date of birth|\bdob\b)[\s:ঃ\-–=]{0,4}"
        r"(?P<it>\d{1,2}[\-/. ]\d{1,2}[\-/. ]\d{4}|\d{4}-\d{2}-\d{2})",
        Band.MEDIUM, "একজনের জন্ম তারিখ আছে।", "It contains somebody's date of birth.",
    ),
    kind(
        "home-address",
        r"(?P<it>(?:বাড়ি|বাসা|ফ্ল্যাট|হোল্ডিং|\bhouse|\bflat|\bbasa|\bbari|\bholding)\s?(?:নং|নম্বর|no\.?|number|#)?"
        r"[\s:ঃ\-–.#]{0,3}\d{1,5}[a-z]?"
        r"[^\n]{0,30}?(?:রোড|সড়ক|লেন|ব্লক|সেক্টর|\broad|\blane|\bblock|\bsector)\b[^\n,।]{0,12})",
        Band.MEDIUM, "একটি বাড়ির ঠিকানা আছে।", "It contains the address of a home.",
    ),
    kind(
        "village-address",
        r"(?P<it>(?:গ্রাম|\bgram|\bvillage)\s?[:ঃ\-–]\s?[^\n,।]{1,40},[^\n]{0,40}?"
        r"(?:ডাকঘর|পোস্ট|থানা|উপজেলা|\bpost|\bthana|\bupazila)\s?[:ঃ\-–]\s?[^\n,।]{1,30})",
        Band.MEDIUM, "একজনের গ্রামের ঠিকানা আছে।", "It contains somebody's village address.",
    ),
)  # fmt: skip
"""The surer a kind, the earlier it stands: what one found is not found again by a later one."""


def found(copy: str) -> Iterator[Hit]:
    """The personal data in a plain copy of a text, each stretch once, by the surest kind."""
    return stretches(KINDS, copy)
