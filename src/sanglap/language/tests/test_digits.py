"""Digits and numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.digits import format_number, in_digits_of, numerals, to_bangla, to_latin


def test_digits() -> None:
    assert to_bangla("16 ডিসেম্বর 1971, 0123456789") == "১৬ ডিসেম্বর ১৯৭১, ০১২৩৪৫৬৭৮৯"
    assert to_latin("১৬ ডিসেম্বর ১৯৭১") == "16 ডিসেম্বর 1971"
    assert in_digits_of("bn", "5.c ৬") == "৫.c ৬"
    assert in_digits_of("en", "5.c ৬") == "5.c 6"


@given(st.text())
def test_nothing_but_digits_changes(text: str) -> None:
    assert to_latin(to_bangla(text)) == to_latin(text)
    assert len(to_bangla(text)) == len(text)


@pytest.mark.parametrize(
    ("number", "bangla", "english"),
    [
        (12345678.5, "১,২৩,৪৫,৬৭৮.৫", "1,23,45,678.5"),
        (0, "০", "0"),
        (999, "৯৯৯", "999"),
        (1000, "১,০০০", "1,000"),
        (100000, "১,০০,০০০", "1,00,000"),
        (-1234567, "-১২,৩৪,৫৬৭", "-12,34,567"),
        (Decimal("3.50"), "৩.৫", "3.5"),
        (0.1 + 0.2, "০.৩", "0.3"),
        (1234.5678, "১,২৩৪.৫৬৮", "1,234.568"),
        (10**20, "১০,০০,০০,০০,০০,০০,০০,০০,০০,০০০", "10,00,00,00,00,00,00,00,00,000"),
    ],
)
def test_numbers(number: float | Decimal, bangla: str, english: str) -> None:
    assert format_number(number, "bn") == bangla
    assert format_number(number, "en") == english


@given(st.integers(-(10**30), 10**30))
def test_no_number_is_lost(number: int) -> None:
    assert int(to_latin(format_number(number, "bn")).replace(",", "")) == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("সর্বোচ্চ 90 দিন।", "সর্বোচ্চ ৯০ দিন।"),
        ("একসঙ্গে 1,500টি লিংক", "একসঙ্গে ১,৫০০টি লিংক"),
        ("(10) থেকে 2.5", "(১০) থেকে ২.৫"),
        ("bd-upa-362 নেই", "bd-upa-362 নেই"),
        ("http://localhost:9013/@a1 দেখুন", "http://localhost:9013/@a1 দেখুন"),
        ("31/02/2026 নেই", "31/02/2026 নেই"),
        ("10.gov.bd নয়", "10.gov.bd নয়"),
    ],
)
def test_a_sentence_counts_in_bangla_and_leaves_addresses_and_codes(text: str, told: str) -> None:
    assert numerals("bn", text) == told
    assert numerals("en", text) == text
