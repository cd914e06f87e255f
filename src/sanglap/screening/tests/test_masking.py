"""Personal data made unreadable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.screening.masking import masked

pytestmark = pytest.mark.clause("6.c")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("আমার নম্বর ০১৭১১-২২৩৩৪৪, ফোন দিন", "আমার নম্বর •••••-••••৪৪, ফোন দিন"),
        ("call 01711223344 pls", "call •••••••••44 pls"),
        ("mail: rahim@example.com", "mail: •••••@•••••••.•om"),
        ("অফিস ৯টায় খোলে, হটলাইন ৩৩৩", "অফিস ৯টায় খোলে, হটলাইন ৩৩৩"),
        ("", ""),
    ],
)
def test_numbers_and_addresses_are_covered_but_for_their_ends(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text(max_size=200))
def test_whatever_it_is_given_it_keeps_its_length(text: str) -> None:
    assert len(masked(text)) == len(text)
